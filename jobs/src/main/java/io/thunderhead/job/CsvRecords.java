package io.thunderhead.job;

import io.thunderhead.codec.Bytes;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of CSV as the loader of the cluster reads it by default (kv-encoding 8.1 and 8.2): fields
 * between commas, quoted with {@code "}, {@code \} escapes, {@code \N} is NULL, CR and LF end
 * lines.
 */
final class CsvRecords {
  private static final int END = -1;
  private static final byte[] NULL = {'\\', 'N'};

  private final InputStream in;
  private final Bytes raw = new Bytes(256);
  private int next;
  private long line = 1;
  private long start = 1;
  private boolean quoted;

  private CsvRecords(InputStream in) throws IOException {
    this.in = in;
    this.next = in.read();
  }

  /** Starts at the first byte, behind a byte order mark. */
  static CsvRecords of(InputStream source) throws IOException {
    BufferedInputStream in = new BufferedInputStream(source, 1 << 16);
    in.mark(3);
    if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
      in.reset();
    }
    return new CsvRecords(in);
  }

  /**
   * Returns the fields of the next record, null for NULL; no list at the end.
   *
   * @throws LoadException BAD_ROW when the text is no CSV
   */
  List<byte[]> next() throws IOException {
    while (next != END) {
      start = line;
      List<byte[]> fields = new ArrayList<>();
      boolean anyQuoted = false;
      do {
        readField();
        fields.add(value());
        anyQuoted |= quoted;
      } while (takeSeparator());
      boolean last = next == END;
      endLine();
      boolean blank = fields.size() == 1 && !anyQuoted && isBlank();
      if (!blank || (last && raw.length() > 0)) {
        return fields;
      }
    }
    return null;
  }

  /** Returns the line, from 1, in which the last record starts. */
  long line() {
    return start;
  }

  private void readField() throws IOException {
    raw.clear();
    quoted = next == '"';
    if (quoted) {
      advance();
      readQuoted();
      return;
    }
    while (next != ',' && next != '\r' && next != '\n' && next != END) {
      if (next == '"') {
        throw bad("a quote stands inside a field");
      }
      takeByte();
    }
  }

  private void readQuoted() throws IOException {
    while (true) {
      if (next == END) {
        throw bad("the file ends inside a quoted field");
      } else if (next != '"') {
        takeByte();
        continue;
      }
      advance();
      if (next != '"') {
        break;
      }
      raw.put(next);
      advance();
    }
    if (next != ',' && next != '\r' && next != '\n' && next != END) {
      throw bad("a separator is missing behind a quoted field");
    }
  }

  /** Keeps the next byte, and what an escape stands before, as they are. */
  private void takeByte() throws IOException {
    boolean escape = next == '\\';
    raw.put(next);
    advance();
    if (escape) {
      if (next == END) {
        throw bad("nothing follows the last backslash");
      }
      raw.put(next);
      advance();
    }
  }

  private boolean takeSeparator() throws IOException {
    boolean more = next == ',';
    if (more) {
      advance();
    }
    return more;
  }

  private void endLine() throws IOException {
    if (next != END) {
      advance();
    }
  }

  private void advance() throws IOException {
    line += next == '\n' ? 1 : 0;
    next = in.read();
  }

  private byte[] value() {
    byte[] bytes = raw.toByteArray();
    if (Arrays.equals(bytes, NULL)) {
      return null;
    }
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[length++] = bytes[i] == '\\' ? unescaped(bytes[++i]) : bytes[i];
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte unescaped(byte letter) {
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

  private boolean isBlank() {
    for (int i = 0; i < raw.length(); i++) {
      byte b = raw.array()[i];
      if (b != ' ' && (b < '\t' || b > '\r')) {
        return false;
      }
    }
    return true;
  }

  private LoadException bad(String problem) {
    return new LoadException(
        ErrorCode.BAD_ROW, "line " + start + ": " + problem + "; correct the file");
  }
}
