package io.thunderhead.statement;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which values TiDB takes for the options of IMPORT INTO (kv-encoding 8.7). Those that say nothing
 * here are checked as well, so that a statement that runs here runs there.
 */
final class OptionRules {
  private static final List<String> CHARACTER_SETS =
      List.of("binary", "utf8", "utf8mb4", "gb18030", "gbk", "latin1", "ascii");
  private static final Pattern SIZE =
      Pattern.compile("\\d+\\s*(?:[KMGT]i?)?B?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOTHING = Pattern.compile("0+\\s*\\D*");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern STORAGE =
      Pattern.compile("(?:s3|ks3|oss|gs|gcs|azure|azblob)://.+", Pattern.CASE_INSENSITIVE);

  private OptionRules() {}

  /**
   * Checks each value, and values against each other.
   *
   * @param given option to value, empty for those that have none
   * @throws LoadException INVALID_OPTION with the value and what is expected
   */
  static void check(Map<ImportOption, String> given) {
    given.forEach(OptionRules::check);
    checkEnclosing(given);
    checkSplit(given);
  }

  private static void check(ImportOption option, String value) {
    switch (option) {
      case CHARACTER_SET ->
          require(
              CHARACTER_SETS.contains(value.toLowerCase(Locale.ROOT)),
              option,
              value,
              "one of " + String.join(", ", CHARACTER_SETS));
      case FIELDS_TERMINATED_BY, LINES_TERMINATED_BY ->
          require(!value.isEmpty(), option, value, "one character or more");
      case FIELDS_ENCLOSED_BY, FIELDS_ESCAPED_BY ->
          require(
              value.getBytes(StandardCharsets.UTF_8).length <= 1,
              option,
              value,
              "one byte, or '' for none");
      case THREAD -> require(!isNothing(value), option, value, "1 or more");
      case DISK_QUOTA ->
          require(isSize(value) && !isNothing(value), option, value, "a size such as '50GiB'");
      case MAX_WRITE_SPEED, __MAX_ENGINE_SIZE ->
          require(isSize(value), option, value, "a size such as '10MiB'");
      case GROUP_KEY ->
          require(
              GROUP.matcher(value).matches(),
              option,
              value,
              "1 to 256 letters, digits, '_' and '-'");
      case CLOUD_STORAGE_URI ->
          require(
              value.isEmpty() || STORAGE.matcher(value).matches(),
              option,
              // Its parameters may be secrets.
              value.replaceFirst("\\?.*", ""),
              "'' or the address of a bucket such as 's3://bucket/prefix'");
      default -> {} // The grammar knows what is right, or the translation does.
    }
  }

  private static boolean isSize(String value) {
    return SIZE.matcher(value.strip()).matches();
  }

  private static boolean isNothing(String value) {
    return NOTHING.matcher(value.strip()).matches();
  }

  private static void checkEnclosing(Map<ImportOption, String> given) {
    String quote = given.getOrDefault(ImportOption.FIELDS_ENCLOSED_BY, "\"");
    String separator = given.getOrDefault(ImportOption.FIELDS_TERMINATED_BY, ",");
    require(
        quote.isEmpty() || (!quote.startsWith(separator) && !separator.startsWith(quote)),
        ImportOption.FIELDS_ENCLOSED_BY,
        quote,
        "what fields_terminated_by '%s' does not begin with".formatted(separator));
  }

  private static void checkSplit(Map<ImportOption, String> given) {
    if (!given.containsKey(ImportOption.SPLIT_FILE)) {
      return;
    }
    if (!given.containsKey(ImportOption.LINES_TERMINATED_BY)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option split_file needs lines_terminated_by, to know where a line ends. Name what the files have, such as '\\n'.");
    }
    String skipped = given.getOrDefault(ImportOption.SKIP_ROWS, "0");
    require(skipped.matches("0*[01]"), ImportOption.SKIP_ROWS, skipped, "0 or 1 with split_file");
  }

  private static void require(boolean fits, ImportOption option, String value, String expected) {
    if (!fits) {
      throw bad(option, value, expected);
    }
  }

  /** Returns what tells an option, its value and what would be right. */
  static LoadException bad(ImportOption option, String value, String expected) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "option %s: '%s' (expected: %s)".formatted(option.word(), value, expected));
  }
}
