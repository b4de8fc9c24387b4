package io.thunderhead.tidb;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * System variables with their global values. A session copies what it changes. Switches are kept as
 * ON and OFF; a SELECT shows them as 1 and 0. Thread-safe.
 */
final class Variables {
  /** What the server tells of itself. */
  static final String VERSION = "8.0.11-TiDB-v8.5.7";

  static final String SQL_MODE =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          + "ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION";

  private static final Map<String, String> DEFAULTS = new TreeMap<>();

  /** Nobody sets these. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "version",
          "version_comment",
          "license",
          "hostname",
          "port",
          "system_time_zone",
          "lower_case_table_names",
          "warning_count",
          "error_count",
          "last_insert_id",
          "tidb_current_ts",
          "performance_schema",
          "have_ssl",
          "have_openssl");

  /** These have no value of a session. */
  private static final Set<String> GLOBAL_ONLY =
      Set.of(
          "tidb_enable_row_level_checksum",
          "tidb_enable_check_constraint",
          "tidb_gc_life_time",
          "tidb_gc_enable",
          "tidb_gc_run_interval",
          "tidb_enable_foreign_key",
          "init_connect",
          "default_authentication_plugin");

  /** Of these, catalog and session must have the same value when a table is made. */
  private static final Set<String> OF_TABLES =
      Set.of(
          "tidb_enable_clustered_index",
          "tidb_enable_check_constraint",
          "foreign_key_checks",
          "time_zone",
          "sql_mode",
          "default_collation_for_utf8mb4",
          "tidb_shard_row_id_bits",
          "tidb_pre_split_regions");

  static {
    switches("autocommit", "tidb_enable_foreign_key", "tidb_gc_enable", "foreign_key_checks");
    switches("unique_checks", "tidb_enable_clustered_index", "explicit_defaults_for_timestamp");
    off("tidb_opt_write_row_id", "tidb_enable_row_level_checksum", "tidb_enable_check_constraint");
    off("tx_read_only", "transaction_read_only", "performance_schema", "sql_auto_is_null");
    off("tidb_allow_remove_auto_inc", "sql_safe_updates", "tidb_constraint_check_in_place");
    off("tidb_skip_utf8_check", "tidb_multi_statement_mode");
    for (String name : "client connection results server database filesystem".split(" ")) {
      put("character_set_" + name, name.equals("filesystem") ? "binary" : "utf8mb4");
    }
    put("character_set_system", "utf8mb4");
    for (String name : "connection server database".split(" ")) {
      put("collation_" + name, "utf8mb4_bin");
    }
    put("sql_mode", SQL_MODE);
    put("time_zone", "SYSTEM");
    put("system_time_zone", "UTC");
    put("version", VERSION);
    put("version_comment", "TiDB Server (Apache License 2.0), embedded by Thunderhead");
    put("transaction_isolation", "REPEATABLE-READ");
    put("tx_isolation", "REPEATABLE-READ");
    put("tidb_row_format_version", "2");
    put("default_collation_for_utf8mb4", "utf8mb4_bin");
    put("lc_time_names", "en_US");
    put("block_encryption_mode", "aes-128-ecb");
    put("default_authentication_plugin", "mysql_native_password");
    put("license", "Apache License 2.0");
    put("tidb_txn_mode", "pessimistic");
    put("tidb_gc_life_time", "10m0s");
    put("tidb_gc_run_interval", "10m0s");
    put("have_ssl", "DISABLED");
    put("have_openssl", "DISABLED");
    put("hostname", "127.0.0.1");
    for (String name : "init_connect tidb_snapshot tidb_last_txn_info".split(" ")) {
      put(name, "");
    }
    numbers();
  }

  private final Map<String, String> values = new TreeMap<>(DEFAULTS);

