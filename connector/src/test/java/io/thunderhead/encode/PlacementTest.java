package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows lie in the partition that a plain reading of kv-encoding 7 finds. */
class PlacementTest {
  private static final String TABLE =
      "CREATE TABLE t (a BIGINT, u BIGINT UNSIGNED, s VARCHAR(9) COLLATE utf8mb4_general_ci, d DATE) PARTITION BY ";

  /** One row; null fields are NULL. */
  private record Fields(Long a, Long u, String s, LocalDate d) {}

  private record Scheme(String sql, BiFunction<Fields, Integer, Integer> position, int parts) {}

  static Stream<Named<Scheme>> schemes() {
    return Stream.of(
            new Scheme("HASH(a) PARTITIONS 7", (f, n) -> hash(f.a(), n), 7),
            new Scheme("HASH(u) PARTITIONS 5", (f, n) -> hash(f.u(), n), 5),
            new Scheme(
                "HASH(YEAR(d)) PARTITIONS 6", (f, n) -> f.d() == null ? 0 : f.d().getYear() % n, 6),
            new Scheme(
                "KEY(a) PARTITIONS 4",
                (f, n) -> crc(f.a() == null ? null : f.a().toString(), n),
                4),
            new Scheme(
                "KEY(u) PARTITIONS 3",
                (f, n) -> crc(f.u() == null ? null : Long.toUnsignedString(f.u()), n),
                3),
            new Scheme(
                "KEY(d) PARTITIONS 9",
                (f, n) -> crc(f.d() == null ? null : f.d().toString(), n),
                9),
            new Scheme("KEY(s) PARTITIONS 8", PlacementTest::crcOfWeights, 8),
            new Scheme(
                "RANGE(a) (PARTITION p VALUES LESS THAN (-10), PARTITION q VALUES LESS THAN (0),"
                    + " PARTITION r VALUES LESS THAN MAXVALUE)",
                (f, n) -> f.a() == null || f.a() < -10 ? 0 : f.a() < 0 ? 1 : 2,
                3),
            new Scheme(
                "RANGE(u) (PARTITION p VALUES LESS THAN (9), PARTITION q VALUES LESS THAN"
                    + " (9223372036854775809), PARTITION r VALUES LESS THAN MAXVALUE)",
                (f, n) ->
                    f.u() == null || (f.u() >= 0 && f.u() < 9)
                        ? 0
                        : f.u() >= 0 || f.u() == Long.MIN_VALUE ? 1 : 2,
                3),
            new Scheme(
                "RANGE COLUMNS(s, a) (PARTITION p VALUES LESS THAN ('m', 0), PARTITION q VALUES LESS"
                    + " THAN ('m', 100), PARTITION r VALUES LESS THAN (MAXVALUE, MAXVALUE))",
                PlacementTest::tuple,
                3),
            new Scheme(
                "LIST(a % 5) (PARTITION p VALUES IN (0, 1, NULL), PARTITION q VALUES IN (-1, 2, -2),"
                    + " PARTITION r DEFAULT)",
                (f, n) -> f.a() == null ? 0 : listed((int) (f.a() % 5)), 3),
            new Scheme(
                "LIST COLUMNS(s) (PARTITION p VALUES IN ('a', NULL), PARTITION q VALUES IN ('m',"
                    + " 'x'), PARTITION r DEFAULT)",
                (f, n) -> f.s() == null ? 0 : namedPart(trimmed(f.s())),
                3))
        .map(scheme -> Named.of(scheme.sql(), scheme));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void everyRowLiesWhereThePlainReadingPutsIt(Scheme scheme) {
    SqlRows rows = SqlRows.of(TABLE + scheme.sql());
    assertThat(rows.table().partition().definitions()).hasSize(scheme.parts());
    Random random = new Random(scheme.sql().hashCode());
    for (int i = 0; i < 300; i++) {
      Fields fields = random(random);
      int position = scheme.position().apply(fields, scheme.parts());
      long expected = rows.table().partition().definitions().get(position).id();
      assertThat(rows.place(text(fields.a()), unsigned(fields.u()), fields.s(), text(fields.d())))
          .as(fields.toString())
          .isEqualTo(expected);
    }
  }

  private static Fields random(Random random) {
    long wide = random.nextLong() >> random.nextInt(64);
    String text = "aAmMxXbz".charAt(random.nextInt(8)) + " ".repeat(random.nextInt(2));
    return new Fields(
        random.nextInt(9) == 0 ? null : random.nextBoolean() ? wide : random.nextInt(220) - 110L,
        random.nextInt(9) == 0 ? null : random.nextBoolean() ? wide : random.nextLong(20),
        random.nextInt(9) == 0 ? null : text,
        random.nextInt(9) == 0 ? null : LocalDate.ofEpochDay(random.nextInt(40_000)));
  }

  private static int hash(Long value, int parts) {
    return value == null ? 0 : (int) Math.abs(value % parts);
  }

  private static int crc(String text, int parts) {
    return crc(text == null ? new byte[1] : text.getBytes(StandardCharsets.UTF_8), parts);
  }

  private static int crc(byte[] bytes, int parts) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) (crc.getValue() % parts);
  }

  private static int crcOfWeights(Fields fields, int parts) {
    return fields.s() == null
        ? crc(new byte[1], parts)
        : crc(trimmed(fields.s()).getBytes(StandardCharsets.UTF_16BE), parts);
  }

  private static int tuple(Fields fields, int parts) {
    int order = fields.s() == null ? -1 : trimmed(fields.s()).compareTo("M");
    long second = fields.a() == null ? Long.MIN_VALUE : fields.a();
    return order < 0 || (order == 0 && second < 0) ? 0 : order == 0 && second < 100 ? 1 : 2;
  }

  private static int listed(int rest) {
    return switch (rest) {
      case 0, 1 -> 0;
      case -1, 2, -2 -> 1;
      default -> 2;
    };
  }

  private static int namedPart(String upper) {
    return upper.equals("A") ? 0 : upper.equals("M") || upper.equals("X") ? 1 : 2;
  }

  private static String trimmed(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static String unsigned(Long value) {
    return value == null ? null : Long.toUnsignedString(value);
  }
}
