package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is easily got wrong about dates and times (kv-encoding 4.2 to 4.5 and 10). */
class TimeTrapsTest {
  private static final SqlRows ALL =
      SqlRows.of(
          "CREATE TABLE t (d DATE, dt DATETIME(3), ts TIMESTAMP(3) NULL, ti TIME(1), y YEAR)");

  private static String dateTime(String text) {
    return ALL.zone("UTC").mode("").shown(null, text, null, null, null).get(1);
  }

  @Test
  void summerTimeOverlapsAreReadAsGoDoes() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (ts TIMESTAMP NULL)");
    String berlin = rows.zone("Europe/Berlin").record("2024-10-27 02:30:00");
    assertThat(berlin).isEqualTo(rows.zone("UTC").record("2024-10-27 01:30:00"));
    String newYork = rows.zone("America/New_York").record("2024-11-03 01:30:00");
    assertThat(newYork).isEqualTo(rows.zone("UTC").record("2024-11-03 05:30:00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "STRICT_TRANS_TABLES"})
  void timesThatTheClockSkipsAreRefusedInAnyMode(String mode) {
    SqlRows rows = SqlRows.of("CREATE TABLE t (ts TIMESTAMP NULL, dt DATETIME)").mode(mode);
    rows.zone("Europe/Berlin");
    assertThat(rows.refusal("2024-03-31 02:30:00", null)).endsWith("[BAD_ROW]");
    assertThat(rows.shown(null, "2024-03-31 02:30:00").get(1)).isEqualTo("2024-03-31 02:30:00");
  }

  @Test
  void aZoneSuffixMovesDateTimesToTheSessionZone() {
    ALL.zone("+08:00").mode("");
    assertThat(ALL.shown(null, "2024-01-02T03:04:05.678Z", null, null, null).get(1))
        .isEqualTo("2024-01-02 11:04:05.678");
    assertThat(ALL.shown(null, "2024-01-02 03:04:05-02:30", null, null, null).get(1))
        .isEqualTo("2024-01-02 13:34:05.000");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29 23:59:59.9995, 2024-03-01 00:00:00.000",
    "2024-01-01 00:00:00.1249995, 2024-01-01 00:00:00.125",
    "2024-01-01 00:00:00.12449, 2024-01-01 00:00:00.124",
    "20170118.123423, 2017-01-18 12:34:23.000",
    "170118, 2017-01-18 00:00:00.000",
    "70-1-2, 1970-01-02 00:00:00.000",
    "69-1-2, 2069-01-02 00:00:00.000",
    "2010-10-10-10, 2010-10-10 10:00:00.000",
    "00-00-00, 0000-00-00 00:00:00.000",
    "2024-01-02 03:04:05.6 junk, 2024-01-02 03:04:05.600",
    "2024-13-01, 0000-00-00 00:00:00.000",
    "10:11:12, 2010-11-12 00:00:00.000"
  })
  void readsDateTimesAsTheirPartsSay(String text, String shown) {
    assertThat(dateTime(text)).isEqualTo(shown);
  }

  @Test
  void datesAreCutAfterRoundingToSeconds() {
    ALL.zone("UTC").mode("");
    assertThat(ALL.shown("2024-02-29 23:59:59.9", null, null, null, null).get(0))
        .isEqualTo("2024-03-01");
    assertThat(ALL.shown("2024-02-29 23:59:59.4", null, null, null, null).get(0))
        .isEqualTo("2024-02-29");
  }

  @Test
  void zeroDatesFollowTheMode() {
    ALL.zone("UTC").mode("");
    assertThat(ALL.shown("0000-00-00", "2024-00-10", "2024-00-10", null, null))
        .containsExactly(
            "0000-00-00", "2024-00-10 00:00:00.000", "0000-00-00 00:00:00.000", null, null);
    ALL.mode("NO_ZERO_IN_DATE,NO_ZERO_DATE");
    assertThat(ALL.shown("0000-00-00", "2024-00-10", null, null, null))
        .startsWith("0000-00-00", "0000-00-00 00:00:00.000");
    ALL.mode("STRICT_TRANS_TABLES");
    assertThat(ALL.shown("0000-00-00", "2024-00-10", "0000-00-00", null, null))
        .startsWith("0000-00-00", "2024-00-10 00:00:00.000", "0000-00-00 00:00:00.000");
    assertThat(ALL.refusal(null, null, "2024-00-10", null, null)).endsWith("[BAD_ROW]");
    ALL.mode("STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE");
    assertThat(ALL.refusal("0000-00-00", null, null, null, null)).endsWith("[BAD_ROW]");
    assertThat(ALL.refusal(null, "2024-00-10", null, null, null)).endsWith("[BAD_ROW]");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2000",
    "00, 2000",
    "0000, 0000",
    "1, 2001",
    "70, 1970",
    "1900, 1901",
    "2156, 2155"
  })
  void yearsOfTwoDigitsAreExpanded(String text, String year) {
    assertThat(ALL.zone("UTC").mode("").shown(null, null, null, null, text).get(4)).isEqualTo(year);
  }

  @ParameterizedTest
  @CsvSource({
    "1122, 00:11:22.0",
    "5, 00:00:05.0",
    "1 02:03:04, 26:03:04.0",
    "839:00:00, 838:59:59.0",
    "-839:00:00, -838:59:59.0",
    "10:11:12.95, 10:11:13.0",
    "2024-01-02 03:04:05, 03:04:05.0",
    "-00:00:01, -00:00:01.0"
  })
  void readsTimesAsTheirPartsSay(String text, String shown) {
    assertThat(ALL.zone("UTC").mode("").shown(null, null, null, text, null).get(3))
        .isEqualTo(shown);
  }

  @Test
  void timestampDefaultsAreUtcAndTheCurrentOneHasNoFraction() {
    SqlRows rows =
        SqlRows.of(
                "SET time_zone = '+00:00'; CREATE TABLE t (a INT, ts TIMESTAMP(3) NULL DEFAULT"
                    + " '2024-01-01 00:00:00', now TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3))")
            .zone("+08:00")
            .columns("a");
    assertThat(rows.shown("1"))
        .containsExactly("1", "2024-01-01 08:00:00.000", "2024-05-06 15:08:09.000");
  }
}
