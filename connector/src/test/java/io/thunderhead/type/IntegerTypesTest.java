package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerTypesTest {
  private final IntegerType bigint = new IntegerType(64, Values.STRICT);
  private final UnsignedType unsigned = new UnsignedType(64, Values.STRICT);

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8000",
    "-1, ff",
    "-128, 80",
    "-129, 7fff",
    "32768, 00800000",
    "2147483648, 0000008000000000"
  })
  void storesTheShortestSignedForm(String text, String expected) {
    assertThat(Values.rowHex(bigint, text)).isEqualTo(expected);
    assertThat(Values.text(bigint, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "255, ff",
    "256, 0001",
    "65536, 00000100",
    "4294967296, 0000000001000000",
    "18446744073709551615, ffffffffffffffff"
  })
  void storesTheShortestUnsignedForm(String text, String expected) {
    assertThat(Values.rowHex(unsigned, text)).isEqualTo(expected);
    assertThat(Values.text(unsigned, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'  42 ', 42",
    "1e3, 1000",
    "1.5, 2",
    "-1.5, -2",
    "0.49, 0",
    "-0.5, -1",
    "-5e-1, -1",
    "5., 5",
    ".5, 1",
    "5.e3, 5000",
    "1e, 1",
    "+7, 7",
    "-0, 0",
    "-0.4, 0",
    "123456e-3, 123",
    "123556e-3, 124",
    "99.5, 100",
    "0.000001e6, 1",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775806.5, 9223372036854775807",
    "'\u00a042\u3000', 42"
  })
  void roundsTextHalfAwayFromZero(String text, String expected) {
    assertThat(Values.text(bigint, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "abc",
        "42abc",
        "0x1F",
        "true",
        "1 2",
        "1.1.1",
        "1e1.5",
        "--1",
        "1e+",
        "e5",
        "+",
        "-",
        ".",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e99999999999999999999"
      })
  void refusesInStrictMode(String text) {
    assertThatThrownBy(() -> Values.text(bigint, text)).isInstanceOf(BadValueException.class);
  }

  @Test
  void endsANumberAtNul() {
    assertThat(Values.text(bigint, "12\0abc")).isEqualTo("12");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "abc, 0",
    "42abc, 42",
    "300, 127",
    "-300, -128",
    "99999999999999999999, 127",
    "-1e30, -128",
    "1e30, 127",
    "127.5, 127"
  })
  void adjustsOutsideStrictMode(String text, String expected) {
    assertThat(Values.text(new IntegerType(8, Values.LOOSE), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "-0.6, 0", "256, 255", "-abc, 0", "18446744073709551616, 255"})
  void adjustsUnsignedOutsideStrictMode(String text, String expected) {
    assertThat(Values.text(new UnsignedType(8, Values.LOOSE), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "8, -128, 127",
    "16, -32768, 32767",
    "24, -8388608, 8388607",
    "32, -2147483648, 2147483647"
  })
  void boundsEachWidth(int bits, long min, long max) {
    IntegerType type = new IntegerType(bits, Values.STRICT);
    assertThat(Values.text(type, Long.toString(min))).isEqualTo(Long.toString(min));
    assertThat(Values.text(type, Long.toString(max))).isEqualTo(Long.toString(max));
    assertThatThrownBy(() -> Values.text(type, Long.toString(min - 1)))
        .isInstanceOf(BadValueException.class);
    assertThatThrownBy(() -> Values.text(type, Long.toString(max + 1)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void roundsDoublesHalfToEvenAndDecimalsHalfAway() {
    assertThat(Values.datum(out -> bigint.fromDouble(2.5, out)).number()).isEqualTo(2);
    assertThat(Values.datum(out -> bigint.fromDouble(3.5, out)).number()).isEqualTo(4);
    assertThat(Values.datum(out -> bigint.fromDecimal(new BigDecimal("2.5"), out)).number())
        .isEqualTo(3);
    assertThat(Values.datum(out -> unsigned.fromDouble(0x1p63, out)).number())
        .isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> Values.datum(out -> bigint.fromDouble(Double.NaN, out)))
        .isInstanceOf(BadValueException.class);
    assertThatThrownBy(() -> Values.datum(out -> unsigned.fromLong(-1, out)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void keysKeepTheOrderOfValues() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> random.nextInt(64);
      int signed =
          Arrays.compareUnsigned(
              Values.key(bigint, Long.toString(a)), Values.key(bigint, Long.toString(b)));
      int plain =
          Arrays.compareUnsigned(
              Values.key(unsigned, Long.toUnsignedString(a)),
              Values.key(unsigned, Long.toUnsignedString(b)));
      assertThat(Integer.signum(signed)).isEqualTo(Long.compare(a, b));
      assertThat(Integer.signum(plain)).isEqualTo(Long.compareUnsigned(a, b));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2000",
    "00, 2000",
    "0000, 0000",
    "1, 2001",
    "69, 2069",
    "70, 1970",
    "99, 1999",
    "1901, 1901",
    "2155, 2155",
    "' 0', 2000"
  })
  void expandsYears(String text, String expected) {
    assertThat(Values.text(new YearType(Values.STRICT), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "1900", "2156", "-1", "", "year"})
  void refusesOtherYears(String text) {
    assertThatThrownBy(() -> Values.text(new YearType(Values.STRICT), text))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void takesIntegerZeroAsYearZero() {
    YearType year = new YearType(Values.STRICT);
    assertThat(Values.datum(out -> year.fromLong(0, out)).number()).isZero();
    assertThat(Values.keyHex(year, "2024")).isEqualTo("0380000000000007e8");
    assertThat(Values.rowHex(year, "2024")).isEqualTo("e807");
  }

  @Test
  void readsBitsAsBytesOfTheText() {
    assertThat(Values.text(new BitType(8, Values.STRICT), "1")).isEqualTo("49");
    assertThat(Values.text(new BitType(16, Values.STRICT), "\0\0\0A")).isEqualTo("65");
    assertThatThrownBy(() -> Values.text(new BitType(1, Values.STRICT), "1"))
        .isInstanceOf(BadValueException.class);
    assertThat(Values.text(new BitType(3, Values.LOOSE), "1")).isEqualTo("7");
    assertThat(Values.shown(new BitType(64, Values.STRICT), Values.datum(o -> o.setNumber(-1))))
        .isEqualTo("18446744073709551615");
  }
}
