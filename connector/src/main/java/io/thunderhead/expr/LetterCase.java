package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Upper and lower case, letter by letter, of Unicode 15.
 *
 * <p>The letters that got a partner after Unicode 13 are listed, since Java 17 does not know them.
 */
final class LetterCase {
  /** First upper-case letter, first lower-case letter, how many follow one another. */
  private static final int[][] NEWER = {
    {0x2c2f, 0x2c5f, 1},
    {0xa7c0, 0xa7c1, 1},
    {0xa7d0, 0xa7d1, 1},
    {0xa7d6, 0xa7d7, 1},
    {0xa7d8, 0xa7d9, 1},
    {0x10570, 0x10597, 11},
    {0x1057c, 0x105a3, 15},
    {0x1058c, 0x105b3, 7},
    {0x10594, 0x105bb, 2},
  };

  private LetterCase() {}

  /**
   * Appends UTF-8 with its letters converted.
   *
   * @throws BadValueException when the bytes are no UTF-8
   */
  static void convert(Bytes text, boolean upper, Bytes out) {
    byte[] array = text.array();
    for (int at = 0; at < text.length(); ) {
      byte b = array[at];
      if (b >= 0) {
        boolean letter = upper ? b >= 'a' && b <= 'z' : b >= 'A' && b <= 'Z';
        out.put(letter ? b ^ 0x20 : b);
        at++;
        continue;
      }
      int size = Utf8.validLength(array, at, text.length());
      if (size == 0) {
        throw new BadValueException("an expression converts letters of what is no UTF-8");
      }
      int point = new String(array, at, size, StandardCharsets.UTF_8).codePointAt(0);
      int converted = upper ? toUpper(point) : toLower(point);
      if (converted == point) {
        out.put(array, at, size);
      } else {
        Utf8.append(out, Character.toString(converted));
      }
      at += size;
    }
  }

  private static int toUpper(int point) {
    for (int[] range : NEWER) {
      if (point >= range[1] && point < range[1] + range[2]) {
        return point - range[1] + range[0];
      }
    }
    return Character.toUpperCase(point);
  }

  private static int toLower(int point) {
    for (int[] range : NEWER) {
      if (point >= range[0] && point < range[0] + range[2]) {
        return point - range[0] + range[1];
      }
    }
    return Character.toLowerCase(point);
  }
}
