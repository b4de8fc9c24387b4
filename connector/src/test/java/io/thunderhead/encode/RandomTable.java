package io.thunderhead.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random DDL of one table and random texts for its columns, right and wrong ones. */
final class RandomTable {
  private static final List<String> COLLATIONS =
      List.of(
          "utf8mb4_bin",
          "utf8mb4_general_ci",
          "utf8mb4_unicode_ci",
          "utf8mb4_0900_ai_ci",
          "utf8mb4_0900_bin",
          "utf8_bin",
          "utf8_general_ci",
          "utf8_unicode_ci",
          "ascii_bin",
          "latin1_bin",
          "gbk_bin",
          "gbk_chinese_ci",
          "gb18030_bin");

  private static final List<String> PARTITIONS =
      List.of(
          "HASH(id) PARTITIONS 4",
          "KEY(id) PARTITIONS 3",
          "RANGE(id) (PARTITION a VALUES LESS THAN (-5), PARTITION b VALUES LESS THAN (70000), PARTITION c VALUES LESS THAN MAXVALUE)",
          "LIST(id % 3) (PARTITION a VALUES IN (0, 1), PARTITION b VALUES IN (2, -1), PARTITION c VALUES IN (-2, NULL))",
          "RANGE COLUMNS(id) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (MAXVALUE))");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "a ",
          "\t",
          "ß",
          "ÿŸ",
          "é",
          "e\u0301",
          "中文",
          "😀",
          "\0",
          "\\",
          "'\"",
          "ﬁ",
          "İı",
          "\ufffd",
          "a\u0000b",
          "1",
          "01",
          "-1",
          "0x1F",
          "true",
          "NULL",
          "%",
          "ａ",
          "한글",
          "\u200b",
          "x".repeat(70),
          "é".repeat(40),
          "\ud842\udfb7",
          "p,q",
          "d e",
          "ç",
          "B",
          "b");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "127",
          "128",
          "-128",
          "-129",
          "255",
          "256",
          "32767",
          "-32769",
          "65535",
          "8388607",
          "16777215",
          "2147483647",
          "-2147483649",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "1e3",
          "1.5",
          "-1.5",
          "2.5",
          "0.49",
          ".5",
          "5.",
          "1e-400",
          "1e400",
          "-1e30",
          "12abc",
          "",
          " 7 ",
          "+3",
          "1e",
          "0.1",
          "-0.0",
          "3.14159",
          "99999999999999999999999999999999999",
          "0.000000000000000000000000000001",
          "3.4028235e38",
          "1.17549435e-38",
          "4.9e-324",
          "1.7976931348623157e308",
          "123456789.987654321",
          "0.3",
          "nan",
          "-99999.99999",
          "1_000",
          "0x10",
          "\u00a05");

  private static final List<String> TIMES =
      List.of(
          "0000-00-00",
          "2024-02-29",
          "2023-02-29",
          "2024-00-10",
          "2024-01-00",
          "1969-12-31 23:59:59",
          "1970-01-01 00:00:01",
          "2038-01-19 03:14:07.999999",
          "2038-01-19 03:14:08",
          "9999-12-31",
          "9999-12-31 23:59:59.999999",
          "0001-01-01",
          "20240131",
          "240131",
          "20240131235959",
          "2024-1-2 3:4:5.6",
          "2024-01-02T03:04:05.678Z",
          "2024-01-02 03:04:05+08:00",
          "10:11:12",
          "-838:59:59",
          "838:59:59.5",
          "839:00:00",
          "1 02:03:04",
          "1122",
          "5",
          "2024.01.02",
          "24-1-2",
          "2024-03-31 02:30:00",
          "2024-10-27 02:30:00",
          "2024-12-31 23:59:59.9999995",
          "70",
          "69",
          "1901",
          "2155",
          "2156",
          "1900",
          "00",
          "0000",
          "abc",
          "-00:00:01",
          "12:60:00",
          "2024-13-01",
          "2024-01-02 25:00:00");

  private static final List<String> DOCUMENTS =
      List.of(
          "{}",
          "[]",
          "null",
          "true",
          "1",
          "-0",
          "-0.0",
          "1.0",
          "1e2",
          "18446744073709551615",
          "1e400",
          "\"x\"",
          "{\"b\":1.5,\"a\":[]}",
          "{\"a\":{\"c\":\"x\"},\"a\":2}",
          "[1,\"ab\",true,null]",
          "[[],{},[[1]]]",
          "{\"\u4e2d\":\"\\ud83d\\ude00\"}",
          "\"\\ud800\"",
          "{",
          "",
          "[1,]",
          "01",
          "\"\t\"",
          "99999999999999999999",
          "{\"aa\":1,\"b\":2}",
          "\"" + "y".repeat(200) + "\"");

  private final Random random;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  RandomTable(long seed) {
    random = new Random(seed);
  }

  /** Builds a CREATE TABLE statement of table t. */
  String ddl() {
    List<String> parts = new ArrayList<>();
    boolean partitioned = random.nextInt(4) == 0;
    int keys = partitioned ? 0 : random.nextInt(7);
    String key = key(keys, partitioned, parts);
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      add(parts, "c" + i, type(random.nextInt(20)) + (random.nextInt(4) == 0 ? " NOT NULL" : ""));
    }
    if (!key.isEmpty()) {
      parts.add(key);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      parts.add(index(i));
    }
    String sql =
        "CREATE TABLE t ("
            + String.join(", ", parts)
            + ") COLLATE "
            + pick(COLLATIONS.subList(0, 4));
    return partitioned ? sql + " PARTITION BY " + pick(PARTITIONS) : sql;
  }

  List<String> names() {
    return names;
  }

  /** Returns a text for each column, null for NULL. */
  List<String> row() {
    List<String> row = new ArrayList<>();
    for (String type : types) {
      row.add(random.nextInt(8) == 0 ? null : value(type));
    }
    return row;
  }

  private String key(int kind, boolean partitioned, List<String> parts) {
    if (partitioned || kind == 0) {
      add(parts, "id", "BIGINT");
      return "";
    }
    String clustered = random.nextBoolean() ? " CLUSTERED" : " NONCLUSTERED";
    switch (kind) {
      case 1 -> add(parts, "id", "BIGINT NOT NULL");
      case 2 -> add(parts, "id", "BIGINT UNSIGNED NOT NULL");
      case 3 -> add(parts, "id", "DECIMAL(" + (1 + random.nextInt(20)) + ",0) NOT NULL");
      case 4 ->
          add(parts, "id", "VARCHAR(24) COLLATE " + pick(COLLATIONS.subList(0, 5)) + " NOT NULL");
      default -> add(parts, "id", type(random.nextInt(18)) + " NOT NULL");
    }
    String column = types.get(0).matches("(TEXT|BLOB).*") ? "id(9)" : "id";
    if (kind == 4 && random.nextBoolean()) {
      column = "id(3)";
    }
    if (random.nextInt(3) == 0) {
      add(parts, "id2", "INT NOT NULL");
      column = random.nextBoolean() ? column + ",id2" : "id2," + column;
    }
    return "PRIMARY KEY(" + column + ")" + clustered;
  }

  private void add(List<String> parts, String name, String type) {
    names.add(name);
    types.add(type);
    parts.add(name + " " + type);
  }

  private String index(int number) {
    List<String> columns = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(names.size());
      String type = types.get(at);
      String name = names.get(at);
      boolean text = type.matches("(TEXT|BLOB|CHAR|VARCHAR|VARBINARY|BINARY).*");
      boolean whole = !type.matches("(TEXT|BLOB).*") && random.nextBoolean();
      String column = text && !whole ? name + "(" + (1 + random.nextInt(5)) + ")" : name;
      if (!type.startsWith("JSON")
          && columns.stream().noneMatch(c -> c.split("\\(")[0].equals(name))) {
        columns.add(column);
      }
    }
    if (columns.isEmpty()) {
      columns.add(
          "id".equals(names.get(0)) && types.get(0).matches("(TEXT|BLOB).*")
              ? "id(2)"
              : names.get(0));
    }
    return "KEY k" + number + "(" + String.join(",", columns) + ")";
  }

  private String type(int kind) {
    return switch (kind) {
      case 0 -> pick(List.of("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT"));
      case 1 ->
          pick(
              List.of(
                  "TINYINT UNSIGNED", "SMALLINT UNSIGNED", "MEDIUMINT UNSIGNED", "INT UNSIGNED"));
      case 2 -> "BIGINT UNSIGNED";
      case 3 -> {
        int precision = 1 + random.nextInt(65);
        yield "DECIMAL("
            + precision
            + ","
            + random.nextInt(Math.min(30, precision) + 1)
            + ")"
            + pick(List.of("", " UNSIGNED"));
      }
      case 4 -> pick(List.of("FLOAT", "FLOAT UNSIGNED", "FLOAT(7,3)"));
      case 5 -> pick(List.of("DOUBLE", "DOUBLE UNSIGNED", "DOUBLE(10,4)"));
      case 6 -> "DATE";
      case 7 -> "DATETIME(" + random.nextInt(7) + ")";
      case 8 -> "TIMESTAMP(" + random.nextInt(7) + ")";
      case 9 -> "TIME(" + random.nextInt(7) + ")";
      case 10 -> "YEAR";
      case 11 -> "BIT(" + (1 + random.nextInt(64)) + ")";
      case 12 -> "ENUM('a','B','ç','d e')" + collation();
      case 13 -> "SET('p','q','r','s','é')" + collation();
      case 14 -> "CHAR(" + (5 + random.nextInt(36)) + ")" + collation();
      case 15 -> "VARCHAR(" + (5 + random.nextInt(56)) + ")" + collation();
      case 16 -> "VARBINARY(" + (5 + random.nextInt(36)) + ")";
      case 17 -> "BINARY(" + (5 + random.nextInt(16)) + ")";
      case 18 -> random.nextBoolean() ? "TEXT" + collation() : "BLOB";
      default -> "JSON";
    };
  }

  private String collation() {
    String collation = pick(COLLATIONS);
    return " CHARACTER SET "
        + collation.substring(0, collation.indexOf('_'))
        + " COLLATE "
        + collation;
  }

  private String value(String type) {
    String family = type.split("[( ]")[0];
    if (random.nextInt(12) == 0) {
      return pick(pick(List.of(TEXTS, NUMBERS, TIMES, DOCUMENTS)));
    }
    return switch (family) {
      case "DATE", "DATETIME", "TIMESTAMP", "TIME", "YEAR" -> pick(TIMES);
      case "JSON" -> pick(DOCUMENTS);
      case "CHAR", "VARCHAR", "TEXT", "VARBINARY", "BINARY", "BLOB", "ENUM", "SET", "BIT" ->
          pick(TEXTS)
              + (random.nextInt(3) == 0 ? pick(TEXTS) : "")
              + " ".repeat(random.nextInt(4) / 2);
      default ->
          random.nextBoolean()
              ? pick(NUMBERS)
              : Long.toString(random.nextLong() >> random.nextInt(64));
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
