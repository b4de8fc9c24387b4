package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clustered keys of every type sort as their values do, and read back as what they were. */
class KeyOrderTest {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final int VALUES = 150;

  /** A value as text, which reads back the same, and as what Java sorts. */
  private record Value<T>(String text, T order) {}

  private record Type<T>(String sql, Comparator<T> order, Function<Random, Value<T>> random) {}

  static Stream<Named<Type<?>>> types() {
    return Stream.of(
            KeyOrderTest.<Long>of("BIGINT", r -> r.nextLong() >> r.nextInt(64), Object::toString),
            KeyOrderTest.<Integer>of("INT", r -> r.nextInt() >> r.nextInt(32), Object::toString),
            of("DECIMAL(65,30)", KeyOrderTest::decimal, BigDecimal::toPlainString),
            KeyOrderTest.<BigInteger>of(
                "DECIMAL(30,0)",
                r ->
                    new BigInteger(r.nextInt(99), r)
                        .multiply(BigInteger.valueOf(1 - 2 * r.nextInt(2))),
                Object::toString),
            KeyOrderTest.<Integer>of("YEAR", r -> 1901 + r.nextInt(255), Object::toString),
            KeyOrderTest.<Integer>of(
                "ENUM('z','y','x','w')", r -> r.nextInt(4), i -> "zyxw".substring(i, i + 1)),
            KeyOrderTest.<Integer>of("SET('z','y','x')", r -> r.nextInt(8), KeyOrderTest::names),
            KeyOrderTest.<ChronoLocalDateTime<?>>of(
                "DATETIME(6)", KeyOrderTest::time, t -> t.format(MICROS)),
            KeyOrderTest.<ChronoLocalDate>of("DATE", r -> time(r).toLocalDate(), Object::toString),
            KeyOrderTest.<ChronoLocalDateTime<?>>of(
                "TIMESTAMP(6)", KeyOrderTest::instant, t -> t.format(MICROS)),
            KeyOrderTest.<Long>of(
                "TIME(6)",
                r -> r.nextLong(6_040_000_000_000L) - 3_020_000_000_000L,
                KeyOrderTest::duration),
            KeyOrderTest.<Double>of("DOUBLE", KeyOrderTest::real, KeyOrderTest::plain))
        .map(type -> Named.of(type.sql(), type));
  }

  private static <T extends Comparable<? super T>> Type<T> of(
      String sql, Function<Random, T> random, Function<T, String> text) {
    return new Type<T>(
        sql,
        Comparator.<T>naturalOrder(),
        r -> {
          T value = random.apply(r);
          return new Value<>(text.apply(value), value);
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void keysSortAsValuesAndReadBack(Type<T> type) {
    Random random = new Random(type.sql().hashCode());
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (c " + type.sql() + ", n INT, PRIMARY KEY (c, n) CLUSTERED)");
    List<Value<T>> values = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      Value<T> value = type.random().apply(random);
      values.add(value);
      keys.add(HexFormat.of().parseHex(rows.handle(value.text(), "1")));
      String shown = rows.shown(value.text(), "1").get(0);
      assertThat(shown).isEqualTo(value.text());
    }
    for (int i = 0; i < VALUES; i++) {
      for (int j = 0; j < i; j++) {
        int byValue = type.order().compare(values.get(i).order(), values.get(j).order());
        assertThat(Integer.signum(Arrays.compareUnsigned(keys.get(i), keys.get(j))))
            .as("%s and %s", values.get(i), values.get(j))
            .isEqualTo(Integer.signum(byValue));
      }
    }
  }

  private static BigDecimal decimal(Random random) {
    BigInteger digits = new BigInteger(random.nextInt(215), random);
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), 30);
  }

  private static String names(int bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if ((bits >> i & 1) != 0) {
        names.add("zyx".substring(i, i + 1));
      }
    }
    return String.join(",", names);
  }

  private static LocalDateTime time(Random random) {
    long second = random.nextLong(315_500_000_000L) - 62_135_000_000L;
    return LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
  }

  private static LocalDateTime instant(Random random) {
    return LocalDateTime.ofEpochSecond(
        1 + random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
  }

  private static String duration(long micros) {
    long all = Math.abs(micros);
    return "%s%02d:%02d:%02d.%06d"
        .formatted(
            micros < 0 ? "-" : "",
            all / 3_600_000_000L,
            all / 60_000_000 % 60,
            all / 1_000_000 % 60,
            all % 1_000_000);
  }

  private static double real(Random random) {
    return random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
