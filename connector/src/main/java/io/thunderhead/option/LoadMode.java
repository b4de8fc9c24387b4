package io.thunderhead.option;

/** What a load does with rows that are in its table already. */
public enum LoadMode {
  /** There must be none. */
  IMPORT,
  /** They stay; no row may claim a key of theirs. */
  APPEND,
  /** The table is emptied first, by TRUNCATE. */
  OVERWRITE
}
