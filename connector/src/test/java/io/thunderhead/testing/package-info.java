/** A cluster, a Spark session and rows for tests. */
package io.thunderhead.testing;
