/** From a Spark row to the key-value pairs of one table, and from a record back to text. */
package io.thunderhead.encode;
