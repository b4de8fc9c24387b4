package io.thunderhead.sql;

/** The kinds of ids that a table counts, by their ID_TYPE in SHOW TABLE NEXT_ROW_ID. */
public enum Allocator {
  /** Of {@code _tidb_rowid}, and of AUTO_INCREMENT where the two are not apart. */
  _TIDB_ROWID,
  /** Of AUTO_INCREMENT with AUTO_ID_CACHE 1. */
  AUTO_INCREMENT,
  AUTO_RANDOM
}
