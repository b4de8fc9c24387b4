package io.thunderhead.route;

import io.thunderhead.source.FileFormat;
import java.util.Locale;

/** What a file of a dump is; names as the {@code type} of Lightning's file rules. */
public enum FileKind {
  SCHEMA_SCHEMA(null),
  TABLE_SCHEMA(null),
  VIEW_SCHEMA(null),
  SQL(FileFormat.SQL),
  CSV(FileFormat.CSV),
  PARQUET(FileFormat.PARQUET),
  IGNORE(null);

  private final FileFormat format;

  FileKind(FileFormat format) {
    this.format = format;
  }

  /** Returns how the rows of a data file are written; null for files without rows. */
  public FileFormat format() {
    return format;
  }

  /** Tells whether the file has rows. */
  public boolean isData() {
    return format != null;
  }

  /** Returns the kind of a name such as {@code table-schema}; throws IllegalArgumentException. */
  static FileKind of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
