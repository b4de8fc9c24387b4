package io.thunderhead.option;

import java.util.Locale;

/** What follows when a precheck fails. */
public enum Severity {
  /** The load does not start. */
  CRITICAL,
  /** The load is told of it and goes on. */
  WARNING;

  /** Returns the word that users read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
