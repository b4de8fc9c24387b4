package io.thunderhead.csv;

import io.thunderhead.source.SourceRow;
import java.io.IOException;

/**
 * Splits a file into records and fields (kv-encoding 8.2 rules 2 to 8 and 11).
 *
 * <p>A bad record ends at the first terminator behind the byte that shows the problem, or behind
 * the opening quote that nothing closes, so that the lines which such a quote would swallow are
 * read as records of their own. A line of white space that ends the file is skipped like any other
 * if a terminator follows it; Lightning makes a row of one empty field of the nothing behind it.
 */
final class CsvParser {
  /** Result of a scan besides the tokens: the file ends, or {@link #problem} is set. */
  private static final int END = -1;

  private static final int BAD = -2;

  private static final int NO_QUOTE = -1;

  /** Most bytes of a bad record that are shown. */
  private static final int SHOWN = 1 << 16;

  private final CsvWindow window;
  private final CsvTokens tokens;
  private final CsvFields fields;
  private final byte[] startingBy;
  private final boolean unescapedQuotes;
  private final boolean emptyLinesAreRows;
  private final int rowLimit;

  /** Index of the next byte. */
  private int at;

  /** Index of the first byte of the record; the window keeps it. */
  private int start;

  /** Index of the first byte that the field does not hold yet. */
  private int run;

  /** Index of the opening quote of the field. */
  private int opening = NO_QUOTE;

  /** Index up to which tokens can be told. */
  private int stop;

  private CsvProblem problem;
  private byte[] shown;
  private long skippedLines;

  CsvParser(CsvWindow window, CsvDialect dialect, CsvTokens tokens, CsvFields fields) {
    this.window = window;
    this.tokens = tokens;
    this.fields = fields;
    startingBy = tokens.startingBy();
    unescapedQuotes = dialect.unescapedQuotes();
    emptyLinesAreRows = dialect.emptyLinesAreRows();
    rowLimit = dialect.rowLimit();
  }

  /** Returns the file offset of the next byte. */
  long position() {
    return window.position(at);
  }

  /** Returns the file offset of the record. */
  long recordPosition() {
    return window.position(start);
  }

  /** Returns how many lines lack the text that fields come after. */
  long skippedLines() {
    return skippedLines;
  }

  /** Drops a UTF-8 byte order mark. */
  void skipByteOrderMark() throws IOException {
    start = at;
    boolean mark = has(0, 0xef) && has(1, 0xbb) && has(2, 0xbf);
    at = mark ? start + 3 : start;
    start = at;
  }

  private boolean has(int offset, int value) throws IOException {
    while (start + offset >= window.limit()) {
      if (window.ended()) {
        return false;
      }
      window.more(start);
      start = 0;
    }
    return (window.bytes()[start + offset] & 0xff) == value;
  }

  /** Skips to behind the next terminator, whatever stands around it. */
  void skipRawLine() throws IOException {
    start = at;
    while (ready()) {
      int length = tokens.rawTerminator(window.bytes(), at, window.limit());
      at += Math.max(1, length);
      start = at;
      if (length > 0) {
        return;
      }
    }
  }

  /**
   * Goes to the first byte of the next record that begins before {@code end}.
   *
   * @return false when there is none; {@link #position()} is then behind the last blank line
   */
  boolean seek(long end) throws IOException {
    problem = null;
    while (true) {
      start = at;
      if (window.position(at) >= end || !ready()) {
        return false;
      }
      if (startingBy.length > 0 && !skipPrefix()) {
        return false;
      }
      if (emptyLinesAreRows || !skipBlankLine()) {
        return true;
      }
    }
  }

  /** Goes behind the text that fields come after; drops lines without it. */
  private boolean skipPrefix() throws IOException {
    boolean atLineEnd;
    do {
      if (CsvTokens.stands(startingBy, window.bytes(), at, window.limit())) {
        at += startingBy.length;
        start = at;
        return ready();
      }
      int length = tokens.rawTerminator(window.bytes(), at, window.limit());
      atLineEnd = length > 0;
      skippedLines += atLineEnd ? 1 : 0;
      at += Math.max(1, length);
      start = at;
    } while (ready());
    skippedLines += atLineEnd ? 0 : 1;
    return false;
  }

