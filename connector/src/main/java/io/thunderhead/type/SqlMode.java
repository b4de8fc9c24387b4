package io.thunderhead.type;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The parts of {@code sql_mode}; those without a comment change nothing about stored values. */
public enum SqlMode {
  REAL_AS_FLOAT,
  PIPES_AS_CONCAT,
  ANSI_QUOTES,
  IGNORE_SPACE,
  NOT_USED,
  ONLY_FULL_GROUP_BY,
  NO_UNSIGNED_SUBTRACTION,
  NO_DIR_IN_CREATE,
  POSTGRESQL,
  ORACLE,
  MSSQL,
  DB2,
  MAXDB,
  NO_KEY_OPTIONS,
  NO_TABLE_OPTIONS,
  NO_FIELD_OPTIONS,
  MYSQL323,
  MYSQL40,
  ANSI,
  NO_AUTO_VALUE_ON_ZERO,
  NO_BACKSLASH_ESCAPES,
  /** A value that must be adjusted fails the row. */
  STRICT_TRANS_TABLES,
  /** As {@link #STRICT_TRANS_TABLES}. */
  STRICT_ALL_TABLES,
  /** Dates with a zero month or day are wrong. */
  NO_ZERO_IN_DATE,
  /** The zero date is wrong. */
  NO_ZERO_DATE,
  /** Any month has 31 days. */
  ALLOW_INVALID_DATES,
  ERROR_FOR_DIVISION_BY_ZERO,
  TRADITIONAL,
  NO_AUTO_CREATE_USER,
  HIGH_NOT_PRECEDENCE,
  NO_ENGINE_SUBSTITUTION,
  PAD_CHAR_TO_FULL_LENGTH;

  /** What a new cluster has. */
  public static final Set<SqlMode> CLUSTER_DEFAULT =
      Collections.unmodifiableSet(
          EnumSet.of(
              ONLY_FULL_GROUP_BY,
              STRICT_TRANS_TABLES,
              NO_ZERO_IN_DATE,
              NO_ZERO_DATE,
              ERROR_FOR_DIVISION_BY_ZERO,
              NO_AUTO_CREATE_USER,
              NO_ENGINE_SUBSTITUTION));

  private static final Set<SqlMode> TRADITIONAL_PARTS =
      EnumSet.of(
          STRICT_TRANS_TABLES,
          STRICT_ALL_TABLES,
          NO_ZERO_IN_DATE,
          NO_ZERO_DATE,
          ERROR_FOR_DIVISION_BY_ZERO,
          NO_AUTO_CREATE_USER,
          NO_ENGINE_SUBSTITUTION);

  /**
   * Reads the value of the variable {@code sql_mode}; empty is no mode, and TRADITIONAL stands for
   * its parts too.
   *
   * @throws IllegalArgumentException when a name is not known
   */
  public static Set<SqlMode> parse(String names) {
    EnumSet<SqlMode> modes = EnumSet.noneOf(SqlMode.class);
    for (String part : names.split(",")) {
      String name = part.trim().toUpperCase(Locale.ROOT);
      if (!name.isEmpty()) {
        modes.add(find(name));
      }
    }
    if (modes.contains(TRADITIONAL)) {
      modes.addAll(TRADITIONAL_PARTS);
    }
    return modes;
  }

  /** Tells whether a set of modes makes a value that must be adjusted fail its row. */
  public static boolean isStrict(Set<SqlMode> modes) {
    return modes.contains(STRICT_TRANS_TABLES) || modes.contains(STRICT_ALL_TABLES);
  }

  private static SqlMode find(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "sql_mode: " + name + " (expected: one of " + Arrays.toString(values()) + ")"));
  }
}
