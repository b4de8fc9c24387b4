package io.thunderhead.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thunderhead.error.LoadException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the options of an IMPORT INTO ask of the loader.
 *
 * @param load options of the load
 * @param files options of its files
 * @param group what jobs belong together by, or empty
 * @param detached whether the statement does not wait for the load
 * @param told what users should know of options that say nothing here
 */
public record ImportSettings(
    Map<String, String> load,
    Map<String, String> files,
    String group,
    boolean detached,
    List<String> told) {
  /** Takes copies. */
  public ImportSettings {
    load = Collections.unmodifiableMap(new LinkedHashMap<>(load));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    told = List.copyOf(told);
  }

  /**
   * Translates options.
   *
   * @param given option to value, empty for those that have none
   * @throws LoadException INVALID_OPTION for a bad value, and for options that contradict each
   *     other
   */
  static ImportSettings of(Map<ImportOption, String> given) {
    OptionRules.check(given);
    Map<String, String> load = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    List<String> told = new ArrayList<>();
    given.forEach(
        (option, value) -> {
          switch (option.use()) {
            case CSV -> putCsv(option, value, files);
            case LOAD -> putLoad(option, value, load);
            default ->
                told.add(
                    "option %s says nothing here: %s".formatted(option.word(), option.reason()));
          }
        });
    return new ImportSettings(
        load,
        files,
        given.getOrDefault(ImportOption.GROUP_KEY, ""),
        given.containsKey(ImportOption.DETACHED),
        told);
  }

  private static void putCsv(ImportOption option, String value, Map<String, String> files) {
    switch (option) {
      case SPLIT_FILE -> files.put("strict-format", "true");
      case FIELDS_DEFINED_NULL_BY ->
          files.put("null", JsonNodeFactory.instance.arrayNode().add(value).toString());
      case FIELDS_TERMINATED_BY, LINES_TERMINATED_BY, FIELDS_ENCLOSED_BY ->
          files.put(key(option), literally(value));
      default -> files.put(key(option), value);
    }
  }

  private static String key(ImportOption option) {
    return option.word().replace('_', '-');
  }

  /** The readers' options take escapes, which the statement's string has no more. */
  private static String literally(String value) {
    return value.replace("\\", "\\\\");
  }

  private static void putLoad(ImportOption option, String value, Map<String, String> load) {
    switch (option) {
      case MAX_WRITE_SPEED -> load.put("store-write-bwlimit", value);
      case CHECKSUM_TABLE -> load.put("checksum", checksum(value));
      case ON_DUPLICATE_KEY -> load.put("on-duplicate", value);
      case RECORD_ERRORS ->
          load.put("max-error", value.equals("-1") ? String.valueOf(Long.MAX_VALUE) : value);
      case DISABLE_TIKV_IMPORT_MODE -> load.put("tikv-import-mode", "false");
      case DISABLE_PRECHECK -> load.put("check-requirements", "CHECK_TARGET_USING_CDC_PITR");
      default -> {} // group_key and detached are not of the load itself
    }
  }

  private static String checksum(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "required" -> "required";
      case "false", "0", "off" -> "off";
      case "optional" -> "optional";
      default ->
          throw OptionRules.bad(
              ImportOption.CHECKSUM_TABLE, value, "'required', 'optional', 'off', true or false");
    };
  }
}
