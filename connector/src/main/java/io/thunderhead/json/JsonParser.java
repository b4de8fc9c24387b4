package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON text by the grammar of RFC 8259 and writes its binary form (kv-encoding 4.8).
 *
 * <p>Integers are signed or else unsigned 64 bits, all other numbers doubles. A surrogate without
 * its pair becomes U+FFFD. It reads and writes bytes without a tree between, which no parser on the
 * class path does, and knows none of the limits that those have in one Spark version or another.
 * Not thread-safe.
 */
public final class JsonParser {
  private static final int MAX_DEPTH = 100;
  private static final int REPLACEMENT = 0xfffd;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final JsonWriter writer = new JsonWriter();
  private final Bytes unescaped = new Bytes(64);
  private byte[] text = new byte[0];
  private int end;
  private int at;
  private int stringFrom;
  private int stringLength;
  private byte[] stringData = text;

  /**
   * Appends the document of the first {@code length} bytes of well-formed UTF-8.
   *
   * @throws InvalidJsonException when they are none; {@code out} may have been appended to
   */
  public void parse(byte[] utf8, int length, Bytes out) {
    text = utf8;
    end = length;
    at = 0;
    writer.start(out);
    skipSpace();
    if (at == end) {
      throw new InvalidJsonException("the document is empty");
    }
    readValue(0);
    skipSpace();
    if (at < end) {
      throw unexpected("the end of the text");
    }
  }

  /** Reads a value inside {@code depth} arrays and objects. */
  private void readValue(int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidJsonException("it is nested deeper than " + MAX_DEPTH);
    }
    switch (peek()) {
      case '{' -> readObject(depth);
      case '[' -> readArray(depth);
      case '"' -> {
        readString();
        writer.string(stringData, stringFrom, stringLength);
      }
      case 't' -> readLiteral(TRUE, JsonKind.TRUE);
      case 'f' -> readLiteral(FALSE, JsonKind.FALSE);
      case 'n' -> readLiteral(NULL, JsonKind.NULL);
      default -> readNumber();
    }
  }

  private void readObject(int depth) {
    writer.startObject();
    at++;
    skipSpace();
    boolean more = peek() != '}';
    while (more) {
      if (peek() != '"') {
        throw unexpected("a key");
      }
      readString();
      writer.key(stringData, stringFrom, stringLength);
      skipSpace();
      expect(':');
      readElement(depth);
      more = separated('}');
    }
    at++;
    writer.end();
  }

  private void readArray(int depth) {
    writer.startArray();
    at++;
    skipSpace();
    boolean more = peek() != ']';
    while (more) {
      readElement(depth);
      more = separated(']');
    }
    at++;
    writer.end();
  }

  private void readElement(int depth) {
    skipSpace();
    readValue(depth + 1);
    skipSpace();
  }

  /** Passes a comma; false at the container's end, which it leaves. */
  private boolean separated(char close) {
    if (peek() == close) {
      return false;
    }
    expect(',');
    skipSpace();
    return true;
  }

  private void readLiteral(byte[] word, int literal) {
    for (byte letter : word) {
      expect(letter);
    }
    writer.literal(literal);
  }

  private void readNumber() {
    int from = at;
    at = JsonNumbers.end(text, at, end);
    if (at < 0) {
      at = from;
      throw unexpected("a value");
    }
    boolean integer = true;
    for (int i = from; i < at; i++) {
      integer &= text[i] == '-' || (text[i] >= '0' && text[i] <= '9');
    }
    if (integer && JsonNumbers.isLong(text, from, at)) {
      writer.fixed(JsonKind.INT64, JsonNumbers.toLong(text, from, at));
    } else if (integer && JsonNumbers.isUnsignedLong(text, from, at)) {
      writer.fixed(JsonKind.UINT64, JsonNumbers.toLong(text, from, at));
    } else {
      double number = JsonNumbers.toDouble(text, from, at);
      if (Double.isInfinite(number)) {
        throw new InvalidJsonException("a number in it is out of range of a double");
      }
      writer.float64(number);
    }
  }

  /** Reads a string; it is then the range of {@code stringData}. */
  private void readString() {
    int from = ++at;
    while (at < end && text[at] != '"' && text[at] != '\\' && (text[at] & 0xff) >= ' ') {
      at++;
    }
    if (peek() == '"') {
      stringData = text;
      stringFrom = from;
      stringLength = at++ - from;
      return;
    }
    unescaped.clear().put(text, from, at - from);
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
        readEscape();
      } else if (peek() < ' ') {
        throw unexpected("a character of a string");
      } else {
        unescaped.put(text[at++]);
      }
    }
    at++;
    stringData = unescaped.array();
    stringFrom = 0;
    stringLength = unescaped.length();
  }

  private void readEscape() {
    int letter = peek();
    at++;
    switch (letter) {
      case '"', '\\', '/' -> unescaped.put(letter);
      case 'b' -> unescaped.put('\b');
      case 'f' -> unescaped.put('\f');
      case 'n' -> unescaped.put('\n');
      case 'r' -> unescaped.put('\r');
      case 't' -> unescaped.put('\t');
      case 'u' -> readUnicode();
      default -> {
        at--;
        throw unexpected("an escape");
      }
    }
  }

  private void readUnicode() {
    char unit = readUnit();
    if (!Character.isSurrogate(unit)) {
      putCharacter(unit);
      return;
    }
    boolean escape = at + 1 < end && text[at] == '\\' && text[at + 1] == 'u';
    if (Character.isHighSurrogate(unit) && escape) {
      int retry = at;
      at += 2;
      char low = readUnit();
      if (Character.isLowSurrogate(low)) {
        putCharacter(Character.toCodePoint(unit, low));
        return;
      }
      at = retry;
    }
    putCharacter(REPLACEMENT);
  }

  private char readUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw unexpected("four hex digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private void putCharacter(int point) {
    if (point < 0x80) {
      unescaped.put(point);
      return;
    }
    if (point < 0x800) {
      unescaped.put(0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        unescaped.put(0xe0 | point >> 12);
      } else {
        unescaped.put(0xf0 | point >> 18).put(0x80 | (point >> 12 & 0x3f));
      }
      unescaped.put(0x80 | (point >> 6 & 0x3f));
    }
    unescaped.put(0x80 | (point & 0x3f));
  }

  private void skipSpace() {
    at = JsonNumbers.skipSpace(text, at, end);
  }

  private void expect(int letter) {
    if (peek() != letter) {
      throw unexpected("'" + (char) letter + "'");
    }
    at++;
  }

  /** Returns the byte that comes next, -1 at the end. */
  private int peek() {
    return at < end ? text[at] & 0xff : -1;
  }

  private InvalidJsonException unexpected(String expected) {
    return new InvalidJsonException(
        at < end
            ? "it is no JSON at byte " + at + " (expected: " + expected + ")"
            : "it ends where " + expected + " is expected");
  }
}
