package io.thunderhead.ddl;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text forms of Go's standard library where Java's differ. */
final class GoFormat {
  private GoFormat() {}

  /** {@code strconv} format {@code 'e'}, shortest: {@code 1.5e+02}. */
  static String exponent(double value) {
    if (value == 0) {
      return "0e+00";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = digits.precision() - 1 - digits.scale();
    String mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }

  /** {@code strconv} format {@code 'f'}, shortest, of a double. */
  static String fixed(double value) {
    return plain(new BigDecimal(Double.toString(value)));
  }

  /** {@code strconv} format {@code 'f'}, shortest, of a float. */
  static String fixed(float value) {
    return plain(new BigDecimal(Float.toString(value)));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /**
   * Bytes as {@code encoding/json} writes them: each byte that is no part of valid UTF-8 becomes
   * U+FFFD.
   */
  static String jsonText(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = validLength(bytes, at);
      if (length == 0) {
        out.append('\uFFFD');
        at++;
      } else {
        out.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return out.toString();
  }

  /** Length of the valid UTF-8 character at a place, 0 when there is none. */
  private static int validLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || at + length > bytes.length) {
      return 0;
    }
    String decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
    boolean replaced = decoded.indexOf('\uFFFD') >= 0;
    boolean genuine =
        length == 3
            && first == 0xef
            && bytes[at + 1] == (byte) 0xbf
            && bytes[at + 2] == (byte) 0xbd;
    return replaced && !genuine ? 0 : length;
  }
}
