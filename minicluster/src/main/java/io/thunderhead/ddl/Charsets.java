package io.thunderhead.ddl;

import java.util.LinkedHashMap;
import java.util.Map;

/** The character sets and collations of a cluster with new collations, kv-encoding 4.9 and 5.1. */
final class Charsets {
  static final String BINARY = "binary";
  static final String DEFAULT = "utf8mb4";
  static final String DEFAULT_COLLATION = "utf8mb4_bin";

  private record Charset(String defaultCollation, int maxBytes) {}

  private static final Map<String, Charset> CHARSETS =
      Map.of(
          "utf8",
          new Charset("utf8_bin", 3),
          "utf8mb4",
          new Charset("utf8mb4_bin", 4),
          "ascii",
          new Charset("ascii_bin", 1),
          "latin1",
          new Charset("latin1_bin", 1),
          BINARY,
          new Charset(BINARY, 1),
          "gbk",
          new Charset("gbk_chinese_ci", 2),
          "gb18030",
          new Charset("gb18030_chinese_ci", 4));

  private static final Map<String, String> CHARSET_OF_COLLATION = new LinkedHashMap<>();

  static {
    for (String collation :
        ("ascii_bin latin1_bin utf8_bin utf8_general_ci utf8_unicode_ci utf8mb4_bin"
                + " utf8mb4_general_ci utf8mb4_unicode_ci utf8mb4_0900_ai_ci utf8mb4_0900_bin"
                + " gbk_bin gbk_chinese_ci gb18030_bin gb18030_chinese_ci")
            .split(" ")) {
      CHARSET_OF_COLLATION.put(collation, collation.substring(0, collation.indexOf('_')));
    }
    CHARSET_OF_COLLATION.put(BINARY, BINARY);
  }

  private Charsets() {}

  /** The name TiDB keeps for a character set: {@code utf8mb3} is {@code utf8}. */
  static String charset(String name, Position at) {
    String kept = name.equals("utf8mb3") ? "utf8" : name;
    if (!CHARSETS.containsKey(kept)) {
      throw at.error(
          "character set '" + name + "' is not known to TiDB",
          "known are " + String.join(", ", CHARSETS.keySet().stream().sorted().toList()));
    }
    return kept;
  }

  /** The name TiDB keeps for a collation: {@code utf8mb3_bin} is {@code utf8_bin}. */
  static String collation(String name, Position at) {
    String kept = name.startsWith("utf8mb3_") ? "utf8_" + name.substring(8) : name;
    if (!CHARSET_OF_COLLATION.containsKey(kept)) {
      throw at.error(
          "collation '" + name + "' is not known to TiDB",
          "known are " + String.join(", ", CHARSET_OF_COLLATION.keySet()));
    }
    return kept;
  }

  static boolean isCharset(String name) {
    return CHARSETS.containsKey(name) || name.equals("utf8mb3");
  }

  static String charsetOf(String collation) {
    return CHARSET_OF_COLLATION.get(collation);
  }

  static String defaultCollation(String charset) {
    return CHARSETS.get(charset).defaultCollation();
  }

  /** Bytes of the longest character. */
  static int maxBytes(String charset) {
    return CHARSETS.get(charset).maxBytes();
  }
}