  /** Goes behind a line of white space; stays where there is none. */
  private boolean skipBlankLine() throws IOException {
    while (ready()) {
      byte[] bytes = window.bytes();
      int token = tokenHere();
      if (token == CsvTokens.TERMINATOR) {
        at += tokens.terminatorLength(bytes, at, window.limit());
        return true;
      }
      int space = token == CsvTokens.LITERAL ? WhiteSpace.length(bytes, at, window.limit()) : 0;
      if (space == 0) {
        break;
      }
      at += space;
    }
    problem = null;
    at = start;
    return false;
  }

  /**
   * Reads the record that {@link #seek} found.
   *
   * @return the reason why it is no row, or null
   */
  String read(SourceRow row) throws IOException {
    fields.begin(row);
    problem = null;
    shown = null;
    int token;
    do {
      token = readField();
      if (token == BAD) {
        return resume();
      }
    } while (token == CsvTokens.SEPARATOR);
    return fields.problem();
  }

  /** Reads a field and what ends it: a separator, a terminator, END or BAD. */
  private int readField() throws IOException {
    fields.beginField();
    run = at;
    opening = NO_QUOTE;
    boolean quoted = ready() && tokenHere() == CsvTokens.QUOTE;
    int token = quoted ? readQuoted() : readUnquoted();
    if (token == BAD) {
      return BAD;
    }
    if (at > run) {
      fields.put(window.bytes(), run, at);
    }
    fields.endField(quoted, token != CsvTokens.SEPARATOR);
    if (token == CsvTokens.SEPARATOR) {
      at += tokens.separatorLength();
    } else if (token == CsvTokens.TERMINATOR) {
      at += tokens.terminatorLength(window.bytes(), at, window.limit());
    }
    return token;
  }

  /** Scans a field without quotes and returns the token behind it. */
  private int readUnquoted() throws IOException {
    byte[] classes = tokens.outside();
    while (true) {
      byte[] bytes = window.bytes();
      int next = at;
      int end = stop;
      while (next < end && classes[bytes[next] & 0xff] == CsvTokens.LITERAL) {
        next++;
      }
      at = next;
      if (next >= end && !ready()) {
        return problem == null ? END : BAD;
      }
      int token = tokenHere();
      switch (token) {
        case CsvTokens.SEPARATOR, CsvTokens.TERMINATOR -> {
          return token;
        }
        case CsvTokens.QUOTE -> {
          if (!unescapedQuotes) {
            return bad(CsvProblem.QUOTE_IN_TEXT);
          }
          at += tokens.quoteLength();
        }
        case CsvTokens.ESCAPE -> {
          if (!takeEscape()) {
            return BAD;
          }
        }
        default -> at++;
      }
    }
  }

  /** Scans a field in quotes and returns the token behind it. */
  private int readQuoted() throws IOException {
    byte[] classes = tokens.inside();
    opening = at;
    at += tokens.quoteLength();
    run = at;
    while (opening != NO_QUOTE) {
      byte[] bytes = window.bytes();
      int next = at;
      int end = stop;
      while (next < end && classes[bytes[next] & 0xff] == CsvTokens.LITERAL) {
        next++;
      }
      at = next;
      if (next >= end && !ready()) {
        return problem == null ? bad(CsvProblem.UNTERMINATED_QUOTE) : BAD;
      }
      int token = tokens.inside(window.bytes(), at, window.limit());
      if (token == CsvTokens.QUOTE) {
        takeQuote();
      } else if (token == CsvTokens.LITERAL) {
        at++;
      } else if (!takeEscape()) {
        return BAD;
      }
    }
    return tokenAfterQuote();
  }

  /** Takes a quote inside a field in quotes: one that is doubled, is text, or ends the field. */
  private void takeQuote() {
    byte[] bytes = window.bytes();
    int length = tokens.quoteLength();
    boolean doubled = tokens.quoteAt(bytes, at + length, window.limit());
    if (!doubled && unescapedQuotes && !fieldEndsAt(at + length)) {
      at += length;
      return;
    }
    fields.put(bytes, run, doubled ? at + length : at);
    at += doubled ? 2 * length : length;
    run = at;
    if (!doubled) {
      opening = NO_QUOTE;
    }
  }

