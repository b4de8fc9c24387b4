package io.thunderhead.option;

import java.util.Locale;

/** The form of files of rows in conflict. */
public enum ConflictFormat {
  /** Texts with a header. */
  CSV,
  /** Typed columns. */
  PARQUET;

  /** Returns Spark's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
