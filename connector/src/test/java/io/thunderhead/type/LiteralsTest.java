package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each type makes of SQL's literals, unsigned integers and bytes (kv-encoding 4.4 to 4.8). */
class LiteralsTest {
  private static final ConversionRules STRICT = Values.STRICT;
  private static final ConversionRules LOOSE = Values.LOOSE;
  private static final long MAX = -1;

  @ParameterizedTest
  @CsvSource({
    "tinyint, 7f, 127",
    "int, 00000000000000000001, 1",
    "int, '', 0",
    "bigint, 7fffffffffffffff, 9223372036854775807",
    "bigint unsigned, ffffffffffffffff, 18446744073709551615",
    "double, 0102, 258",
    "double, ffffffffffffffff, 18446744073709552000",
    "float, 01000001, 16777216",
    "'decimal(20,0)', ffffffffffffffff, 18446744073709551615",
    "'decimal(5,2)', 41, 65.00",
    "'bit(16)', 0141, 321",
    "'bit(64)', ffffffffffffffff, 18446744073709551615",
    "year, 07e8, 2024",
    "year, 00, 0000"
  })
  void typesOfNumbersTakeLiteralsAsBigEndianNumbers(String type, String hex, String shown) {
    assertThat(literal(type(type, STRICT), hex)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "tinyint, 80, 127",
    "int, 313233343536373839, 2147483647",
    "bigint, ffffffffffffffff, 9223372036854775807",
    "bigint unsigned, 010000000000000000, 18446744073709551615",
    "double, 010000000000000000, 18446744073709552000",
    "'decimal(5,2)', 0fff, 999.99",
    "'bit(8)', 0100, 255",
    "year, ffff, 2155"
  })
  void numbersThatAreTooLongAreAdjustedOutsideStrictModeOnly(
      String type, String hex, String shown) {
    assertThat(literal(type(type, LOOSE), hex)).isEqualTo(shown);
    assertThatThrownBy(() -> literal(type(type, STRICT), hex))
        .isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4, e4bda0, e4bda0",
    "gbk, c4e3d55c, e4bda0e8aaa0",
    "gb18030, c4e39439fc36, e4bda0f09f9880",
    "latin1, c3a9, c3a9",
    "ascii, 61, 61",
    "binary, ff00, ff00"
  })
  void stringsTakeLiteralsInTheirOwnCharacterSet(String charset, String hex, String stored) {
    assertThat(stored(string(charset, STRICT), hex)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4, 61ff62, 613f62", "gbk, 61ff62, 613f62", "ascii, 61c3a9, 613f"})
  void literalsThatAreNoTextAreBadValues(String charset, String hex, String repaired) {
    assertThat(stored(string(charset, LOOSE), hex)).isEqualTo(repaired);
    assertThatThrownBy(() -> stored(string(charset, STRICT), hex))
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining("starts no character of " + charset);
  }

  @Test
  void namesAreFoundByTheBytesOfLiterals() {
    assertThat(literal(type("enum", STRICT), "62")).isEqualTo("b");
    assertThat(literal(type("enum", STRICT), "32")).isEqualTo("b");
    assertThat(literal(type("set", STRICT), "622c61")).isEqualTo("a,b");
    assertThatThrownBy(() -> literal(type("enum", STRICT), "02"))
        .isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "datetime", "timestamp", "time", "json"})
  void timesAndDocumentsTakeNoLiteralsInAnyMode(String type) {
    for (ConversionRules rules : List.of(STRICT, LOOSE)) {
      assertThat(type(type, rules).accepts(SourceKind.LITERAL)).isFalse();
      assertThatThrownBy(() -> literal(type(type, rules), "323032342d30312d3032"))
          .isInstanceOf(BadValueException.class)
          .hasMessageContaining("literal");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bigint unsigned, 18446744073709551615",
    "'decimal(20,0)', 18446744073709551615",
    "double, 18446744073709552000",
    "float, 18446744000000000000",
    "'bit(64)', 18446744073709551615",
    "varchar, 18446744073709551615"
  })
  void unsignedIntegersAreTakenWhole(String type, String shown) {
    assertThat(unsigned(type(type, STRICT), MAX)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bigint", "int", "bit(63)", "date", "datetime", "time", "year", "enum", "set"})
  void unsignedIntegersThatDoNotFitAreBadValues(String type) {
    assertThatThrownBy(() -> unsigned(type(type, STRICT), MAX))
        .isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "date, 20240102, 2024-01-02",
    "datetime, 20240102030405, 2024-01-02 03:04:05",
    "time, 1122, 00:11:22",
    "year, 24, 2024",
    "enum, 2, b",
    "set, 3, 'a,b'"
  })
  void smallUnsignedIntegersAreAsSignedOnes(String type, long value, String shown) {
    assertThat(unsigned(type(type, STRICT), value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20240102030405L, MAX})
  void timestampsTakeNoUnsignedIntegersInAnyMode(long value) {
    for (ConversionRules rules : List.of(STRICT, LOOSE)) {
      assertThatThrownBy(() -> unsigned(type("timestamp", rules), value))
          .isInstanceOf(BadValueException.class)
          .hasMessage(
              "TIMESTAMP takes no number without a sign, though DATETIME does; write it in quotes");
    }
  }

  static Stream<String> types() {
    return Stream.of(
        "tinyint",
        "int",
        "bigint",
        "bigint unsigned",
        "double",
        "float",
        "decimal(20,0)",
        "year",
        "date",
        "datetime",
        "timestamp",
        "time",
        "enum",
        "set",
        "json",
        "varchar");
  }

  @ParameterizedTest
  @MethodSource("types")
  void bytesThatAreNoTextAreNeverTakenForOtherText(String type) {
    for (String text : List.of("1", "a", "2024-01-02", "[", "\"")) {
      byte[] value = (text + "x").getBytes(StandardCharsets.UTF_8);
      value[value.length - 1] = (byte) 0xff;
      assertThatThrownBy(() -> utf8(type(type, STRICT), value))
          .as(text)
          .isInstanceOf(BadValueException.class);
    }
  }

  @Test
  void aNameWithAReplacementCharacterIsNotFoundByBytesThatAreNoText() {
    EnumType type = new EnumType(List.of("a\ufffd"), "utf8mb4_bin", STRICT);

    assertThat(utf8(type, "a\ufffd".getBytes(StandardCharsets.UTF_8))).isEqualTo("a\ufffd");
    assertThatThrownBy(() -> utf8(type, new byte[] {'a', (byte) 0xff}))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void documentsReplaceBytesThatAreNoTextInsideStringsAsTidbDoes() {
    byte[] document = {'"', (byte) 0xff, '"'};

    assertThat(utf8(type("json", STRICT), document)).isEqualTo("\"\ufffd\"");
  }

  private static String literal(ColumnType type, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return Values.shown(type, Values.datum(out -> type.fromLiteral(bytes, out)));
  }

  private static String stored(ColumnType type, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Datum value = Values.datum(out -> type.fromLiteral(bytes, out));
    return HexFormat.of().formatHex(value.bytes().toByteArray());
  }

  private static String unsigned(ColumnType type, long value) {
    return Values.shown(type, Values.datum(out -> type.fromUnsigned(value, out)));
  }

  private static String utf8(ColumnType type, byte[] bytes) {
    return Values.shown(type, Values.datum(out -> type.fromUtf8(bytes, 0, bytes.length, out)));
  }

  private static ColumnType type(String name, ConversionRules rules) {
    Function<ConversionRules, ColumnType> made =
        switch (name) {
          case "tinyint" -> r -> new IntegerType(8, r);
          case "int" -> r -> new IntegerType(32, r);
          case "bigint" -> r -> new IntegerType(64, r);
          case "bigint unsigned" -> r -> new UnsignedType(64, r);
          case "double" -> r -> new FloatType(false, false, -1, -1, r);
          case "float" -> r -> new FloatType(true, false, -1, -1, r);
          case "decimal(20,0)" -> r -> new DecimalType(20, 0, false, r);
          case "decimal(5,2)" -> r -> new DecimalType(5, 2, false, r);
          case "bit(8)" -> r -> new BitType(8, r);
          case "bit(16)" -> r -> new BitType(16, r);
          case "bit(63)" -> r -> new BitType(63, r);
          case "bit(64)" -> r -> new BitType(64, r);
          case "year" -> YearType::new;
          case "date" -> DateTimeType::date;
          case "datetime" -> r -> DateTimeType.dateTime(0, r);
          case "timestamp" -> r -> new TimestampType(0, r);
          case "time" -> r -> new DurationType(0, r);
          case "enum" -> r -> new EnumType(List.of("a", "b"), "utf8mb4_bin", r);
          case "set" -> r -> new SetType(List.of("a", "b"), "utf8mb4_bin", r);
          case "varchar" -> r -> string("utf8mb4", r);
          case "json" -> io.thunderhead.json.JsonType::new;
          default -> throw new IllegalArgumentException(name);
        };
    return made.apply(rules);
  }

  private static StringType string(String charset, ConversionRules rules) {
    String collation = charset.equals("binary") ? "binary" : charset + "_bin";
    return new StringType(
        StringType.Family.VARCHAR, Charset.find(charset).orElseThrow(), collation, 100, rules);
  }
}
