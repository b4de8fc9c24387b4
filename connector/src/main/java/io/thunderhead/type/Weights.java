package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/**
 * The sort key of each character in one collation: listed ones, and a rule for all others.
 *
 * <p>The listed ones are read from a file, deflated, that has
 *
 * <pre>
 * count                          LEB128
 * count x {code points skipped since the last one   LEB128, length of the key in bytes   1 byte}
 * per key, per two bytes of it   difference from the two bytes before, zigzag LEB128
 * </pre>
 *
 * <p>A key has one byte, counted as a number of its own, or an even number of them.
 */
final class Weights implements ImplicitWeights.Listed {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGES = (Character.MAX_CODE_POINT >> PAGE_BITS) + 1;
  private static final int LENGTH_SHIFT = 24;
  private static final int OFFSET_MASK = (1 << LENGTH_SHIFT) - 1;

  /** The bytes of a key of this length and less stand in its entry. */
  private static final int LONGEST_INLINE = 2;

  private final ImplicitWeights.Rule implicit;

  /**
   * Entries by code point: length of the key plus one above {@link #LENGTH_SHIFT}, below it the key
   * or its offset in {@link #longKeys}; 0 for characters that are not listed.
   */
  private final int[][] pages = new int[PAGES][];

  private byte[] longKeys = {};

  private Weights(ImplicitWeights.Rule implicit) {
    this.implicit = implicit;
  }

  /**
   * Reads the listed characters.
   *
   * @throws IOException when the file is not as described above
   */
  static Weights read(InputStream deflated, ImplicitWeights.Rule implicit) throws IOException {
    Weights weights = new Weights(implicit);
    try (InputStream in = new InflaterInputStream(deflated)) {
      weights.load(new Input(in.readAllBytes()));
    }
    return weights;
  }

  /** Appends the sort key of one character. */
  @Override
  public void put(int point, Bytes out) {
    int entry = entry(point);
    if (entry == 0) {
      implicit.put(point, this, out);
      return;
    }
    int length = (entry >>> LENGTH_SHIFT) - 1;
    if (length == LONGEST_INLINE) {
      out.putShort(entry);
    } else if (length > LONGEST_INLINE) {
      out.put(longKeys, entry & OFFSET_MASK, length);
    } else if (length == 1) {
      out.put(entry);
    }
  }

  /** Tells whether a character is listed. */
  boolean lists(int point) {
    return entry(point) != 0;
  }

  private int entry(int point) {
    int[] page = pages[point >>> PAGE_BITS];
    return page == null ? 0 : page[point & (PAGE_SIZE - 1)];
  }

  private void load(Input in) throws IOException {
    int[] points = new int[in.varint()];
    int[] lengths = new int[points.length];
    int next = 0;
    for (int i = 0; i < points.length; i++) {
      points[i] = next + in.varint();
      lengths[i] = in.next();
      if (lengths[i] > 1 && lengths[i] % Short.BYTES != 0) {
        throw new IOException("a key has " + lengths[i] + " bytes (expected: 1 or an even number)");
      }
      next = points[i] + 1;
    }
    Bytes longer = new Bytes(PAGE_SIZE);
    int unit = 0;
    for (int i = 0; i < points.length; i++) {
      int offset = longer.length();
      int key = 0;
      for (int left = lengths[i]; left > 0; left -= Short.BYTES) {
        unit += in.zigzag();
        key = unit;
        if (lengths[i] > LONGEST_INLINE) {
          longer.putShort(unit);
        }
      }
      enter(points[i], lengths[i], lengths[i] > LONGEST_INLINE ? offset : key);
    }
    in.requireEnd();
    longKeys = longer.toByteArray();
  }

  private void enter(int point, int length, int content) {
    int page = point >>> PAGE_BITS;
    if (pages[page] == null) {
      pages[page] = new int[PAGE_SIZE];
    }
    pages[page][point & (PAGE_SIZE - 1)] = ((length + 1) << LENGTH_SHIFT) | content;
  }

  /** The inflated file. */
  private static final class Input {
    private final byte[] content;
    private int at;

    Input(byte[] content) {
      this.content = content;
    }

    int next() throws IOException {
      if (at == content.length) {
        throw new IOException("the file ends within a value, at byte " + at);
      }
      return content[at++] & 0xff;
    }

    int varint() throws IOException {
      int value = 0;
      int shift = 0;
      int b;
      do {
        b = next();
        value |= (b & 0x7f) << shift;
        shift += 7;
      } while (b >= 0x80);
      return value;
    }

    int zigzag() throws IOException {
      int value = varint();
      return (value >>> 1) ^ -(value & 1);
    }

    void requireEnd() throws IOException {
      if (at != content.length) {
        throw new IOException(
            "the file has " + content.length + " bytes (expected: " + at + ", all values read)");
      }
    }
  }
}
