package io.thunderhead.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Tables of eight columns of one type, beside a primary key, and texts that go into them. */
final class TypeRows {
  /** Columns of the type in the table. */
  static final int COLUMNS = 8;

  private static final String WORDS = "carefully final deposits detect slyly again; żółć 東京 ";
  private static final Map<String, Type> TYPES = types();

  private record Type(String sql, String more, Function<Random, String> text) {}

  private TypeRows() {}

  /** Names of the types, {@code key} alone first. */
  static List<String> names() {
    return List.copyOf(TYPES.keySet());
  }

  /** Returns how many columns of the type the table has. */
  static int columns(String name) {
    return TYPES.get(name).sql().isEmpty() ? 0 : COLUMNS;
  }

  /** DDL of the table {@code bench.t}. */
  static String ddl(String name) {
    Type type = TYPES.get(name);
    StringBuilder ddl = new StringBuilder("CREATE TABLE bench.t (id BIGINT PRIMARY KEY");
    for (int i = 1; i <= columns(name); i++) {
      ddl.append(", c%d %s".formatted(i, type.sql()));
    }
    return ddl.append(type.more()).append(")").toString();
  }

  /** Makes rows with the same values in every run. */
  static GoldenRows rows(String name, int count) {
    Random random = new Random(name.hashCode());
    List<String> header = new ArrayList<>(List.of("id"));
    for (int i = 1; i <= columns(name); i++) {
      header.add("c" + i);
    }
    List<List<byte[]>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<byte[]> fields = new ArrayList<>();
      fields.add(utf8(Integer.toString(row)));
      for (int i = 0; i < columns(name); i++) {
        fields.add(utf8(TYPES.get(name).text().apply(random)));
      }
      rows.add(fields);
    }
    return new GoldenRows(header, rows);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Type> types() {
    Map<String, Type> types = new LinkedHashMap<>();
    types.put("key", new Type("", "", random -> ""));
    numbers(types);
    times(types);
    strings(types);
    put(
        types,
        "ENUM('north','south','west')",
        r -> List.of("north", "SOUTH", "2").get(r.nextInt(3)));
    put(types, "SET('a','b','c')", r -> List.of("a", "a,c", "").get(r.nextInt(3)));
    put(types, "BIT(8)", r -> Character.toString('A' + r.nextInt(26)));
    put(types, "JSON", r -> "{\"id\": %d, \"tags\": [\"a\", \"b\"]}".formatted(r.nextInt(10_000)));
    put(types, "VECTOR(4)", r -> "[1.5,-2,%d,0.25]".formatted(r.nextInt(100)));
    indexed(types, "BIGINT", r -> Long.toString(r.nextLong()));
    indexed(types, "DECIMAL(15,2)", TypeRows::price);
    indexed(types, "DATETIME", TypeRows::dateTime);
    for (String collation : List.of("bin", "general_ci", "unicode_ci", "0900_ai_ci")) {
      indexed(types, "VARCHAR(64) COLLATE utf8mb4_" + collation, TypeRows::words);
    }
    return types;
  }

  private static void numbers(Map<String, Type> types) {
    put(types, "TINYINT", r -> Integer.toString(r.nextInt(256) - 128));
    put(types, "INT", r -> Integer.toString(r.nextInt()));
    put(types, "BIGINT", r -> Long.toString(r.nextLong()));
    put(types, "BIGINT UNSIGNED", r -> Long.toUnsignedString(r.nextLong()));
    put(types, "FLOAT", r -> Float.toString(r.nextFloat() * 1000));
    put(types, "DOUBLE", r -> Double.toString(r.nextGaussian() * 1000));
    put(types, "DECIMAL(15,2)", TypeRows::price);
    put(types, "DECIMAL(65,30)", r -> r.nextLong() + "." + r.nextLong(1L << 62));
  }

  private static void times(Map<String, Type> types) {
    put(types, "DATE", r -> dateTime(r).substring(0, 10));
    put(types, "DATETIME", TypeRows::dateTime);
    put(types, "DATETIME(6)", r -> dateTime(r) + ".%06d".formatted(r.nextInt(1_000_000)));
    put(types, "TIMESTAMP", TypeRows::dateTime);
    put(types, "TIME", r -> dateTime(r).substring(11));
    put(types, "YEAR", r -> dateTime(r).substring(0, 4));
  }

  private static void strings(Map<String, Type> types) {
    put(types, "CHAR(10)", r -> words(r).substring(0, 10));
    put(types, "VARCHAR(64)", TypeRows::words);
    put(types, "TEXT", r -> words(r).repeat(5));
    put(types, "VARCHAR(64) CHARACTER SET latin1", r -> words(r).replaceAll("[^ -~]", "x"));
    put(types, "VARBINARY(200)", TypeRows::words);
  }

  private static void put(Map<String, Type> types, String sql, Function<Random, String> text) {
    types.put(sql, new Type(sql, "", text));
  }

  private static void indexed(Map<String, Type> types, String sql, Function<Random, String> text) {
    types.put(sql + ", KEY on one", new Type(sql, ", KEY (c1)", text));
  }

  private static String price(Random random) {
    return "%d.%02d".formatted(random.nextInt(100_000), random.nextInt(100));
  }

  private static String dateTime(Random random) {
    return "%04d-%02d-%02d %02d:%02d:%02d"
        .formatted(
            1990 + random.nextInt(40),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60));
  }

  private static String words(Random random) {
    int from = random.nextInt(15);
    return WORDS.substring(from, from + 15 + random.nextInt(WORDS.length() - 30));
  }
}
