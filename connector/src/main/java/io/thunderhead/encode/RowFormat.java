package io.thunderhead.encode;

/** How record values are laid out. */
public enum RowFormat {
  /** kv-encoding 2.1. */
  VERSION_2,
  /** The same, with a checksum of each row behind it. */
  VERSION_2_CHECKSUM
}
