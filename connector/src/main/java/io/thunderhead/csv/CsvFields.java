package io.thunderhead.csv;

import io.thunderhead.codec.Bytes;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.TextDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the values of a row of the fields of a record: NULL, escapes, character set. */
final class CsvFields {
  private final CsvDialect dialect;
  private final TextDecoder decoder;
  private final byte[] replacement;
  private final int escape;
  private final boolean escapedNull;
  private final byte[][] nulls;
  private final long nullLengths;
  private final Bytes raw = new Bytes(256);
  private int maxFields = Integer.MAX_VALUE;

  private SourceRow row;
  private Bytes target;
  private int start;
  private int escapes;
  private int count;
  private boolean surplus;
  private String problem;

  CsvFields(CsvDialect dialect, int escape) {
    this.dialect = dialect;
    this.escape = escape;
    decoder = TextDecoder.of(dialect.charset());
    replacement = bytes(dialect.invalidReplacement());
    String escapedN = dialect.escape() + "N";
    escapedNull = escape >= 0 && !dialect.notNull() && dialect.nulls().contains(escapedN);
    List<String> texts = dialect.notNull() ? List.of() : dialect.nulls();
    nulls =
        texts.stream()
            .filter(text -> !(escapedNull && text.equals(escapedN)))
            .map(CsvFields::bytes)
            .toArray(byte[][]::new);
    long lengths = 0;
    for (byte[] each : nulls) {
      lengths |= 1L << Math.min(each.length, Long.SIZE - 1);
    }
    nullLengths = lengths;
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sets how many fields a record can bring; more are dropped. */
  void limit(int fields) {
    maxFields = fields;
  }

  /** Begins a record. */
  void begin(SourceRow of) {
    row = of;
    target = decoder == null ? of.buffer() : raw;
    count = 0;
    surplus = false;
    problem = null;
  }

  /** Begins a field. */
  void beginField() {
    if (decoder != null) {
      raw.clear();
    }
    start = target.length();
    escapes = 0;
  }

  /** Appends bytes of a field. */
  void put(byte[] bytes, int from, int to) {
    target.put(bytes, from, to - from);
  }

  /** Appends the escape and the byte that follows it, or what they mean. */
  void putEscaped(byte next) {
    escapes++;
    if (decoder == null) {
      target.put(meaning(next));
    } else {
      target.put(escape).put(next);
    }
  }

  /** Ends a field. */
  void endField(boolean quoted, boolean last) {
    int length = target.length() - start;
    if (last && length == 0 && dialect.trimLastSeparator()) {
      return;
    }
    if (count == maxFields) {
      surplus = true;
      target.truncate(start);
      return;
    }
    if (decoder == null) {
      end(quoted, escapedNull && escapes == 1 && length == 1 && target.array()[start] == 'N');
    } else {
      boolean isNull = escapedNull && escapes == 1 && length == 2 && raw.array()[1] == 'N';
      decode(length);
      end(quoted, isNull);
    }
    count++;
  }

  private void end(boolean quoted, boolean isNull) {
    if (isNull || (!(quoted && dialect.quotedNullIsText()) && meansNull())) {
      row.putNull();
    } else {
      row.endText();
    }
  }

  private boolean meansNull() {
    int length = row.pending();
    if ((nullLengths >>> Math.min(length, Long.SIZE - 1) & 1) == 0) {
      return false;
    }
    Bytes text = row.buffer();
    for (byte[] each : nulls) {
      if (each.length == length
          && CsvTokens.stands(each, text.array(), text.length() - length, text.length())) {
        return true;
      }
    }
    return false;
  }

  /** Puts the field that lies in {@link #raw} into the row's buffer. */
  private void decode(int length) {
    Bytes out = row.buffer();
    int from = out.length();
    int bad = decoder.decode(raw.array(), 0, length, replacement, out);
    if (bad >= 0 && problem == null) {
      problem =
          "charset error: field %d (%s) has at its byte %d 0x%02x, which is no character of %s; set"
                  .formatted(
                      count + 1,
                      row.columns().size() > count ? row.columns().names().get(count) : "no column",
                      bad,
                      raw.array()[bad],
                      decoder)
              + " character-set to what the file is in, binary to take bytes as they are, or"
              + " data-invalid-char-replace to put a text in their place";
      Bytes rest = row.buffer();
      rest.put(raw.array(), bad, length - bad);
    }
    if (escapes > 0) {
      unescape(out, from);
    }
  }

  /** Takes the escapes out of the text from {@code from} on; one at the very end stays. */
  private void unescape(Bytes text, int from) {
    byte[] array = text.array();
    int to = from;
    for (int at = from; at < text.length(); at++) {
      if ((array[at] & 0xff) == escape && at + 1 < text.length()) {
        array[to++] = (byte) meaning(array[++at]);
      } else {
        array[to++] = array[at];
      }
    }
    text.truncate(to);
  }

  /** Returns the byte that an escaped byte means (kv-encoding 8.2 rule 5). */
  private static int meaning(byte next) {
    return switch (next) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 0x1a;
      default -> next;
    };
  }

  /** Puts the text of a bad record into a row. */
  void show(SourceRow of, byte[] text) {
    if (decoder == null) {
      of.buffer().put(text);
    } else {
      decoder.decode(text, 0, text.length, new byte[] {'?'}, of.buffer());
    }
    of.endText();
  }

  /** Tells whether the record had more fields than there are columns. */
  boolean surplus() {
    return surplus;
  }

  /** Returns why a field is no text, or null. */
  String problem() {
    return problem;
  }
}
