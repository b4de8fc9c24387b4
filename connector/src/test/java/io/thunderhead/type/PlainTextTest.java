package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of a file give what their text gives: the value, or the same refusal. */
class PlainTextTest {
  private static final int TEXTS = 20_000;
  private static final List<String> SEEDS =
      List.of(
          "0",
          "-0",
          "-",
          "",
          ".",
          "-.",
          "5.",
          ".5",
          "-.5",
          "+7",
          "007",
          "1e3",
          "12.5",
          "-12.50",
          "255",
          "256",
          "-128",
          "-129",
          "65535",
          "999999999999999999",
          "-999999999999999999",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "123456789.987654",
          "2024-02-29",
          "2023-02-29",
          "0000-00-00",
          "2024-00-10",
          "2024-13-01",
          "2024-01-32",
          "2024-02-29 23:59:59",
          "2024-02-29T23:59:59",
          "2024-02-29 24:00:00",
          "24-2-9 1:2:3",
          "2024-02-29 23:59:60",
          "1969-12-31 23:59:59",
          "2038-01-19 03:14:08",
          "9999-12-31",
          "2021-03-28 02:30:00",
          "2021-10-31 02:30:00",
          "20240229",
          "2024-02-29 23:59:59.5");
  private static final String LETTERS = "0123456789-.: T+e ";

  static List<ColumnType> types() {
    ConversionRules berlin =
        new ConversionRules(SqlMode.parse("STRICT_TRANS_TABLES"), ZoneId.of("Europe/Berlin"), true);
    return List.of(
        new IntegerType(8, Values.STRICT),
        new IntegerType(64, Values.LOOSE),
        new UnsignedType(16, Values.STRICT),
        new UnsignedType(64, Values.LOOSE),
        new DecimalType(9, 2, false, Values.STRICT),
        new DecimalType(30, 9, true, Values.LOOSE),
        DateTimeType.date(Values.STRICT),
        DateTimeType.date(Values.LOOSE),
        DateTimeType.dateTime(3, Values.LOOSE),
        new TimestampType(0, berlin),
        new TimestampType(6, Values.STRICT));
  }

  @ParameterizedTest
  @MethodSource("types")
  void bytesGiveWhatTextGives(ColumnType type) {
    Random random = new Random(7);
    for (int i = 0; i < TEXTS; i++) {
      String text = changed(SEEDS.get(i % SEEDS.size()), random, i / SEEDS.size());
      assertThat(ofUtf8(type, text))
          .as("%s '%s'", type.getClass(), text)
          .isEqualTo(ofText(type, text));
    }
  }

  @Test
  void readsBytesInTheMiddleOfABuffer() {
    byte[] row = "12,-34,2024-02-29,x".getBytes(StandardCharsets.US_ASCII);
    assertThat(PlainText.integer(row, 3, 6)).isEqualTo(-34);
    assertThat(PlainText.time(row, 7, 17)).isEqualTo(PackedTime.pack(2024, 2, 29, 0, 0, 0, 0));
    assertThat(PlainText.integer(row, 2, 6)).isEqualTo(PlainText.NO_INTEGER);
    assertThat(PlainText.time(row, 8, 18)).isEqualTo(PackedTime.INVALID);
  }

  private static String changed(String seed, Random random, int changes) {
    StringBuilder text = new StringBuilder(seed);
    for (int i = 0; i < changes % 4; i++) {
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      int at = random.nextInt(text.length() + 1);
      if (at < text.length() && random.nextBoolean()) {
        text.setCharAt(at, letter);
      } else {
        text.insert(at, letter);
      }
    }
    return text.toString();
  }

  private static String ofUtf8(ColumnType type, String text) {
    byte[] bytes = ("xx" + text + "99").getBytes(StandardCharsets.UTF_8);
    Datum out = new Datum();
    try {
      type.fromUtf8(bytes, 2, bytes.length - 2, out);
    } catch (BadValueException e) {
      return e.getMessage();
    }
    return row(type, out);
  }

  private static String ofText(ColumnType type, String text) {
    Datum out = new Datum();
    try {
      type.fromText(text, out);
    } catch (BadValueException e) {
      return e.getMessage();
    }
    return row(type, out);
  }

  private static String row(ColumnType type, Datum value) {
    Bytes row = new Bytes(16);
    type.putValue(value, row);
    return HexFormat.of().formatHex(row.toByteArray());
  }
}
