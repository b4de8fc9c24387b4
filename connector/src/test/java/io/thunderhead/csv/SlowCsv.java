package io.thunderhead.csv;

import io.thunderhead.type.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as slowly and plainly as the rules of kv-encoding 8.2 are written: the whole file is
 * one string of a character per byte, and nothing is shared with the reader under test. Character
 * sets other than binary are not its business.
 */
final class SlowCsv {
  /**
   * A record.
   *
   * @param offset of its first byte
   * @param problem null when it is a row
   * @param fields null for NULL, a character per byte
   */
  record Result(long offset, CsvProblem problem, List<String> fields) {}

  private final CsvDialect dialect;
  private final String text;
  private final String separator;
  private final String quote;
  private final String terminator;
  private final String escape;

  private int at;
  private int start;
  private int opening;
  private CsvProblem problem;

  private SlowCsv(CsvDialect dialect, byte[] file) {
    if (dialect.charset() != Charset.BINARY) {
      throw new IllegalArgumentException("binary only");
    }
    this.dialect = dialect;
    text = new String(file, StandardCharsets.ISO_8859_1);
    separator = bytes(dialect.separator());
    quote = bytes(dialect.quote());
    terminator = bytes(dialect.terminator());
    escape = bytes(dialect.escape());
  }

  private static String bytes(String value) {
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Returns all records behind the byte order mark and the lines that are skipped. */
  static List<Result> read(CsvDialect dialect, byte[] file) {
    return new SlowCsv(dialect, file).records();
  }

  private List<Result> records() {
    List<Result> results = new ArrayList<>();
    at = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    for (long i = 0; i < dialect.skipRows() && at < text.length(); i++) {
      skipRaw();
    }
    while (toRecord()) {
      results.add(record());
    }
    return results;
  }

  private void skipRaw() {
    while (at < text.length()) {
      int length = terminatorLength(at);
      at += Math.max(1, length);
      if (length > 0) {
        return;
      }
    }
  }

  private boolean toRecord() {
    while (at < text.length()) {
      if (!dialect.startingBy().isEmpty()) {
        int end = at;
        while (end < text.length() && terminatorLength(end) == 0) {
          end++;
        }
        int prefix = text.indexOf(bytes(dialect.startingBy()), at);
        if (prefix < 0 || prefix > end) {
          at = end;
          skipRaw();
          continue;
        }
        at = prefix + bytes(dialect.startingBy()).length();
        if (at == text.length()) {
          return false;
        }
      }
      int blank = dialect.emptyLinesAreRows() ? -1 : blankEnd();
      if (blank < 0) {
        return true;
      }
      at = blank;
    }
    return false;
  }

  /** Returns the end of a line of white space that is terminated, -1 when there is none here. */
  private int blankEnd() {
    int place = at;
    while (place < text.length() && place - at <= dialect.rowLimit()) {
      if (terminatorLength(place) > 0) {
        return place + terminatorLength(place);
      }
      if (is(separator, place) || is(quote, place) || is(escape, place)) {
        return -1;
      }
      int space = spaceLength(place);
      if (space == 0) {
        return -1;
      }
      place += space;
    }
    return -1;
  }

  private int spaceLength(int place) {
    for (int length = 1; length <= 3 && place + length <= text.length(); length++) {
      byte[] bytes = text.substring(place, place + length).getBytes(StandardCharsets.ISO_8859_1);
      String decoded = new String(bytes, StandardCharsets.UTF_8);
      boolean space =
          decoded.equals("\u0085")
              || decoded.equals("\u00a0")
              || decoded.equals("\u202f")
              || decoded.equals("\u2007")
              || (decoded.length() == 1
                  && Character.isWhitespace(decoded.charAt(0))
                  && !(decoded.charAt(0) >= 0x1c && decoded.charAt(0) <= 0x1f));
      if (space) {
        return length;
      }
    }
    return 0;
  }

  private Result record() {
    start = at;
    problem = null;
    List<String> fields = new ArrayList<>();
    boolean more = true;
    while (more) {
      boolean quoted = !over() && !is(terminatorHere(), at) && !is(separator, at) && is(quote, at);
      String raw = quoted ? quoted() : unquoted();
      if (problem != null) {
        return bad();
      }
      more = at < text.length() && terminatorLength(at) == 0;
      if (more) {
        at += separator.length();
      }
      if (more || !dialect.trimLastSeparator() || !raw.isEmpty()) {
        fields.add(value(raw, quoted));
      }
    }
    at += at < text.length() ? terminatorLength(at) : 0;
    return new Result(start, null, fields);
  }

  private String terminatorHere() {
    int length = at < text.length() ? terminatorLength(at) : 0;
    return length == 0 ? "" : text.substring(at, at + length);
  }

  private boolean over() {
    if (at - start > dialect.rowLimit()) {
      problem = CsvProblem.TOO_LONG;
    }
    return problem != null;
  }

  private String unquoted() {
    opening = -1;
    StringBuilder raw = new StringBuilder();
    while (!over() && at < text.length()) {
      if (terminatorLength(at) > 0 || is(separator, at)) {
        break;
      } else if (is(quote, at)) {
        if (!dialect.unescapedQuotes()) {
          problem = CsvProblem.QUOTE_IN_TEXT;
          break;
        }
        raw.append(quote);
        at += quote.length();
      } else if (!escaped(raw)) {
        raw.append(text.charAt(at++));
      }
      if (problem != null) {
        break;
      }
    }
    return raw.toString();
  }

  private String quoted() {
    opening = at;
    at += quote.length();
    StringBuilder raw = new StringBuilder();
    while (!over()) {
      if (at >= text.length()) {
        problem = CsvProblem.UNTERMINATED_QUOTE;
      } else if (is(quote, at)) {
        at += quote.length();
        if (is(quote, at)) {
          raw.append(quote);
          at += quote.length();
        } else if (!dialect.unescapedQuotes() || fieldEnds()) {
          break;
        } else {
          raw.append(quote);
        }
      } else if (!escaped(raw)) {
        raw.append(text.charAt(at++));
      }
      if (problem != null) {
        return raw.toString();
      }
    }
    if (problem == null) {
      opening = -1;
      if (!over() && !fieldEnds()) {
        problem = CsvProblem.TEXT_AFTER_QUOTE;
      }
    }
    return raw.toString();
  }

  private boolean fieldEnds() {
    return at >= text.length() || terminatorLength(at) > 0 || is(separator, at);
  }

  /** Takes an escape and what follows it, raw. */
  private boolean escaped(StringBuilder raw) {
    if (!is(escape, at)) {
      return false;
    }
    if (at + 1 >= text.length()) {
      problem = CsvProblem.DANGLING_ESCAPE;
    } else {
      raw.append(text, at, at + 2);
      at += 2;
    }
    return true;
  }

  /** Ends a bad record at a terminator behind the problem, or behind the quote nobody closed. */
  private Result bad() {
    if (opening >= 0) {
      at = opening + quote.length();
    }
    while (at < text.length() && terminatorLength(at) == 0) {
      at += is(escape, at) && !is(separator, at) && !is(quote, at) ? 2 : 1;
    }
    at = at < text.length() ? at + terminatorLength(at) : text.length();
    return new Result(start, problem, List.of());
  }

  private String value(String raw, boolean quoted) {
    boolean special =
        !escape.isEmpty() && !dialect.notNull() && dialect.nulls().contains(escape + "N");
    if (special && raw.equals(escape + "N")) {
      return null;
    }
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (!escape.isEmpty() && raw.charAt(i) == escape.charAt(0)) {
        char next = raw.charAt(++i);
        int meaning = "0bnrtZ".indexOf(next);
        value.append(meaning < 0 ? next : "\0\b\n\r\t\u001a".charAt(meaning));
      } else {
        value.append(raw.charAt(i));
      }
    }
    boolean isNull =
        !dialect.notNull()
            && !(quoted && dialect.quotedNullIsText())
            && dialect.nulls().stream().map(SlowCsv::bytes).anyMatch(value.toString()::equals)
            && !(special && value.toString().equals(escape + "N"));
    return isNull ? null : value.toString();
  }

  private boolean is(String token, int place) {
    return !token.isEmpty() && text.startsWith(token, place);
  }

  private int terminatorLength(int place) {
    if (!terminator.isEmpty()) {
      return is(terminator, place) ? terminator.length() : 0;
    }
    return is("\r\n", place) ? 2 : is("\r", place) || is("\n", place) ? 1 : 0;
  }
}
