package io.thunderhead.option;

import java.util.Locale;

/** Whose defaults the options of CSV files take. */
public enum CsvPreset {
  LIGHTNING,
  IMPORT_INTO,
  LOAD_DATA;

  static CsvPreset parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
