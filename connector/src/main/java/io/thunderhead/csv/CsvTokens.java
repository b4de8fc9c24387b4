package io.thunderhead.csv;

import java.util.Arrays;

/** The special strings of a dialect as bytes of its files, and where they stand. */
final class CsvTokens {
  static final int LITERAL = 0;
  static final int TERMINATOR = 1;
  static final int SEPARATOR = 2;
  static final int QUOTE = 3;
  static final int ESCAPE = 4;

  /** Class of a byte that begins a token of several bytes. */
  private static final byte PERHAPS = 5;

  /** Longest character that is white space. */
  private static final int LONGEST_SPACE = 3;

  private final byte[] terminator;
  private final byte[] separator;
  private final byte[] quote;
  private final byte[] escape;
  private final byte[] startingBy;
  private final byte[] outside = new byte[256];
  private final byte[] inside = new byte[256];
  private final int lookahead;

  CsvTokens(CsvDialect dialect) {
    terminator = dialect.encode(dialect.terminator());
    separator = dialect.encode(dialect.separator());
    quote = dialect.encode(dialect.quote());
    escape = dialect.encode(dialect.escape());
    mark(inside, escape, ESCAPE);
    mark(inside, quote, QUOTE);
    mark(outside, escape, ESCAPE);
    mark(outside, quote, QUOTE);
    mark(outside, separator, SEPARATOR);
    if (terminator.length == 0) {
      outside['\r'] = TERMINATOR;
      outside['\n'] = TERMINATOR;
    }
    mark(outside, terminator, TERMINATOR);
    startingBy = dialect.encode(dialect.startingBy());
    int longest = Math.max(LONGEST_SPACE, Math.max(terminator.length, separator.length));
    lookahead = Math.max(2 * quote.length + longest + 1, startingBy.length);
  }

  /** Marks the first byte of a token; the last that is marked is tried first. */
  private static void mark(byte[] classes, byte[] token, int kind) {
    if (token.length > 0) {
      classes[token[0] & 0xff] = token.length == 1 ? (byte) kind : PERHAPS;
    }
  }

  /** Returns the classes of bytes outside quotes: 0 where no token begins. */
  byte[] outside() {
    return outside;
  }

  /** Returns the classes of bytes inside quotes: 0 where no token begins. */
  byte[] inside() {
    return inside;
  }

  /** Returns how many bytes from a place on are needed to tell what stands there. */
  int lookahead() {
    return lookahead;
  }

  /** Returns the most bytes that are taken at once: a closing quote with what follows it. */
  int longestStep() {
    int end = Math.max(separator.length, terminator.length == 0 ? 2 : terminator.length);
    return quote.length + Math.max(quote.length, Math.max(2, end));
  }

  /** Tells whether all tokens are ASCII, so that none begins inside a character. */
  boolean isAscii() {
    return isAscii(terminator) && isAscii(separator) && isAscii(quote);
  }

  private static boolean isAscii(byte[] token) {
    for (byte each : token) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether two terminators can overlap, as {@code aa} does in {@code aaa}. */
  boolean terminatorOverlaps() {
    for (int length = 1; length < terminator.length; length++) {
      if (Arrays.equals(
          terminator, 0, length, terminator, terminator.length - length, terminator.length)) {
        return true;
      }
    }
    return false;
  }

  int separatorLength() {
    return separator.length;
  }

  int quoteLength() {
    return quote.length;
  }

  byte[] startingBy() {
    return startingBy;
  }

  /** Returns the escape byte, -1 when there is none. */
  int escape() {
    return escape.length == 0 ? -1 : escape[0] & 0xff;
  }

  /** Returns the token at {@code at}, outside quotes. */
  int outside(byte[] bytes, int at, int limit) {
    int kind = outside[bytes[at] & 0xff];
    if (kind != PERHAPS) {
      return kind;
    } else if (terminator.length > 0 && stands(terminator, bytes, at, limit)) {
      return TERMINATOR;
    } else if (stands(separator, bytes, at, limit)) {
      return SEPARATOR;
    }
    return inside(bytes, at, limit);
  }

  /** Returns the token at {@code at}, inside quotes: QUOTE, ESCAPE or LITERAL. */
  int inside(byte[] bytes, int at, int limit) {
    if (quoteAt(bytes, at, limit)) {
      return QUOTE;
    }
    return escape.length > 0 && bytes[at] == escape[0] ? ESCAPE : LITERAL;
  }

  boolean quoteAt(byte[] bytes, int at, int limit) {
    return quote.length > 0 && stands(quote, bytes, at, limit);
  }

  /** Returns the length of the terminator that stands at {@code at}: 2 for CRLF. */
  int terminatorLength(byte[] bytes, int at, int limit) {
    if (terminator.length > 0) {
      return terminator.length;
    }
    return bytes[at] == '\r' && at + 1 < limit && bytes[at + 1] == '\n' ? 2 : 1;
  }

  /** Returns the length of the terminator at {@code at} whatever stands around it, 0 for none. */
  int rawTerminator(byte[] bytes, int at, int limit) {
    if (terminator.length > 0) {
      return stands(terminator, bytes, at, limit) ? terminator.length : 0;
    }
    return bytes[at] == '\r' || bytes[at] == '\n' ? terminatorLength(bytes, at, limit) : 0;
  }

  /** Tells whether a token stands at {@code at}. */
  static boolean stands(byte[] token, byte[] bytes, int at, int limit) {
    if (at + token.length > limit) {
      return false;
    }
    for (int i = 0; i < token.length; i++) {
      if (bytes[at + i] != token[i]) {
        return false;
      }
    }
    return true;
  }
}
