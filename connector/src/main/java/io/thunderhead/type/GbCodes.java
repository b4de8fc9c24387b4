package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.util.Arrays;

/**
 * The codes of GBK and GB18030 as TiDB has them (kv-encoding 5.6 and 5.8); tables of the JDK differ
 * between its versions.
 */
final class GbCodes {
  /** GBK as files have it: 0x80 is the euro sign, which GBK columns of TiDB refuse. */
  static final GbCodes GBK = new GbCodes(WeightTable.GBK, false);

  static final GbCodes GB18030 = new GbCodes(WeightTable.GB18030, true);

  private static final int EURO = 0x20ac;
  private static final int EURO_CODE = 0xa2e3;
  private static final int FIRST_LEAD = 0x81;
  private static final int LAST_LEAD = 0xfe;
  private static final int LINEAR_OF_BMP = 39_420;
  private static final int LINEAR_OF_SUPPLEMENTARY = 189_000;

  private final WeightTable table;
  private final boolean fourBytes;

  /** Code points by two-byte code, and by linear number of the four-byte code; 0 for none. */
  private char[] pairs;

  private char[] quads;

  private GbCodes(WeightTable table, boolean fourBytes) {
    this.table = table;
    this.fourBytes = fourBytes;
  }

  /** Returns the length of the character at {@code at}, 1 where none begins. */
  int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    if (first < FIRST_LEAD || first > LAST_LEAD || at + 1 == to) {
      return 1;
    }
    int second = bytes[at + 1] & 0xff;
    if (second >= 0x40 && second != 0x7f && second != 0xff) {
      return 2;
    }
    boolean four =
        fourBytes
            && at + 3 < to
            && isDigit(second)
            && (bytes[at + 2] & 0xff) >= FIRST_LEAD
            && (bytes[at + 2] & 0xff) <= LAST_LEAD
            && isDigit(bytes[at + 3]);
    return four ? 4 : 1;
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  /** Returns the code point of the code of {@link #length} bytes at {@code at}, -1 for none. */
  int point(byte[] bytes, int at, int length) {
    load();
    int first = bytes[at] & 0xff;
    if (length == 1) {
      return first == 0x80 && !fourBytes ? EURO : -1;
    } else if (length == 2) {
      char point = pairs[first << 8 | (bytes[at + 1] & 0xff)];
      return point == 0 ? -1 : point;
    }
    int linear = linear(bytes, at);
    if (linear < LINEAR_OF_BMP) {
      return quads[linear] == 0 ? -1 : quads[linear];
    }
    int point = linear - LINEAR_OF_SUPPLEMENTARY + Character.MIN_SUPPLEMENTARY_CODE_POINT;
    return Character.isSupplementaryCodePoint(point) ? point : -1;
  }

  private static int linear(byte[] bytes, int at) {
    int high = ((bytes[at] & 0xff) - FIRST_LEAD) * 10 + bytes[at + 1] - '0';
    return (high * 126 + (bytes[at + 2] & 0xff) - FIRST_LEAD) * 10 + bytes[at + 3] - '0';
  }

  /** Appends the code of a character; false when there is none. */
  boolean put(int point, Bytes out) {
    if (point < 0x80) {
      out.put(point);
    } else if (point == EURO && !fourBytes) {
      out.put(0x80);
    } else if (fourBytes ? Character.isSurrogate((char) point) && point < 0x10000 : !lists(point)) {
      return false;
    } else {
      table.weights().put(point, out);
    }
    return true;
  }

  private boolean lists(int point) {
    return table.weights().lists(point);
  }

  private synchronized void load() {
    if (pairs != null) {
      return;
    }
    char[] two = new char[1 << 16];
    char[] four = new char[LINEAR_OF_BMP];
    Bytes code = new Bytes(16);
    for (int point = 0x80; point < Character.MIN_SUPPLEMENTARY_CODE_POINT; point++) {
      if (lists(point)) {
        table.weights().put(point, code.clear());
        byte[] bytes = code.array();
        if (code.length() == 2) {
          two[(bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)] = (char) point;
        } else if (code.length() == 4) {
          four[linear(bytes, 0)] = (char) point;
        }
      }
    }
    two[EURO_CODE] = EURO;
    quads = fourBytes ? four : Arrays.copyOf(four, 0);
    pairs = two;
  }
}
