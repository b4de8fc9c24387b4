package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.nio.charset.StandardCharsets;

/** Makes UTF-8 of the text of files in one character set (kv-encoding 8.2). */
public abstract class TextDecoder {
  /** Result of {@link #next}: no character; the length stands beside it. */
  static final int NONE = 0x1fffff;

  private static final int LENGTH_SHIFT = 24;
  private static final int POINT_MASK = (1 << LENGTH_SHIFT) - 1;

  private final String name;

  TextDecoder(String name) {
    this.name = name;
  }

  /** Returns the decoder of a character set, null for the one that takes all bytes as they are. */
  public static TextDecoder of(Charset charset) {
    return switch (charset) {
      case BINARY -> null;
      case ASCII -> new AsciiDecoder();
      case UTF8, UTF8MB4 -> new Utf8Decoder(charset.sqlName());
      case LATIN1 -> new Latin1Decoder();
      case GBK -> new GbDecoder("gbk", GbCodes.GBK);
      case GB18030 -> new GbDecoder("gb18030", GbCodes.GB18030);
    };
  }

  /**
   * Appends a range as UTF-8.
   *
   * @param replacement UTF-8 that stands for bytes which are no character; null to stop there
   * @return the index of the first byte that is no character and was not replaced, else -1
   */
  public int decode(byte[] bytes, int from, int to, byte[] replacement, Bytes out) {
    int at = from;
    while (at < to) {
      int plain = asciiEnd(bytes, at, to);
      out.put(bytes, at, plain - at);
      at = plain;
      if (at == to) {
        break;
      }
      int next = next(bytes, at, to);
      int point = next & POINT_MASK;
      if (point != NONE) {
        Utf8.appendPoint(out, point);
      } else if (replacement != null) {
        out.put(replacement);
      } else {
        return at;
      }
      at += next >>> LENGTH_SHIFT;
    }
    return -1;
  }

  /**
   * Returns text as bytes of the character set.
   *
   * @throws BadValueException when it lacks a character
   */
  public abstract byte[] encode(String text);

  /** Returns the code point that begins at {@code at} with a byte above 0x7f; see {@link #of}. */
  abstract int next(byte[] bytes, int at, int to);

  /** Returns a result of {@link #next}. */
  static int character(int point, int length) {
    return length << LENGTH_SHIFT | point;
  }

  final BadValueException lacking(int point) {
    return new BadValueException("%s has no U+%04X".formatted(name, point));
  }

  private static int asciiEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class AsciiDecoder extends TextDecoder {
    AsciiDecoder() {
      super("ascii");
    }

    @Override
    int next(byte[] bytes, int at, int to) {
      return character(NONE, 1);
    }

    @Override
    public byte[] encode(String text) {
      text.codePoints()
          .filter(point -> point >= 0x80)
          .findFirst()
          .ifPresent(
              point -> {
                throw lacking(point);
              });
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Takes four-byte characters in {@code utf8} as well, as TiDB's tools do. */
  private static final class Utf8Decoder extends TextDecoder {
    Utf8Decoder(String name) {
      super(name);
    }

    @Override
    int next(byte[] bytes, int at, int to) {
      int length = Utf8.validLength(bytes, at, to);
      return length == 0 ? character(NONE, 1) : character(Utf8.point(bytes, at, length), length);
    }

    @Override
    public byte[] encode(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Latin1 of MySQL, which is Windows-1252 with its five gaps filled by control characters. */
  private static final class Latin1Decoder extends TextDecoder {
    /** The characters of 0x80 to 0x9f. */
    private static final String MIDDLE =
        "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d"
            + "\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161"
            + "\u203a\u0153\u009d\u017e\u0178";

    Latin1Decoder() {
      super("latin1");
    }

    @Override
    int next(byte[] bytes, int at, int to) {
      int value = bytes[at] & 0xff;
      return character(value < 0xa0 ? MIDDLE.charAt(value - 0x80) : value, 1);
    }

    @Override
    public byte[] encode(String text) {
      byte[] bytes = new byte[text.length()];
      for (int i = 0; i < bytes.length; i++) {
        char c = text.charAt(i);
        int middle = c < 0x80 ? -1 : MIDDLE.indexOf(c);
        if (middle < 0 && (c > 0xff || (c >= 0x80 && c < 0xa0))) {
          throw lacking(text.codePointAt(i));
        }
        bytes[i] = (byte) (middle < 0 ? c : 0x80 + middle);
      }
      return bytes;
    }
  }

  private static final class GbDecoder extends TextDecoder {
    private final GbCodes codes;

    GbDecoder(String name, GbCodes codes) {
      super(name);
      this.codes = codes;
    }

    @Override
    int next(byte[] bytes, int at, int to) {
      int length = codes.length(bytes, at, to);
      int point = codes.point(bytes, at, length);
      return character(point < 0 ? NONE : point, length);
    }

    @Override
    public byte[] encode(String text) {
      Bytes out = new Bytes(text.length() * 2);
      text.codePoints()
          .forEach(
              point -> {
                if (!codes.put(point, out)) {
                  throw lacking(point);
                }
              });
      return out.toByteArray();
    }
  }
}
