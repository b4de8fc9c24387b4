package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTypeTest {
  @ParameterizedTest
  @CsvSource({
    "14, 4, 1234567890.1234, 0e04810dfb38d204d2",
    "14, 4, -1234567890.1234, 0e047ef204c72dfb2d",
    "10, 2, 12.34, 0a028000000c22",
    "10, 2, -12.34, 0a027ffffff3dd",
    "10, 2, 0, 0a028000000000",
    "2, 0, 5, 020085",
    "5, 2, 0.00, 0502800000",
    "20, 20, 0.00012345000098765, 14148001e23a000f120200"
  })
  void writesTheBinaryForm(int precision, int scale, String text, String expected) {
    DecimalType type = new DecimalType(precision, scale, false, Values.STRICT);
    assertThat(Values.rowHex(type, text)).isEqualTo(expected);
    assertThat(Values.keyHex(type, text)).isEqualTo("06" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1.005, 1.01",
    "-1.005, -1.01",
    "1.0049999, 1.00",
    "-0.001, 0.00",
    "1e2, 100.00",
    "' 12.3 ', 12.30",
    "1.5e-1, 0.15",
    "+3., 3.00",
    ".5, 0.50",
    "0.995, 1.00",
    "99.995, 100.00",
    "1e-400, 0.00",
    "0e999999999999, 0.00",
    "000000000000.25, 0.25",
    "0.005, 0.01",
    "0.0049, 0.00"
  })
  void roundsHalfAwayFromZero(String text, String expected) {
    assertThat(Values.text(new DecimalType(10, 2, false, Values.STRICT), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "1.2.3",
        "12abc",
        "1e",
        "1e+",
        "--1",
        ".",
        "1000",
        "999.995",
        "1e3",
        "1e999999999"
      })
  void refusesInStrictMode(String text) {
    DecimalType type = new DecimalType(5, 2, false, Values.STRICT);
    assertThatThrownBy(() -> Values.text(type, text)).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0.00",
    "abc, 0.00",
    "12abc, 12.00",
    "1000, 999.99",
    "-1e9, -999.99",
    "999.995, 999.99"
  })
  void adjustsOutsideStrictMode(String text, String expected) {
    assertThat(Values.text(new DecimalType(5, 2, false, Values.LOOSE), text)).isEqualTo(expected);
  }

  @Test
  void refusesNegativeNumbersWhenUnsigned() {
    assertThatThrownBy(() -> Values.text(new DecimalType(5, 2, true, Values.STRICT), "-1"))
        .isInstanceOf(BadValueException.class);
    assertThat(Values.text(new DecimalType(5, 2, true, Values.LOOSE), "-1")).isEqualTo("0.00");
    assertThat(Values.text(new DecimalType(5, 2, true, Values.STRICT), "-0.001")).isEqualTo("0.00");
  }

  @Test
  void takesOtherNumbers() {
    DecimalType type = new DecimalType(30, 20, false, Values.STRICT);
    assertThat(Values.shown(type, Values.datum(out -> type.fromDouble(0.1, out))))
        .isEqualTo("0.10000000000000000000");
    assertThat(Values.shown(type, Values.datum(out -> type.fromFloat(0.1f, out))))
        .isEqualTo("0.10000000149011612000");
    assertThat(Values.shown(type, Values.datum(out -> type.fromLong(-7, out))))
        .isEqualTo("-7.00000000000000000000");
    BigDecimal scaled = new BigDecimal(BigInteger.TWO, -3);
    assertThat(Values.shown(type, Values.datum(out -> type.fromDecimal(scaled, out))))
        .isEqualTo("2000.00000000000000000000");
  }

  @Test
  void agreesWithBigDecimalAndKeepsOrder() {
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      int precision = 1 + random.nextInt(65);
      int scale = random.nextInt(Math.min(precision, 30) + 1);
      DecimalType type = new DecimalType(precision, scale, false, Values.STRICT);
      BigDecimal a = random(random, precision, scale);
      BigDecimal b = random(random, precision, scale);
      BigDecimal rounded = a.setScale(scale, RoundingMode.HALF_UP);
      assertThat(Values.text(type, a.toPlainString())).isEqualTo(rounded.toPlainString());
      assertThat(Values.text(type, a.toString())).isEqualTo(rounded.toPlainString());
      int order =
          Arrays.compareUnsigned(Values.key(type, a.toString()), Values.key(type, b.toString()));
      assertThat(Integer.signum(order))
          .isEqualTo(rounded.compareTo(b.setScale(scale, RoundingMode.HALF_UP)));
    }
  }

  /** A number with digits beyond the scale that still fits after rounding. */
  private static BigDecimal random(Random random, int precision, int scale) {
    int digits = random.nextInt(precision + 1);
    BigInteger bound = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    BigInteger unscaled =
        new BigInteger(bound.bitLength() + 1, random).mod(bound.max(BigInteger.ONE));
    BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    BigDecimal tail = new BigDecimal(BigInteger.valueOf(random.nextInt(1000)), scale + 3);
    BigDecimal sum = value.signum() < 0 ? value.subtract(tail) : value.add(tail);
    return precision == digits ? value : sum;
  }
}
