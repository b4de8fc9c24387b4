package io.thunderhead.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemComparableTest {
  private static final long SEED = 20240229;

  @ParameterizedTest
  @CsvSource({
    "'', 0000000000000000f7",
    "abc, 6162630000000000fa",
    "12345678, 3132333435363738ff0000000000000000f7",
    "123456789, 3132333435363738ff3900000000000000f8"
  })
  void encodesBytesInGroups(String text, String expected) {
    byte[] raw = text.getBytes(StandardCharsets.US_ASCII);
    byte[] encoded = MemComparable.encodeBytes(raw);
    assertThat(HexFormat.of().formatHex(encoded)).isEqualTo(expected);
    assertThat(encoded).hasSize(MemComparable.encodedLength(raw.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6162630000000000",
        "6162630000000000f6",
        "6162630000010000fa",
        "3132333435363738ff",
        "0000000000000000f700"
      })
  void rejectsBytesThatAreNoGroups(String hex) {
    assertThatThrownBy(() -> MemComparable.decodeBytes(HexFormat.of().parseHex(hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesReadBackAndKeepTheirOrder() {
    Random random = new Random(SEED);
    byte[] previous = new byte[0];
    for (int i = 0; i < 5000; i++) {
      byte[] raw = new byte[random.nextInt(20)];
      for (int j = 0; j < raw.length; j++) {
        raw[j] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
      }
      byte[] encoded = MemComparable.encodeBytes(raw);
      assertThat(MemComparable.decodeBytes(encoded)).isEqualTo(raw);
      assertThat(sign(Arrays.compareUnsigned(MemComparable.encodeBytes(previous), encoded)))
          .isEqualTo(sign(Arrays.compareUnsigned(previous, raw)));
      previous = raw;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8000000000000000",
    "1, 8000000000000001",
    "-1, 7fffffffffffffff",
    "-9223372036854775808, 0000000000000000"
  })
  void encodesIntegers(long value, String expected) {
    assertThat(hex(out -> MemComparable.encodeInt(out, value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 8000000000000000",
    "-0.0, 8000000000000000",
    "1.0, bff0000000000000",
    "-1.5, 4007ffffffffffff",
    "3.14, c0091eb851eb851f"
  })
  void encodesDoubles(double value, String expected) {
    assertThat(hex(out -> MemComparable.encodeDouble(out, value))).isEqualTo(expected);
  }

  @Test
  void numbersReadBackAndKeepTheirOrder() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> random.nextInt(64);
      byte[] signedA = bytes(out -> MemComparable.encodeInt(out, a));
      byte[] signedB = bytes(out -> MemComparable.encodeInt(out, b));
      assertThat(MemComparable.decodeInt(signedA, 0)).isEqualTo(a);
      assertThat(sign(Arrays.compareUnsigned(signedA, signedB))).isEqualTo(Long.compare(a, b));

      double x = Double.longBitsToDouble(random.nextLong());
      double y = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(x) && !Double.isNaN(y)) {
        byte[] doubleX = bytes(out -> MemComparable.encodeDouble(out, x));
        byte[] doubleY = bytes(out -> MemComparable.encodeDouble(out, y));
        assertThat(MemComparable.decodeDouble(doubleX, 0)).isEqualTo(x);
        assertThat(sign(Arrays.compareUnsigned(doubleX, doubleY))).isEqualTo(Double.compare(x, y));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"01, 02", "01ff, 02", "6162, 6163", "ffff, ''"})
  void findsTheKeyAfterAPrefix(String prefix, String expected) {
    byte[] next = MemComparable.prefixNext(HexFormat.of().parseHex(prefix));
    assertThat(HexFormat.of().formatHex(next)).isEqualTo(expected);
  }

  private static String hex(Consumer<Bytes> encoding) {
    return HexFormat.of().formatHex(bytes(encoding));
  }

  private static byte[] bytes(Consumer<Bytes> encoding) {
    Bytes out = new Bytes(16);
    encoding.accept(out);
    return out.toByteArray();
  }

  private static int sign(int comparison) {
    return Integer.signum(comparison);
  }
}
