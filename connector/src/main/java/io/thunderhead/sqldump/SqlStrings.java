package io.thunderhead.sqldump;

import io.thunderhead.codec.Bytes;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.Charset;
import io.thunderhead.type.TextDecoder;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts strings, in the character set of the file or the one that their introducer names, and {@code
 * convert(… using …)} of them.
 *
 * <p>An introducer and its string are one value; Lightning takes them for two, which shifts the
 * columns behind. {@code _binary} makes a byte string.
 */
final class SqlStrings {
  private final SqlLexer lexer;
  private final TextDecoder ofFile;
  private final Bytes raw = new Bytes(256);
  private final Bytes digits = new Bytes(64);
  private String problem;

  /** Character set of {@link #raw} where it is not that of the file. */
  private Charset introduced;

  SqlStrings(SqlLexer lexer, Charset charset) {
    this.lexer = lexer;
    this.ofFile = TextDecoder.of(charset);
  }

  /** Forgets the problem of the row before. */
  void startRow() {
    problem = null;
  }

  /** Returns why a string of the row is no text of its character set, null when all are. */
  String problem() {
    return problem;
  }

  /** Puts the string whose quote is the current token. */
  void put(SourceRow row) throws IOException {
    if (ofFile == null) {
      lexer.content(row.buffer());
      row.endText();
    } else {
      lexer.content(raw.clear());
      putText(ofFile, row);
    }
  }

  /** Puts the current word as text. */
  void putWord(SourceRow row) {
    raw.clear().put(lexer.bytes, lexer.from(), lexer.to() - lexer.from());
    putText(ofFile, row);
  }

  /** Puts the string behind the introducer that is the current word. */
  void putIntroduced(SourceRow row) throws IOException, SyntaxProblem {
    readIntroduced();
    if (introduced == Charset.BINARY) {
      row.buffer().put(raw.array(), 0, raw.length());
      row.endBytes();
    } else {
      putText(decoder(introduced), row);
    }
  }

  /** Puts {@code convert(… using …)}, whose opening bracket is the current token. */
  void putConverted(SourceRow row) throws IOException, SyntaxProblem {
    boolean isNull = readConverted();
    expect(Token.WORD, "USING");
    Charset using = charset(name());
    expect(Token.CLOSE, null);
    if (isNull) {
      row.putNull();
    } else if (using == Charset.BINARY) {
      row.buffer().put(raw.array(), 0, raw.length());
      row.endBytes();
    } else {
      putText(introduced == Charset.BINARY ? decoder(using) : decoder(introduced), row);
    }
  }

  private boolean readConverted() throws IOException, SyntaxProblem {
    introduced = null;
    Token token = lexer.next();
    if (token == Token.QUOTE) {
      lexer.content(raw.clear());
    } else if (token != Token.WORD) {
      throw new SyntaxProblem("convert() of what is no literal");
    } else if (lexer.bytes[lexer.from()] == '_') {
      readIntroduced();
    } else if (readLiteral()) {
      introduced = Charset.BINARY;
    } else if (lexer.is("NULL")) {
      return true;
    } else {
      raw.clear().put(lexer.bytes, lexer.from(), lexer.to() - lexer.from());
    }
    return false;
  }

  private void expect(Token kind, String keyword) throws IOException, SyntaxProblem {
    Token token = lexer.next();
    if (token != kind || (keyword != null && !lexer.is(keyword))) {
      throw new SyntaxProblem("convert() is not convert(literal using character set)");
    }
  }

  private String name() throws IOException, SyntaxProblem {
    expect(Token.WORD, null);
    return lexer.text();
  }

  private void readIntroduced() throws IOException, SyntaxProblem {
    introduced = charset(lexer.text().substring(1));
    Token token = lexer.next();
    if (token == Token.QUOTE) {
      lexer.content(raw.clear());
    } else if (token != Token.WORD || !readLiteral()) {
      throw new SyntaxProblem("no string follows the name of a character set");
    }
  }

  /** Reads the current word's {@code 0x…}, {@code x'…'} or {@code b'…'}, if it is one. */
  private boolean readLiteral() throws IOException, SyntaxProblem {
    byte[] bytes = lexer.bytes;
    int from = lexer.from();
    int to = lexer.to();
    if (to - from > 2 && bytes[from] == '0' && bytes[from + 1] == 'x') {
      return Literals.putHex(bytes, from + 2, to, raw.clear(), true);
    }
    return to - from == 1 && lexer.quoteFollows() && readPrefixed(raw.clear());
  }

  /**
   * Appends the bytes of {@code x'…'} or {@code b'…'} whose letter is the current word, a quote
   * behind it; tells whether it is one.
   */
  boolean readPrefixed(Bytes out) throws IOException, SyntaxProblem {
    int letter = lexer.bytes[lexer.from()] | 0x20;
    if (letter != 'x' && letter != 'b') {
      return false;
    }
    lexer.next();
    lexer.content(digits.clear());
    boolean read =
        letter == 'x'
            ? Literals.putHex(digits.array(), 0, digits.length(), out, false)
            : Literals.putBits(digits.array(), 0, digits.length(), out);
    if (!read) {
      throw new SyntaxProblem(
          letter == 'x'
              ? "x'…' is no even number of hexadecimal digits"
              : "b'…' has other characters than 0 and 1");
    }
    return true;
  }

  private static Charset charset(String name) throws SyntaxProblem {
    Optional<Charset> found = Charset.find(name.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw new SyntaxProblem("the character set '" + name + "' is unknown");
    }
    return found.get();
  }

  /** Returns the decoder of a character set; UTF-8 is left to the column to check, as elsewhere. */
  private TextDecoder decoder(Charset charset) {
    return charset == null
        ? ofFile
        : charset == Charset.UTF8MB4 || charset == Charset.UTF8 ? null : TextDecoder.of(charset);
  }

  private void putText(TextDecoder decoder, SourceRow row) {
    Bytes out = row.buffer();
    int bad = decoder == null ? -1 : decoder.decode(raw.array(), 0, raw.length(), null, out);
    if (decoder == null) {
      out.put(raw.array(), 0, raw.length());
    } else if (bad >= 0) {
      out.put(raw.array(), bad, raw.length() - bad);
      if (problem == null) {
        problem =
            "charset error: value %d has at its byte %d 0x%02x, which is no character of %s; set the file's character-set"
                .formatted(row.length() + 1, bad, raw.array()[bad] & 0xff, decoder);
      }
    }
    row.endText();
  }
}
