package io.thunderhead.csv;

/**
 * Follows where records end, from one place and state on, exactly as {@link CsvParser} does: a bad
 * record ends where the parser resumes.
 */
final class CsvTrack {
  /** Before the first byte of a field. */
  static final int START = 0;

  /** In a field without quotes. */
  static final int TEXT = 1;

  /** In a field with quotes. */
  static final int INSIDE = 2;

  /** Behind the problem of a bad record. */
  static final int SKIP = 3;

  static final int STATES = 4;

  /** No record ends. */
  static final long NONE = -1;

  private final CsvTokens tokens;
  private final boolean unescapedQuotes;
  private final int rowLimit;

  private long at;
  private int state;
  private long first = NONE;
  private long last = NONE;
  private boolean lost;

  /** Whether the step that was taken last ended a record. */
  private boolean ended;

  CsvTrack(CsvTokens tokens, CsvDialect dialect, int state, long at) {
    this.tokens = tokens;
    this.unescapedQuotes = dialect.unescapedQuotes();
    this.rowLimit = dialect.rowLimit();
    this.state = state;
    this.at = at;
  }

  /** Returns the file offset of the next byte. */
  long at() {
    return at;
  }

  int state() {
    return state;
  }

  /** Returns the file offset behind the first record that ended, or NONE. */
  long first() {
    return first;
  }

  /** Returns the file offset behind the last record that ended, or NONE. */
  long last() {
    return last;
  }

  /** Tells that a record was too long, so that where the next one begins is not known. */
  boolean lost() {
    return lost;
  }

  /** Tells whether both go on alike. */
  boolean joins(CsvTrack other) {
    return at == other.at && state == other.state && last == other.last && lost == other.lost;
  }

  /**
   * Goes on while tokens can be told.
   *
   * @param stop index from which on they cannot, or where the chunk ends
   */
  void advance(CsvWindow window, int stop) {
    byte[] bytes = window.bytes();
    int limit = window.limit();
    long base = window.position(0);
    int index = (int) Math.min(at - base, limit);
    while (index < stop && !lost) {
      byte[] classes = state == INSIDE ? tokens.inside() : tokens.outside();
      int from = index;
      while (index < stop && classes[bytes[index] & 0xff] == CsvTokens.LITERAL) {
        index++;
      }
      state = state == START && index > from ? TEXT : state;
      if (index < stop) {
        index = state == INSIDE ? inside(bytes, index, limit) : outside(bytes, index, limit);
        if (ended) {
          end(base + index);
        }
      }
    }
    at = Math.max(at, base + index);
  }

  private void end(long position) {
    ended = false;
    if (last != NONE && position - last > rowLimit) {
      lost = true;
      return;
    }
    first = first == NONE ? position : first;
    last = position;
  }

  private int outside(byte[] bytes, int index, int limit) {
    int token = tokens.outside(bytes, index, limit);
    switch (token) {
      case CsvTokens.TERMINATOR -> {
        ended = true;
        state = START;
        return index + tokens.terminatorLength(bytes, index, limit);
      }
      case CsvTokens.ESCAPE -> {
        state = state == SKIP ? SKIP : TEXT;
        return index + 2;
      }
      default -> {
        return state == SKIP ? index + 1 : text(token, index);
      }
    }
  }

  private int text(int token, int index) {
    if (token == CsvTokens.SEPARATOR) {
      state = START;
      return index + tokens.separatorLength();
    } else if (token != CsvTokens.QUOTE) {
      state = TEXT;
      return index + 1;
    } else if (state == START) {
      state = INSIDE;
      return index + tokens.quoteLength();
    } else if (unescapedQuotes) {
      return index + tokens.quoteLength();
    }
    state = SKIP;
    return index + 1;
  }

  private int inside(byte[] bytes, int index, int limit) {
    int token = tokens.inside(bytes, index, limit);
    if (token != CsvTokens.QUOTE) {
      return index + (token == CsvTokens.ESCAPE ? 2 : 1);
    }
    int behind = index + tokens.quoteLength();
    if (tokens.quoteAt(bytes, behind, limit)) {
      return behind + tokens.quoteLength();
    }
    int next = behind < limit ? tokens.outside(bytes, behind, limit) : CsvTokens.LITERAL;
    if (next == CsvTokens.SEPARATOR || next == CsvTokens.TERMINATOR) {
      return outside(bytes, behind, limit);
    }
    state = unescapedQuotes ? INSIDE : SKIP;
    return behind;
  }
}