  private static void numbers() {
    String[] pairs = {
      "auto_increment_increment", "1",
      "auto_increment_offset", "1",
      "interactive_timeout", "28800",
      "wait_timeout", "28800",
      "net_write_timeout", "60",
      "net_read_timeout", "30",
      "net_buffer_length", "16384",
      "max_allowed_packet", "67108864",
      "lower_case_table_names", "2",
      "max_execution_time", "0",
      "div_precision_increment", "4",
      "default_week_format", "0",
      "group_concat_max_len", "1048576",
      "innodb_lock_wait_timeout", "50",
      "sql_select_limit", "18446744073709551615",
      "tidb_backoff_weight", "2",
      "tidb_shard_row_id_bits", "0",
      "tidb_pre_split_regions", "0",
      "tidb_checksum_table_concurrency", "4",
      "tidb_current_ts", "0",
      "last_insert_id", "0",
      "warning_count", "0",
      "error_count", "0",
      "port", "0"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      put(pairs[i], pairs[i + 1]);
    }
  }

  private static void put(String name, String value) {
    DEFAULTS.put(name, value);
  }

  private static void switches(String... names) {
    for (String name : names) {
      put(name, "ON");
    }
  }

  private static void off(String... names) {
    for (String name : names) {
      put(name, "OFF");
    }
  }

  static boolean isOfTables(String name) {
    return OF_TABLES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns all global values by name. */
  synchronized Map<String, String> all() {
    return new LinkedHashMap<>(values);
  }

  /** Returns a global value. */
  synchronized String global(String name) {
    return values.get(known(name));
  }

  /** Sets a global value. */
  synchronized void setGlobal(String name, String value) {
    String known = known(name);
    refuseIfReadOnly(known);
    values.put(known, checked(known, value));
  }

  /** Puts what the server itself knows. */
  synchronized void tell(String name, String value) {
    values.put(name, value);
  }

  /** Checks a value for a session; null is the global one. Returns it as it is kept. */
  synchronized String forSession(String name, String value) {
    String known = known(name);
    refuseIfReadOnly(known);
    if (GLOBAL_ONLY.contains(known)) {
      throw new SqlError(
          SqlError.GLOBAL_VARIABLE,
          "Variable '" + known + "' is a GLOBAL variable and should be set with SET GLOBAL");
    }
    return value == null ? values.get(known) : checked(known, value);
  }

  /** Tells whether a variable has no value of a session. */
  static boolean isGlobalOnly(String name) {
    return GLOBAL_ONLY.contains(name);
  }

  /** Returns the name as it is kept. */
  static String known(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!DEFAULTS.containsKey(lower)) {
      throw new SqlError(SqlError.UNKNOWN_VARIABLE, "Unknown system variable '" + name + "'");
    }
    return lower;
  }

  static String defaultOf(String name) {
    return DEFAULTS.get(known(name));
  }

  private static void refuseIfReadOnly(String name) {
    if (READ_ONLY.contains(name)) {
      throw new SqlError(
          SqlError.READ_ONLY_VARIABLE, "Variable '" + name + "' is a read only variable");
    }
  }

  private static String checked(String name, String value) {
    if (isSwitch(name)) {
      return switch (value.toUpperCase(Locale.ROOT)) {
        case "ON", "1", "TRUE" -> "ON";
        case "OFF", "0", "FALSE" -> "OFF";
        default -> throw wrong(name, value);
      };
    }
    if (name.equals("tidb_row_format_version") && !value.equals("1") && !value.equals("2")) {
      throw wrong(name, value);
    }
    return value;
  }

  private static SqlError wrong(String name, String value) {
    return new SqlError(
        SqlError.WRONG_VALUE,
        "Variable '" + name + "' can't be set to the value of '" + value + "'");
  }

  private static boolean isSwitch(String name) {
    String preset = DEFAULTS.get(name);
    return preset.equals("ON") || preset.equals("OFF");
  }

  /** Returns a value as a SELECT shows it. */
  static String shown(String name, String value) {
    return isSwitch(name) ? value.equals("ON") ? "1" : "0" : value;
  }

  /** Tells whether a SELECT shows a value as a number. */
  static boolean isNumber(String name) {
    return isSwitch(name) || DEFAULTS.get(name).matches("\\d+");
  }
}
