package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Writes a list, map or struct down token by token, to be read by {@link NestedReader}.
 *
 * <pre>
 * NULL TRUE FALSE ARRAY OBJECT END   1 byte, the token's code
 * INTEGER UNSIGNED DOUBLE DATE       1 byte, 8 bytes big-endian
 * CIVIL INSTANT                      1 byte, 8 bytes of seconds, 8 bytes of microseconds
 * DECIMAL                            1 byte, 8 bytes of scale, 8 bytes of length, unscaled value
 * TEXT KEY                           1 byte, 8 bytes of length, UTF-8
 * </pre>
 *
 * <p>A struct and a map are an OBJECT, whose values follow their KEYs, and an END.
 */
public final class NestedWriter {
  /** What the tokens are. */
  public enum Token {
    NULL('n'),
    TRUE('t'),
    FALSE('f'),
    ARRAY('['),
    OBJECT('{'),
    END('.'),
    INTEGER('i'),
    UNSIGNED('u'),
    /** A double, or a float widened to one. */
    DOUBLE('d'),
    DATE('D'),
    CIVIL('C'),
    INSTANT('I'),
    DECIMAL('m'),
    TEXT('x'),
    KEY('k');

    private static final Token[] BY_CODE = byCode();

    private final char code;

    Token(char code) {
      this.code = code;
    }

    static Token of(byte code) {
      return BY_CODE[code];
    }

    private static Token[] byCode() {
      Token[] tokens = new Token[Byte.MAX_VALUE];
      for (Token token : values()) {
        tokens[token.code] = token;
      }
      return tokens;
    }
  }

  private Bytes out = new Bytes(16);

  /** Appends to {@code target} from now on. */
  public NestedWriter to(Bytes target) {
    out = target;
    return this;
  }

  /** Writes a token that is all of its value. */
  public void put(Token token) {
    out.put(token.code);
  }

  public void putBoolean(boolean value) {
    put(value ? Token.TRUE : Token.FALSE);
  }

  public void putInteger(long value) {
    number(Token.INTEGER, value);
  }

  /** Writes an integer of 64 unsigned bits. */
  public void putUnsigned(long value) {
    number(Token.UNSIGNED, value);
  }

  public void putDouble(double value) {
    number(Token.DOUBLE, Double.doubleToRawLongBits(value));
  }

  /** Writes a date, in days since 1970-01-01. */
  public void putDate(long epochDay) {
    number(Token.DATE, epochDay);
  }

  /** Writes a wall clock's time, in seconds since 1970-01-01 00:00:00 on the wall. */
  public void putCivil(long wallSecond, int micros) {
    number(Token.CIVIL, wallSecond);
    out.putLong(micros);
  }

  public void putInstant(long epochSecond, int micros) {
    number(Token.INSTANT, epochSecond);
    out.putLong(micros);
  }

  /** Writes a decimal whose unscaled value is a big-endian two's complement. */
  public void putDecimal(byte[] unscaled, int from, int length, int scale) {
    number(Token.DECIMAL, scale);
    out.putLong(length).put(unscaled, from, length);
  }

  public void putText(byte[] utf8, int from, int length) {
    number(Token.TEXT, length);
    out.put(utf8, from, length);
  }

  public void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putText(utf8, 0, utf8.length);
  }

  /** Names the next value of an object. */
  public void putKey(byte[] utf8) {
    number(Token.KEY, utf8.length);
    out.put(utf8);
  }

  private void number(Token token, long value) {
    out.put(token.code).putLong(value);
  }
}
