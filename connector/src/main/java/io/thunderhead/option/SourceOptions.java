package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options that say how files are read, named as Lightning's; those of IMPORT INTO are taken as
 * well. A DataFrame has none of them.
 */
public final class SourceOptions {
  static final LoadOption<CsvPreset> DIALECT =
      new LoadOption<>(
          "dialect",
          "lightning",
          false,
          "lightning, import-into or load-data",
          "Whose defaults the options of CSV files below take: `import-into` has no header,"
              + " `load-data` neither header nor quotes, tabs, and LF after each line.",
          CsvPreset::parse);
  static final LoadOption<String> SEPARATOR =
      text("separator", ",", "Between fields; one character or more.")
          .alias("fields-terminated-by");
  static final LoadOption<String> DELIMITER =
      text("delimiter", "\"", "Around fields, doubled inside; empty for nothing.")
          .alias("fields-enclosed-by", "quote");
  static final LoadOption<String> TERMINATOR =
      text("terminator", "", "After each line; empty for any of CR, LF and CRLF.")
          .alias("lines-terminated-by");
  static final LoadOption<String> STARTING_BY =
      text(
              "starting-by",
              "",
              "What the fields of a line come after; lines without it are left out.")
          .alias("lines-starting-by");
  static final LoadOption<Boolean> HEADER =
      flag("header", "true", "Whether the first line of each file names the columns.");
  static final LoadOption<Boolean> HEADER_SCHEMA_MATCH =
      flag(
          "header-schema-match",
          "true",
          "Whether the names in the header count; else it is skipped and columns go by position.");
  static final LoadOption<List<String>> NULL =
      new LoadOption<>(
              "null",
              "\\N",
              false,
              "a text, or several as a JSON list",
              "Text that means NULL, or several as a JSON list such as `[\"\", \"NULL\"]`.",
              Values::texts)
          .alias("fields-defined-null-by")
          .keepBlanks();
  static final LoadOption<Boolean> NOT_NULL =
      flag("not-null", "false", "Whether no field is NULL, whatever it says.");
  static final LoadOption<Boolean> BACKSLASH_ESCAPE =
      flag("backslash-escape", "true", "Whether `\\` may be the `escaped-by`.");
  static final LoadOption<String> ESCAPED_BY =
      new LoadOption<>(
              "escaped-by",
              "\\",
              false,
              "one byte, or empty for none",
              "Takes away or gives a meaning to the character behind it; empty for none.",
              text -> text)
          .alias("fields-escaped-by")
          .keepBlanks();
  static final LoadOption<Boolean> TRIM_LAST_SEPARATOR =
      flag("trim-last-separator", "false", "Whether a separator at the end of a line ends it.");
  static final LoadOption<Long> SKIP_ROWS =
      new LoadOption<>(
          "skip-rows",
          "0",
          false,
          "a whole number >= 0",
          "Lines at the start of each file that are left out, before the header.",
          Values::notNegative);
  static final LoadOption<String> CHARACTER_SET =
      new LoadOption<>(
              "character-set",
              "binary",
              false,
              "binary, utf8, utf8mb4, ascii, latin1, gbk or gb18030",
              "Character set of the files; in all but `binary`, bytes that are no character make a"
                  + " bad row.",
              text -> text)
          .alias("data-character-set");
  static final LoadOption<String> INVALID_CHAR_REPLACE =
      new LoadOption<>(
              "data-invalid-char-replace",
              "",
              false,
              "a text",
              "What stands for bytes that are no character, so that their row is loaded; empty for"
                  + " a bad row.",
              text -> text)
          .keepBlanks();
  static final LoadOption<Boolean> STRICT_FORMAT =
      flag(
              "strict-format",
              "false",
              "Whether no field has the `terminator` inside, so that one big file is read in parts"
                  + " wherever a line ends.")
          .alias("split-file");
  static final LoadOption<Long> MAX_REGION_SIZE =
      new LoadOption<>(
          "max-region-size",
          "256MiB",
          false,
          "a size such as 256MiB",
          "Most bytes of a part of one big file that is read in parts; they are smaller, 32MiB at"
              + " least, where cores would wait for each other otherwise.",
          Values::bytes);
  static final LoadOption<List<String>> COLUMNS =
      new LoadOption<>(
          "columns",
          "",
          false,
          "names separated by commas, @name for a variable",
          "Column of each field in order, `@name` to drop it or to use it in `--set`; files then"
              + " have no header line, unless `header` says so.",
          Values::list);
  static final LoadOption<List<String>> IGNORE_COLUMNS =
      new LoadOption<>(
              "ignore-columns",
              "",
              false,
              "names separated by commas",
              "Columns of the files that are not loaded.",
              Values::list)
          .alias("ignore-data-columns");

  private static final List<LoadOption<?>> ALL =
      List.of(
          DIALECT,
          SEPARATOR,
          DELIMITER,
          TERMINATOR,
          STARTING_BY,
          HEADER,
          HEADER_SCHEMA_MATCH,
          NULL,
          NOT_NULL,
          BACKSLASH_ESCAPE,
          ESCAPED_BY,
          TRIM_LAST_SEPARATOR,
          SKIP_ROWS,
          CHARACTER_SET,
          INVALID_CHAR_REPLACE,
          STRICT_FORMAT,
          MAX_REGION_SIZE,
          COLUMNS,
          IGNORE_COLUMNS);

