package io.thunderhead.sqldump;

import io.thunderhead.codec.Bytes;
import io.thunderhead.source.ByteSource;
import io.thunderhead.source.FileSlice;
import io.thunderhead.type.Charset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Takes SQL apart into tokens (kv-encoding 8.3). A {@code #} begins a comment, as {@code --} does
 * with or without a space behind it.
 */
final class SqlLexer extends SqlWindow {
  static final int WINDOW_BYTES = 1 << 18;

  private static final byte PLAIN = 0;
  private static final byte SPACE = 1;
  private static final byte PUNCTUATION = 2;
  private static final byte QUOTE = 3;
  private static final byte SLASH = 4;
  private static final byte HASH = 5;
  private static final byte STAR = 6;

  private static final byte[] KIND = new byte[256];

  /** First byte of the characters of GBK and GB18030 whose second may be a backslash. */
  private static final int FIRST_GB_LEAD = 0x81;

  private static final int FIRST_GB_TRAIL = 0x40;

  static {
    set(" \t\n\u000b\f\r", SPACE);
    set(",;()", PUNCTUATION);
    set("'\"`", QUOTE);
    set("/", SLASH);
    set("#", HASH);
    set("*", STAR);
  }

  private final int rowLimit;

  /** Bytes that need a look in strings and in quoted names, true as 1. */
  private final byte[][] stops = new byte[128][];

  private int from;
  private int to;
  private boolean touching;
  private boolean unread;
  private int brackets;
  private Token current = Token.END;

  SqlLexer(FileSlice slice, SqlDialect dialect, ByteSource source, int windowBytes)
      throws IOException {
    super(slice, source, windowBytes);
    this.rowLimit = dialect.rowLimit();
    boolean gb = dialect.charset() == Charset.GBK || dialect.charset() == Charset.GB18030;
    for (char quote : new char[] {'\'', '"', '`'}) {
      byte[] stop = new byte[256];
      stop[quote] = 1;
      stop['\\'] = (byte) (quote != '`' && dialect.backslashEscapes() ? 1 : 0);
      for (int lead = FIRST_GB_LEAD; gb && lead < 0xff; lead++) {
        stop[lead] = 1;
      }
      stops[quote] = stop;
    }
  }

  private static void set(String letters, byte kind) {
    for (int i = 0; i < letters.length(); i++) {
      KIND[letters.charAt(i)] = kind;
    }
  }

  /** Reads the next token, which then is the current one; an unread string is passed. */
  Token next() throws IOException {
    if (unread) {
      skipContent();
    }
    current = scan();
    switch (current) {
      case OPEN -> brackets++;
      case CLOSE -> brackets--;
      case QUOTE -> unread = true;
      default -> {}
    }
    return current;
  }

  /** Returns the current token. */
  Token current() {
    return current;
  }

  /** Begins to count brackets. */
  void startBrackets(int open) {
    brackets = open;
  }

  /** Returns how many brackets are open. */
  int brackets() {
    return brackets;
  }

  private Token scan() throws IOException {
    touching = true;
    while (at < limit || more(at)) {
      byte first = bytes[at];
      switch (KIND[first & 0xff]) {
        case SPACE -> at++;
        case HASH -> skipLine();
        case SLASH -> {
          if (!skipComment()) {
            return single(Token.OTHER);
          }
        }
        case STAR -> {
          return single(Token.OTHER);
        }
        case QUOTE -> {
          return single(Token.QUOTE);
        }
        case PUNCTUATION -> {
          return single(punctuation(first));
        }
        default -> {
          if (first != '-' || !has(2) || bytes[at + 1] != '-') {
            return word();
          }
          skipLine();
        }
      }
      touching = false;
    }
    from = at;
    to = at;
    return Token.END;
  }

  private static Token punctuation(byte letter) {
    return switch (letter) {
      case '(' -> Token.OPEN;
      case ')' -> Token.CLOSE;
      case ',' -> Token.COMMA;
      default -> Token.SEMICOLON;
    };
  }

  private Token single(Token kind) {
    from = at++;
    to = at;
    return kind;
  }

  private Token word() throws IOException {
    int start = at;
    while (true) {
      while (at < limit && KIND[bytes[at] & 0xff] == PLAIN) {
        at++;
      }
      if (at < limit) {
        break;
      }
      if (at - start > rowLimit) {
        throw tooLong(position(start));
      }
      boolean more = more(start);
      start = 0;
      if (!more) {
        break;
      }
    }
    from = start;
    to = at;
    return Token.WORD;
  }

  /** Returns the index in {@link #bytes} where the current token begins. */
  int from() {
    return from;
  }

  /** Returns the index in {@link #bytes} where the current token, but for a string, ends. */
  int to() {
    return to;
  }

  /** Returns the offset in the file of the current token. */
  long place() {
    return position(from);
  }

  /** Tells whether nothing stands between the current token and the one before. */
  boolean touching() {
    return touching;
  }

  /** Tells whether the current word is a keyword, which is given in upper case. */
  boolean is(String keyword) {
    if (to - from != keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      int letter = bytes[from + i];
      int upper = letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
      if (upper != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the current word. */
  String text() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Tells whether a quote follows the current token at once. */
  boolean quoteFollows() throws IOException {
    int held = to - from;
    if (at == limit) {
      boolean more = more(from);
      from = 0;
      to = held;
      if (!more) {
        return false;
      }
    }
    return bytes[at] == '\'' || bytes[at] == '"';
  }

  /** Reads and drops the rest of the line, and returns it. */
  String line() throws IOException {
    Bytes line = new Bytes(16);
    while ((at < limit || more(at)) && bytes[at] != '\n' && line.length() < rowLimit) {
      line.put(bytes[at++]);
    }
    return new String(line.array(), 0, line.length(), StandardCharsets.UTF_8).trim();
  }

  /**
   * Appends the content of the string whose opening quote is the current token: doubled quotes are
   * one, and what is escaped stands for itself.
   */
  void content(Bytes out) throws IOException {
    unread = false;
    long start = place();
    byte quote = bytes[from];
    byte[] stop = stops[quote];
    int begin = out.length();
    while (true) {
      int run = at;
      while (run < limit && stop[bytes[run] & 0xff] == 0) {
        run++;
      }
      out.put(bytes, at, run - at);
      at = run;
      if (out.length() - begin > rowLimit) {
        throw tooLong(start);
      }
      if (at == limit && !more(at)) {
        throw cutOff("a string", start);
      } else if (stop[bytes[at] & 0xff] != 0 && stop(quote, start, out)) {
        return;
      }
    }
  }

  /** Takes what {@link #at} stands on in a string; tells whether the string ends. */
  private boolean stop(byte quote, long start, Bytes out) throws IOException {
    byte letter = bytes[at];
    boolean pair = has(2);
    if (letter == quote) {
      at++;
      if (!pair || bytes[at] != quote) {
        return true;
      }
      out.put(bytes[at++]);
    } else if (!pair) {
      throw cutOff("a string", start);
    } else if (letter == '\\') {
      out.put(unescaped(bytes[at + 1]));
      at += 2;
    } else {
      out.put(letter);
      at++;
      if ((bytes[at] & 0xff) >= FIRST_GB_TRAIL) {
        out.put(bytes[at++]);
      }
    }
    return false;
  }

  /** Passes the content of the string whose opening quote is the current token. */
  void skipContent() throws IOException {
    unread = false;
    long start = place();
    byte quote = bytes[from];
    byte[] stop = stops[quote];
    while (true) {
      int run = at;
      while (run < limit && stop[bytes[run] & 0xff] == 0) {
        run++;
      }
      at = run;
      if (at == limit && !more(at)) {
        throw cutOff("a string", start);
      } else if (stop[bytes[at] & 0xff] != 0) {
        byte letter = bytes[at];
        boolean pair = has(2);
        at++;
        if (letter == quote && (!pair || bytes[at] != quote)) {
          return;
        } else if (!pair) {
          throw cutOff("a string", start);
        } else if (letter == quote || letter == '\\' || (bytes[at] & 0xff) >= FIRST_GB_TRAIL) {
          at++;
        }
      }
    }
  }

  /**
   * Passes all that is no semicolon outside of strings and comments.
   *
   * @return false at the end
   */
  boolean skipToSemicolon() throws IOException {
    boolean inWord = false;
    while (at < limit || more(at)) {
      byte letter = bytes[at];
      byte kind = KIND[letter & 0xff];
      if (kind == PLAIN) {
        if (letter == '-' && !inWord && has(2) && bytes[at + 1] == '-') {
          skipLine();
          continue;
        }
        inWord = true;
        at++;
        continue;
      }
      inWord = false;
      if (kind == QUOTE) {
        single(Token.QUOTE);
        skipContent();
      } else if (letter == ';') {
        at++;
        return true;
      } else if (kind == HASH) {
        skipLine();
      } else if (kind != SLASH || !skipComment()) {
        at++;
      }
    }
    return false;
  }

  private void skipLine() throws IOException {
    while (at < limit || more(at)) {
      if (bytes[at++] == '\n') {
        return;
      }
    }
  }

  private boolean skipComment() throws IOException {
    if (!has(2) || bytes[at + 1] != '*') {
      return false;
    }
    long start = position(at);
    at += 2;
    while (has(2)) {
      if (bytes[at] == '*' && bytes[at + 1] == '/') {
        at += 2;
        return true;
      }
      at++;
    }
    throw cutOff("a comment", start);
  }

  private IOException tooLong(long start) {
    return lost(
        "what begins here is longer than a row may be, %d bytes".formatted(rowLimit), start);
  }

  private static int unescaped(byte letter) {
    return switch (letter) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 0x1a;
      default -> letter;
    };
  }
}
