package io.thunderhead.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Values as literals of SQL, in UTF-8. */
final class SqlWords {
  private static final HexFormat HEX = HexFormat.of();

  private SqlWords() {}

  /** Returns a text as a literal. */
  static String quoted(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    putText(out, text.getBytes(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns bytes as a literal. */
  static String hex(byte[] bytes) {
    return bytes.length == 0 ? "''" : "x'" + HEX.formatHex(bytes) + "'";
  }

  /** Writes a value as the server gave it, null for NULL. */
  static void put(ByteArrayOutputStream out, byte[] value, SourceColumn.Form form) {
    if (value == null) {
      put(out, "NULL");
      return;
    }
    switch (form) {
      case NUMBER, FLOAT -> out.writeBytes(value);
      case BYTES -> put(out, hex(value));
      case TEXT -> putText(out, value);
    }
  }

  private static void putText(ByteArrayOutputStream out, byte[] text) {
    out.write('\'');
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      byte c = text[i];
      if (c == '\'' || c == '\\' || c == 0) {
        out.write(text, start, i - start);
        out.write('\\');
        out.write(c == 0 ? '0' : c);
        start = i + 1;
      }
    }
    out.write(text, start, text.length - start);
    out.write('\'');
  }

  static void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
