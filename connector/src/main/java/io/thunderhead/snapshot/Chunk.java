package io.thunderhead.snapshot;

/**
 * Rows of a table that one query reads.
 *
 * @param number in the table, from 0
 * @param where condition that the rows meet, empty for all
 */
record Chunk(SourceTable table, int number, String where) {}
