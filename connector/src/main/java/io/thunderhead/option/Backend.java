package io.thunderhead.option;

import java.util.Locale;

/** How rows go into a table. */
public enum Backend {
  /** As SSTs that TiKV ingests: physical mode. */
  LOCAL,
  /** As statements of SQL through TiDB: logical mode. */
  TIDB,
  /** Whichever of these the cluster and the table allow, physical mode first. */
  AUTO;

  /**
   * Reads a name; those of the modes are taken as well.
   *
   * @throws IllegalArgumentException for any other text
   */
  static Backend parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "local", "physical" -> LOCAL;
      case "tidb", "logical" -> TIDB;
      case "auto" -> AUTO;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
