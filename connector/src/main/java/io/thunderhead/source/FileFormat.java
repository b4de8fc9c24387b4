package io.thunderhead.source;

/** What an input file holds. */
public enum FileFormat {
  CSV,
  SQL,
  PARQUET
}
