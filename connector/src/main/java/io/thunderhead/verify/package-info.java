/** Compares the rows of a source with those of a table, chunk by chunk. */
package io.thunderhead.verify;
