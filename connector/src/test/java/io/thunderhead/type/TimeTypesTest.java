package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTypesTest {
  private static DateTimeType dateTime(int fsp) {
    return DateTimeType.dateTime(fsp, Values.STRICT);
  }

  @Test
  void packsCivilTime() {
    assertThat(Values.keyHex(dateTime(6), "2024-02-29 13:14:15.123456"))
        .isEqualTo("0419b2bad38f01e240");
    assertThat(Values.keyHex(DateTimeType.date(Values.STRICT), "2024-02-29"))
        .isEqualTo("0419b2ba0000000000");
    assertThat(Values.keyHex(dateTime(0), "2009-02-13 23:31:33")).isEqualTo("041981db77e1000000");
    assertThat(Values.rowHex(DateTimeType.date(Values.STRICT), "2024-02-29"))
        .isEqualTo("0000000000bab219");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-1-2, 2026-01-02 00:00:00.000",
    "2026-1-2 3:4:5, 2026-01-02 03:04:05.000",
    "2026-01-02T03:04:05.678Z, 2026-01-02 03:04:05.678",
    "2026/01/02 03.04.05, 2026-01-02 03:04:05.000",
    "'  2026-01-02 03:04:05  ', 2026-01-02 03:04:05.000",
    "20261121010203.5, 2026-11-21 01:02:03.500",
    "20261121010203, 2026-11-21 01:02:03.000",
    "261121010203, 2026-11-21 01:02:03.000",
    "26112101020, 2026-11-21 01:02:00.000",
    "2611210102, 2026-11-21 01:02:00.000",
    "2611210102.3, 2026-11-21 01:02:03.000",
    "261121010, 2026-11-21 01:00:00.000",
    "20261121, 2026-11-21 00:00:00.000",
    "2611211, 2026-11-21 01:00:00.000",
    "261121, 2026-11-21 00:00:00.000",
    "26112, 2026-11-02 00:00:00.000",
    "20170118.123423, 2017-01-18 12:34:23.000",
    "20170118.1, 2017-01-18 01:00:00.000",
    "69-1-1, 2069-01-01 00:00:00.000",
    "70-1-1, 1970-01-01 00:00:00.000",
    "2010-10-10-10, 2010-10-10 10:00:00.000",
    "2010-10-10 10:10.10, 2010-10-10 10:10:10.000",
    "2010-10-10 10-10:10, 2010-10-10 10:10:10.000",
    "2010-10-10 10:10:10 20:20:20, 2010-10-10 10:10:10.000",
    "2024-02-29 11:22:33.4567, 2024-02-29 11:22:33.457",
    "2024-02-29 11:22:33.1249995, 2024-02-29 11:22:33.125",
    "2024-12-31 23:59:59.9996, 2025-01-01 00:00:00.000",
    "2024-02-29 11:22:33.5x, 2024-02-29 11:22:33.500",
    "2024-01-02 03:04:05+02:00, 2024-01-02 01:04:05.000",
    "2024-01-02 03:04:05-0230, 2024-01-02 05:34:05.000",
    "2024-01-02 03:04:05.25 +05, 2024-01-01 22:04:05.250",
    "0001-01-01, 0001-01-01 00:00:00.000",
    "9999-12-31 23:59:59.999, 9999-12-31 23:59:59.999"
  })
  void readsText(String text, String expected) {
    assertThat(Values.text(dateTime(3), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "2024",
        "2024-01",
        "2024-13-01",
        "2024-02-30",
        "2023-02-29",
        "1900-02-29",
        "2024-01-01 24:00:00",
        "2024-01-01 00:60:00",
        "2024-01-01 00:00:60",
        "2024-01-01x",
        "2024-1a-01",
        "2024-01-01 10:",
        "a2024-01-01",
        "10000-01-01",
        "0000-00-00",
        "2024-00-10",
        "2024-01-00",
        "2024-01-02 03:04:05-00:00",
        "2024-01-02 03:04:05+14:01",
        "2024-01-02Z",
        "2024-01-02 03:04+0200",
        "123",
        "1234",
        "2026112101020304",
        "9999-12-31 23:59:59.9999"
      })
  void refusesInStrictMode(String text) {
    assertThatThrownBy(() -> Values.text(dateTime(3), text)).isInstanceOf(BadValueException.class);
  }

  @Test
  void dropsTheTimeOfADateAfterRounding() {
    DateTimeType date = DateTimeType.date(Values.STRICT);
    assertThat(Values.text(date, "2024-01-31 23:59:59.4")).isEqualTo("2024-01-31");
    assertThat(Values.text(date, "2024-01-31 23:59:59.5")).isEqualTo("2024-02-01");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0000-00-00, '', 0000-00-00 00:00:00",
    "'', 2024-00-10, '2024-00-10', 0000-00-00 00:00:00",
    "NO_ZERO_IN_DATE, 2024-00-10, '', 0000-00-00 00:00:00",
    "NO_ZERO_DATE, 0000-00-00, '', 0000-00-00 00:00:00",
    "'', 2024-02-31, '', 0000-00-00 00:00:00",
    "ALLOW_INVALID_DATES, 2024-02-31, '2024-02-31', 0000-00-00 00:00:00",
    "STRICT_TRANS_TABLES, 2024-00-10, '2024-00-10', error",
    "STRICT_TRANS_TABLES, 0000-00-00, '', 0000-00-00 00:00:00",
    "'STRICT_TRANS_TABLES,NO_ZERO_DATE', 0000-00-00, error, error",
    "'STRICT_TRANS_TABLES,NO_ZERO_DATE', 2024-00-10, 2024-00-10, error",
    "'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE', 0000-00-00, '', 0000-00-00 00:00:00",
    "'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE', 2024-00-10, error, error",
    "STRICT_ALL_TABLES, nonsense, error, error"
  })
  void followsTheModesOfZeroDates(String modes, String text, String date, String timestamp) {
    ConversionRules rules = Values.rules(modes);
    String expected = date.isEmpty() ? "0000-00-00" : date;
    expect(DateTimeType.date(rules), text, expected);
    expect(
        DateTimeType.dateTime(0, rules),
        text,
        expected.equals("error") ? expected : expected + " 00:00:00");
    expect(new TimestampType(0, rules), text, timestamp);
  }

  private static void expect(ColumnType type, String text, String expected) {
    if (expected.equals("error")) {
      assertThatThrownBy(() -> Values.text(type, text)).isInstanceOf(BadValueException.class);
    } else {
      assertThat(Values.text(type, text)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20240131, 2024-01-31 00:00:00",
    "240131, 2024-01-31 00:00:00",
    "700101, 1970-01-01 00:00:00",
    "691231, 2069-12-31 00:00:00",
    "20240131010203, 2024-01-31 01:02:03",
    "240131010203, 2024-01-31 01:02:03",
    "700101000000, 1970-01-01 00:00:00",
    "101, 2000-01-01 00:00:00"
  })
  void readsNumbers(long number, String expected) {
    DateTimeType type = dateTime(0);
    assertThat(Values.shown(type, Values.datum(out -> type.fromLong(number, out))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        100,
        -1,
        691232,
        700100,
        101000000 - 1,
        20240132,
        99999999999999L,
        691231235960L,
        Long.MAX_VALUE
      })
  void refusesOtherNumbers(long number) {
    assertThatThrownBy(() -> Values.datum(out -> dateTime(0).fromLong(number, out)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void readsDecimalsAsNumbersWithAFraction() {
    DateTimeType type = dateTime(3);
    BigDecimal number = new BigDecimal("20240131010203.4567");
    assertThat(Values.shown(type, Values.datum(out -> type.fromDecimal(number, out))))
        .isEqualTo("2024-01-31 01:02:03.457");
    BigDecimal day = new BigDecimal("20240131.5");
    assertThat(Values.shown(type, Values.datum(out -> type.fromDecimal(day, out))))
        .isEqualTo("2024-01-31 00:00:00.000");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2024-10-27 02:30:00, 2024-10-27 01:30:00",
    "Europe/Berlin, 2024-10-27 01:59:59, 2024-10-26 23:59:59",
    "Europe/Berlin, 2024-10-27 03:00:00, 2024-10-27 02:00:00",
    "America/New_York, 2024-11-03 01:30:00, 2024-11-03 05:30:00",
    "America/New_York, 2024-11-03 02:00:00, 2024-11-03 07:00:00",
    "Asia/Shanghai, 2024-02-29 13:14:15, 2024-02-29 05:14:15",
    "Australia/Lord_Howe, 2024-04-07 01:45:00, 2024-04-06 15:15:00",
    "+08:00, 1970-01-01 08:00:01, 1970-01-01 00:00:01",
    "UTC, 2038-01-19 03:14:07, 2038-01-19 03:14:07"
  })
  void readsTimestampsInTheSessionZone(String zone, String text, String utc) {
    TimestampType type = new TimestampType(0, Values.strict(ZoneId.of(zone)));
    assertThat(Values.keyHex(type, text)).isEqualTo(Values.keyHex(dateTime(0), utc));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2024-03-31 02:30:00",
    "America/New_York, 2024-03-10 02:00:00",
    "America/New_York, 2024-03-10 02:59:59.999"
  })
  void refusesSkippedTimesInAnyMode(String zone, String text) {
    for (String modes : new String[] {"", "STRICT_TRANS_TABLES"}) {
      ConversionRules rules = new ConversionRules(SqlMode.parse(modes), ZoneId.of(zone), true);
      assertThatThrownBy(() -> Values.text(new TimestampType(3, rules), text))
          .isInstanceOf(BadValueException.class);
      assertThat(Values.text(DateTimeType.dateTime(3, rules), text)).startsWith("2024-03-");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01 00:00:00",
        "2038-01-19 03:14:08",
        "1969-12-31 23:59:59",
        "2024-02-30 00:00:00"
      })
  void refusesTimestampsOutOfRange(String text) {
    assertThatThrownBy(() -> Values.text(new TimestampType(0, Values.STRICT), text))
        .isInstanceOf(BadValueException.class);
    assertThat(Values.text(new TimestampType(0, Values.LOOSE), text))
        .isEqualTo("0000-00-00 00:00:00");
  }

  @Test
  void roundsCarriesThroughTheZone() {
    TimestampType type = new TimestampType(0, Values.strict(ZoneId.of("America/New_York")));
    assertThat(Values.text(type, "2024-03-10 01:59:59.9")).isEqualTo("2024-03-10 03:00:00");
    assertThat(Values.text(type, "2024-03-09 23:59:59.5")).isEqualTo("2024-03-10 00:00:00");
  }

  @Test
  void keepsInstantsAsTheyAre() {
    TimestampType type = new TimestampType(3, Values.strict(ZoneId.of("America/New_York")));
    long later = LocalDateTime.of(2024, 11, 3, 6, 30).toEpochSecond(ZoneOffset.UTC);
    Datum value = Values.datum(out -> type.fromInstant(later, 999_600, out));
    assertThat(value.number())
        .isEqualTo(Values.datum(o -> dateTime(0).fromText("2024-11-03 06:30:01", o)).number());
    DateTimeType civil = DateTimeType.dateTime(3, Values.strict(ZoneId.of("America/New_York")));
    assertThat(Values.shown(civil, Values.datum(out -> civil.fromInstant(later, 5, out))))
        .isEqualTo("2024-11-03 01:30:00.000");
  }

  @Test
  void takesCivilValues() {
    assertThat(Values.datum(out -> DateTimeType.date(Values.STRICT).fromDate(0, out)).number())
        .isEqualTo(Values.datum(o -> dateTime(0).fromText("1970-01-01", o)).number());
    IntegerType number = new IntegerType(64, Values.STRICT);
    assertThat(Values.datum(out -> number.fromCivil(1_709_212_455L, 500_000, out)).number())
        .isEqualTo(20240229131416L);
    assertThat(Values.datum(out -> number.fromDate(19_782, out)).number()).isEqualTo(20240229);
    assertThatThrownBy(() -> Values.datum(out -> dateTime(0).fromDate(3_000_000, out)))
        .isInstanceOf(BadValueException.class);
    assertThatThrownBy(() -> Values.datum(out -> number.fromDate(-1_000_000, out)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void calendarAgreesWithJava() {
    Random random = new Random(23);
    for (int i = 0; i < 5000; i++) {
      LocalDateTime time =
          LocalDateTime.of(0, 1, 1, 0, 0).plusSeconds(random.nextLong(9999L * 366 * 86_400 - 1));
      if (time.getYear() <= 9999) {
        long wall = time.toEpochSecond(ZoneOffset.UTC);
        long packed = PackedTime.ofWallSecond(wall, 7);
        assertThat(PackedTime.wallSecond(packed)).isEqualTo(wall);
        assertThat(PackedTime.text(packed, 0))
            .isEqualTo(
                time.toLocalDate()
                    + " "
                    + time.toLocalTime().plusNanos(1).toString().substring(0, 8));
      }
    }
  }

  @Test
  void keysKeepTheOrderOfTime() {
    Random random = new Random(29);
    DateTimeType type = dateTime(6);
    for (int i = 0; i < 2000; i++) {
      long a = random.nextLong(8_000_000_000L);
      long b = a + random.nextInt(3) - 1;
      byte[] keyA = key(type, a, random.nextInt(1_000_000));
      byte[] keyB = key(type, b, 0);
      assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB))).isEqualTo(b > a ? -1 : 1);
    }
  }

  private static byte[] key(ColumnType type, long second, int micros) {
    Bytes out = new Bytes(9);
    type.putKey(Values.datum(d -> type.fromCivil(second, Math.max(micros, 1), d)), out);
    return out.toByteArray();
  }
}
