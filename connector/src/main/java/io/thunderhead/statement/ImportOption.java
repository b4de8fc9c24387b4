package io.thunderhead.statement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The options of IMPORT INTO (kv-encoding 8.7), and what becomes of each here. */
enum ImportOption {
  CHARACTER_SET(Value.TEXT, Use.CSV),
  FIELDS_TERMINATED_BY(Value.TEXT, Use.CSV),
  FIELDS_ENCLOSED_BY(Value.TEXT, Use.CSV),
  FIELDS_ESCAPED_BY(Value.TEXT, Use.CSV),
  FIELDS_DEFINED_NULL_BY(Value.TEXT, Use.CSV),
  LINES_TERMINATED_BY(Value.TEXT, Use.CSV),
  SKIP_ROWS(Value.NUMBER, Use.CSV),
  SPLIT_FILE(Value.NONE, Use.CSV),
  GROUP_KEY(Value.TEXT, Use.LOAD),
  MAX_WRITE_SPEED(Value.ANY, Use.LOAD),
  CHECKSUM_TABLE(Value.ANY, Use.LOAD),
  RECORD_ERRORS(Value.NUMBER, Use.LOAD),
  ON_DUPLICATE_KEY(Value.TEXT, Use.LOAD),
  DETACHED(Value.NONE, Use.LOAD),
  DISABLE_TIKV_IMPORT_MODE(Value.NONE, Use.LOAD),
  DISABLE_PRECHECK(Value.NONE, Use.LOAD),
  THREAD(Value.NUMBER, "Spark's settings say how many tasks run at once"),
  DISK_QUOTA(Value.ANY, "rows are sorted in Spark's local folders"),
  CLOUD_STORAGE_URI(Value.TEXT, "rows are sorted by Spark's shuffle"),
  MANUAL_RECOVERY(Value.NONE, "a job that failed waits for IMPORT by its id anyway"),
  __MANUAL_RECOVERY(Value.NONE, "a job that failed waits for IMPORT by its id anyway"),
  __MAX_ENGINE_SIZE(Value.ANY, "there are no engines, regions are written by tasks"),
  __FORCE_MERGE_STEP(Value.NONE, "Spark's shuffle decides when it merges");

  /** What stands behind an option's name. */
  enum Value {
    NONE("no value"),
    TEXT("a string"),
    NUMBER("a whole number"),
    ANY("a string or a number");

    private final String words;

    Value(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What an option says something about. */
  enum Use {
    CSV,
    LOAD,
    NOTHING
  }

  private final Value value;
  private final Use use;
  private final String reason;

  ImportOption(Value value, Use use) {
    this.value = value;
    this.use = use;
    this.reason = "";
  }

  ImportOption(Value value, String reason) {
    this.value = value;
    this.use = Use.NOTHING;
    this.reason = reason;
  }

  Value value() {
    return value;
  }

  Use use() {
    return use;
  }

  /** Returns why an option that says nothing here does so. */
  String reason() {
    return reason;
  }

  /** Returns the name as statements have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ImportOption::word).toList();
  }

  /** Returns the option of a name in any case, or null. */
  static ImportOption find(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }
}
