/** The door from Spark's data source API; no logic. */
package io.thunderhead.spark;