  private boolean fieldEndsAt(int index) {
    if (index >= window.limit()) {
      return true;
    }
    int token = tokens.outside(window.bytes(), index, window.limit());
    return token == CsvTokens.SEPARATOR || token == CsvTokens.TERMINATOR;
  }

  private int tokenAfterQuote() throws IOException {
    if (!ready()) {
      return problem == null ? END : BAD;
    }
    int token = tokenHere();
    boolean ends = token == CsvTokens.SEPARATOR || token == CsvTokens.TERMINATOR;
    return ends ? token : bad(CsvProblem.TEXT_AFTER_QUOTE);
  }

  private int tokenHere() {
    return tokens.outside(window.bytes(), at, window.limit());
  }

  /** Takes an escape and the byte that follows it; false when the file ends between them. */
  private boolean takeEscape() {
    byte[] bytes = window.bytes();
    if (at + 1 >= window.limit()) {
      problem = CsvProblem.DANGLING_ESCAPE;
      return false;
    }
    fields.put(bytes, run, at);
    fields.putEscaped(bytes[at + 1]);
    at += 2;
    run = at;
    return true;
  }

  private int bad(CsvProblem why) {
    problem = why;
    return BAD;
  }

  /** Goes to where reading goes on after a bad record, and returns what was wrong. */
  private String resume() throws IOException {
    boolean inQuotes = opening != NO_QUOTE;
    boolean shownByOpening = inQuotes && problem != CsvProblem.DANGLING_ESCAPE;
    String reason = problem.reason(window.position(shownByOpening ? opening : at), rowLimit);
    problem = null;
    if (inQuotes) {
      at = opening + tokens.quoteLength();
    }
    int end = skipLine();
    if (shown == null) {
      shown = window.copy(start, Math.min(end, start + SHOWN));
    }
    return reason;
  }

  /** Skips to behind the next terminator that is not escaped; returns the index of it. */
  private int skipLine() throws IOException {
    byte[] classes = tokens.outside();
    while (true) {
      drop();
      if (!ready()) {
        return at;
      }
      byte[] bytes = window.bytes();
      while (at < stop && classes[bytes[at] & 0xff] == CsvTokens.LITERAL) {
        at++;
      }
      int token = at < stop ? tokenHere() : CsvTokens.LITERAL;
      if (token == CsvTokens.TERMINATOR) {
        int end = at;
        at += tokens.terminatorLength(bytes, at, window.limit());
        return end;
      } else if (token == CsvTokens.ESCAPE) {
        at = Math.min(at + 2, window.limit());
      } else if (at < stop) {
        at++;
      }
    }
  }

  /** Lets go of the bytes of a long bad record but for those that are shown. */
  private void drop() {
    if (shown == null && at - start >= Math.min(SHOWN, rowLimit)) {
      shown = window.copy(start, start + Math.min(SHOWN, rowLimit));
    }
    if (shown != null) {
      start = at;
    }
  }

  /** Tells whether the last record has a terminator that ends behind {@code position}. */
  boolean holdsTerminator(long position) {
    byte[] bytes = window.bytes();
    for (int i = start; i < at; i++) {
      int length = tokens.rawTerminator(bytes, i, at);
      if (length > 0 && window.position(i + length) >= position) {
        return i + length < at;
      }
    }
    return false;
  }

  /** Returns the first bytes of the bad record that was read last. */
  byte[] shown() {
    return shown;
  }

  /**
   * Sees to it that the token at {@link #at} can be told.
   *
   * @return false when the file ends there, or the record is too long, which sets {@link #problem}
   */
  private boolean ready() throws IOException {
    while (at >= stop) {
      if (at - start > rowLimit) {
        problem = CsvProblem.TOO_LONG;
        return false;
      }
      int lookahead = tokens.lookahead();
      if (!window.ended() && at + lookahead > window.limit()) {
        more();
      } else if (at >= window.limit()) {
        return false;
      }
      int known = window.ended() ? window.limit() : window.limit() - lookahead + 1;
      stop = (int) Math.min(known, (long) start + rowLimit + 1);
    }
    return true;
  }

  private void more() throws IOException {
    window.more(start);
    at -= start;
    run -= start;
    if (opening != NO_QUOTE) {
      opening -= start;
    }
    start = 0;
  }
}
