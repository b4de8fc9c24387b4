package io.thunderhead.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers of sizes, durations and switches; each throws {@code IllegalArgumentException}. */
final class Values {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*(B|KiB|KB|K|MiB|MB|M|GiB|GB|G)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

  private static final Pattern SQL_NAME =
      Pattern.compile("\\s*(?:`((?:[^`]|``)+)`|([^`,]+))\\s*(?:,|$)");

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:[trn0\\\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})");

  private Values() {}

  /** Reads bytes: {@code 96MiB}; every unit counts by 1024, as Lightning's do. */
  static long bytes(String text) {
    Matcher m = matched(SIZE, text);
    String unit = m.group(2) == null ? "B" : m.group(2).toUpperCase(Locale.ROOT);
    int power = "BKMG".indexOf(unit.charAt(0));
    return Math.multiplyExact(positive(m.group(1)), 1L << (10 * power));
  }

  /** Reads a duration: {@code 500ms}, {@code 30s}, {@code 15m}. */
  static Duration duration(String text) {
    Matcher m = matched(DURATION, text);
    long amount = positive(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** Reads a whole number above zero. */
  static long positive(String text) {
    long value = Long.parseLong(text);
    if (value <= 0) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** Reads a whole number, zero or above. */
  static long notNegative(String text) {
    long value = Long.parseLong(text);
    if (value < 0) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** Reads {@code true} or {@code false}. */
  static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Reads names separated by commas; blanks around them do not count. */
  static List<String> list(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Values::name).toList();
  }

  /** Reads likewise names of SQL, which may stand in backquotes. */
  static List<String> sqlNames(String text) {
    List<String> names = new ArrayList<>();
    Matcher each = SQL_NAME.matcher(text);
    int end = 0;
    while (end < text.length() && each.find() && each.start() == end) {
      String quoted = each.group(1);
      names.add(quoted == null ? name(each.group(2)) : quoted.replace("``", "`"));
      end = each.end();
    }
    if (end < text.length() || text.stripTrailing().endsWith(",")) {
      throw new IllegalArgumentException(text);
    }
    return names;
  }

  private static String name(String text) {
    String name = text.strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    return name;
  }

  /** Reads one text as it is, or several as a JSON list of strings. */
  static List<String> texts(String text) {
    if (!text.strip().startsWith("[")) {
      return List.of(text);
    }
    try {
      return List.of(new ObjectMapper().readValue(text, String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /**
   * Reads a text in which a backslash may stand before t, r, n, 0, a backslash, or x and two hex
   * digits; any other backslash is itself.
   */
  static String text(String text) {
    return ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(unescaped(m.group())));
  }

  private static String unescaped(String escape) {
    return switch (escape.charAt(1)) {
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'n' -> "\n";
      case '0' -> "\0";
      case 'x', 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
      default -> "\\";
    };
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(text);
    }
    return m;
  }
}
