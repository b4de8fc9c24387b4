package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTypeTest {
  private final FloatType doubles = new FloatType(false, false, -1, -1, Values.STRICT);
  private final FloatType floats = new FloatType(true, false, -1, -1, Values.STRICT);

  @ParameterizedTest
  @CsvSource({
    "0, 8000000000000000",
    "-0.0, 8000000000000000",
    "1, bff0000000000000",
    "-1.5, 4007ffffffffffff",
    "3.14, c0091eb851eb851f"
  })
  void writesTheSameBytesInRowsAndKeys(String text, String expected) {
    assertThat(Values.rowHex(doubles, text)).isEqualTo(expected);
    assertThat(Values.keyHex(doubles, text)).isEqualTo("05" + expected);
  }

  @Test
  void roundsToFloatBeforeWidening() {
    assertThat(Values.rowHex(floats, "0.1")).isEqualTo("bfb99999a0000000");
    assertThat(Values.text(floats, "0.1")).isEqualTo("0.1");
    assertThat(Values.text(floats, "16777217")).isEqualTo("16777216");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0005, 1",
    "1.0015, 1.002",
    "-9999.9994, -9999.999",
    "9999.999, 9999.999",
    "1e-9, 0"
  })
  void roundsToDeclaredDigits(String text, String expected) {
    assertThat(Values.text(new FloatType(false, false, 7, 3, Values.STRICT), text))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "1x", "inf", "nan", "1e309", "-1e309", "3.5e38"})
  void refusesInStrictMode(String text) {
    assertThatThrownBy(() -> Values.text(floats, text)).isInstanceOf(BadValueException.class);
  }

  @Test
  void adjustsOutsideStrictMode() {
    FloatType loose = new FloatType(false, true, 5, 2, Values.LOOSE);
    assertThat(Values.text(loose, "12345")).isEqualTo("999.99");
    assertThat(Values.text(loose, "-1")).isEqualTo("0");
    assertThat(Values.text(loose, "7up")).isEqualTo("7");
    FloatType wide = new FloatType(false, false, -1, -1, Values.LOOSE);
    assertThat(Values.rowHex(wide, "1e999"))
        .isEqualTo(Values.rowHex(wide, Double.toString(Double.MAX_VALUE)));
  }

  @ParameterizedTest
  @CsvSource({
    "1e23, 100000000000000000000000",
    "2e-3, 0.002",
    "5e-324, 0.000",
    "123456789.125, 123456789.125"
  })
  void showsTheShortestText(double value, String expected) {
    assertThat(Shortest.text(Shortest.of(value))).startsWith(expected);
    assertThat(Double.parseDouble(Shortest.text(Shortest.of(value)))).isEqualTo(value);
  }

  @Test
  void keysKeepTheOrderAndTextsReadBack() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      double a = Double.longBitsToDouble(random.nextLong());
      double b = random.nextGaussian();
      if (Double.isFinite(a)) {
        String text = Double.toString(a);
        assertThat(Double.parseDouble(Values.text(doubles, text))).isEqualTo(a);
        int order =
            Arrays.compareUnsigned(
                Values.key(doubles, text), Values.key(doubles, Double.toString(b)));
        assertThat(Integer.signum(order)).isEqualTo(Double.compare(a, b));
      }
    }
  }
}
