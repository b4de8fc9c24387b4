package io.thunderhead.ddl;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** The system variables that change what a statement builds, with TiDB's defaults. */
final class Settings {

  enum ClusteredIndex {
    ON,
    OFF,
    INT_ONLY
  }

  ClusteredIndex clusteredIndex = ClusteredIndex.ON;

  /** Off, TiDB reads CHECK and stores nothing of it. */
  boolean checkConstraint;

  boolean foreignKeyChecks = true;

  /** TiDB's configuration item index-limit, no variable. */
  int indexLimit = 64;

  ZoneId timeZone = ZoneOffset.UTC;

  Settings copy() {
    Settings copy = new Settings();
    copy.clusteredIndex = clusteredIndex;
    copy.checkConstraint = checkConstraint;
    copy.foreignKeyChecks = foreignKeyChecks;
    copy.indexLimit = indexLimit;
    copy.timeZone = timeZone;
    return copy;
  }

  /** Takes one assignment; variables without a bearing on tables are passed over. */
  void set(Statement.SetVariable assignment) {
    String value = assignment.value();
    Position at = assignment.at();
    switch (assignment.name().toLowerCase(Locale.ROOT)) {
      case "tidb_enable_clustered_index" -> clusteredIndex = clusteredIndex(value, at);
      case "tidb_enable_check_constraint" -> checkConstraint = isOn(value, at);
      case "foreign_key_checks" -> foreignKeyChecks = isOn(value, at);
      case "time_zone" -> timeZone = timeZone(value, at);
      case "sql_mode" -> sqlMode(value, at);
      case "default_collation_for_utf8mb4" -> {
        if (!value.equalsIgnoreCase(Charsets.DEFAULT_COLLATION)) {
          throw at.error(
              "default_collation_for_utf8mb4 = " + value + " is not taken",
              "write COLLATE behind the table");
        }
      }
      case "tidb_shard_row_id_bits", "tidb_pre_split_regions" -> {
        if (!value.equals("0")) {
          throw at.error(
              assignment.name() + " = " + value + " is not taken", "write it as a table option");
        }
      }
      default -> {
        // nothing that a table keeps
      }
    }
  }

  private static boolean isOn(String value, Position at) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "ON", "1", "TRUE" -> true;
      case "OFF", "0", "FALSE", "DEFAULT" -> false;
      default -> throw at.error("'" + value + "'", "expected ON or OFF");
    };
  }

  private static ClusteredIndex clusteredIndex(String value, Position at) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "ON", "1", "TRUE", "DEFAULT" -> ClusteredIndex.ON;
      case "OFF", "0", "FALSE" -> ClusteredIndex.OFF;
      case "INT_ONLY" -> ClusteredIndex.INT_ONLY;
      default -> throw at.error("'" + value + "'", "expected ON, OFF or INT_ONLY");
    };
  }

  private static ZoneId timeZone(String value, Position at) {
    if (value.equalsIgnoreCase("SYSTEM") || value.equalsIgnoreCase("DEFAULT")) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(value);
    } catch (DateTimeException unknown) {
      throw at.error("time zone '" + value + "' is not known", "write an offset such as '+00:00'");
    }
  }

  /** These change how text is read. */
  private static void sqlMode(String value, Position at) {
    String modes = value.toUpperCase(Locale.ROOT);
    for (String mode :
        new String[] {
          "ANSI_QUOTES", "ANSI", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "REAL_AS_FLOAT"
        }) {
      if (modes.contains(mode)) {
        throw at.error("sql_mode " + mode + " is not taken", "write the DDL without it");
      }
    }
  }
}