  private final Map<String, String> given;

  private SourceOptions(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Reads options.
   *
   * @throws LoadException INVALID_OPTION for an unknown key and for a bad value
   */
  public static SourceOptions parse(Map<String, String> options) {
    Map<String, String> given = new LinkedHashMap<>();
    options.forEach((key, value) -> given.put(NearestName.known(key, ALL).key(), value));
    SourceOptions parsed = new SourceOptions(given);
    ALL.forEach(parsed::value);
    return parsed;
  }

  /** As the other, with values for options that are not given. */
  public static SourceOptions parse(Map<String, String> options, Map<String, String> presets) {
    Map<String, String> all = new LinkedHashMap<>(parse(presets).given);
    all.putAll(parse(options).given);
    return parse(all);
  }

  /** Returns what was given, key to text. */
  public Map<String, String> given() {
    return Collections.unmodifiableMap(given);
  }

  /** Returns every option, in the order in which users should read them. */
  public static List<LoadOption<?>> all() {
    return ALL;
  }

  /** Refuses an option of files where there are none. */
  static void refuse(String key) {
    LoadOption<?> option = NearestName.find(key, ALL);
    if (option != null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s says how files are read, and the rows of a DataFrame are read already. Give it to Spark's reader, or load the files with 'thunderhead import'."
              .formatted(option.key()));
    }
  }

  /** Returns whose defaults count. */
  public CsvPreset dialect() {
    return value(DIALECT);
  }

  /** Returns what stands between fields. */
  public String separator() {
    return text(SEPARATOR, "\t");
  }

  /** Returns what stands around fields. */
  public String delimiter() {
    return text(DELIMITER, "");
  }

  /** Returns what ends a line. */
  public String terminator() {
    return text(TERMINATOR, "\n");
  }

  /** Returns what the fields of a line come after. */
  public String startingBy() {
    return value(STARTING_BY);
  }

  /** Tells whether the first line names the columns. */
  public boolean header() {
    boolean preset = dialect() == CsvPreset.LIGHTNING && columns().isEmpty();
    return isGiven(HEADER) ? value(HEADER) : preset;
  }

  /** Tells whether the names in the header count. */
  public boolean headerSchemaMatch() {
    return value(HEADER_SCHEMA_MATCH) && columns().isEmpty();
  }

  /** Returns the texts that mean NULL. */
  public List<String> nulls() {
    return value(NULL);
  }

  /** Tells whether no field is NULL. */
  public boolean notNull() {
    return value(NOT_NULL);
  }

  /** Returns the escape character, empty for none. */
  public String escapedBy() {
    String escape = value(ESCAPED_BY);
    return escape.equals("\\") && !value(BACKSLASH_ESCAPE) ? "" : escape;
  }

  /** Tells whether a separator at the end of a line ends it. */
  public boolean trimLastSeparator() {
    return value(TRIM_LAST_SEPARATOR);
  }

  /** Returns the lines that are left out. */
  public long skipRows() {
    return value(SKIP_ROWS);
  }

  /** Returns the name of the character set. */
  public String characterSet() {
    return value(CHARACTER_SET);
  }

  /** Returns what stands for bytes that are no character, null when they make a bad row. */
  public String invalidCharReplace() {
    String text = value(INVALID_CHAR_REPLACE);
    return text.isEmpty() ? null : text;
  }

  /** Tells whether no field has the terminator inside. */
  public boolean strictFormat() {
    return value(STRICT_FORMAT);
  }

  /** Returns the bytes of a part of a file. */
  public long maxRegionSize() {
    return value(MAX_REGION_SIZE);
  }

  /** Returns the column of each field, empty when the files or the table name them. */
  public List<String> columns() {
    return value(COLUMNS);
  }

  /** Returns the columns that are not loaded. */
  public List<String> ignoreColumns() {
    return value(IGNORE_COLUMNS);
  }

  private boolean isGiven(LoadOption<?> option) {
    return given.containsKey(option.key());
  }

  private String text(LoadOption<String> option, String ofLoadData) {
    return !isGiven(option) && dialect() == CsvPreset.LOAD_DATA ? ofLoadData : value(option);
  }

  private <T> T value(LoadOption<T> option) {
    String text = given.get(option.key());
    return option.parse(text == null ? option.defaultText() : text);
  }

  private static LoadOption<String> text(String key, String preset, String doc) {
    return new LoadOption<>(
            key,
            preset,
            false,
            "a text; \\t, \\r, \\n, \\\\ and \\x01 are taken",
            doc,
            Values::text)
        .keepBlanks();
  }

  private static LoadOption<Boolean> flag(String key, String preset, String doc) {
    return new LoadOption<>(key, preset, false, "true or false", doc, Values::flag);
  }

  /** Splits options into those of files and the others. */
  public static Map<String, String> takeFrom(Map<String, String> options) {
    Map<String, String> taken = new LinkedHashMap<>();
    for (String key : Arrays.asList(options.keySet().toArray(new String[0]))) {
      if (NearestName.find(key, ALL) != null) {
        taken.put(key, options.remove(key));
      }
    }
    return taken;
  }
}
