package io.thunderhead.locate;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Constants as partition definitions keep them: SQL text of a number, a string or bytes. */
final class SqlLiteral {
  static final String NULL = "NULL";

  private static final Pattern INTRODUCER = Pattern.compile("_[a-z0-9]+\\s*(?=['0xX])");

  private SqlLiteral() {}

  /**
   * Converts a constant to a column's type.
   *
   * @throws io.thunderhead.type.BadValueException when the type cannot hold it
   * @throws IllegalArgumentException when the text is no constant
   */
  static void read(String sql, ColumnType type, Datum out) {
    if (sql.equalsIgnoreCase(NULL)) {
      out.setNull();
      return;
    }
    Matcher introducer = INTRODUCER.matcher(sql.toLowerCase(Locale.ROOT));
    boolean introduced = introducer.lookingAt();
    String body = introduced ? sql.substring(introducer.end()) : sql;
    if (body.startsWith("0x") || body.startsWith("x'") || body.startsWith("X'")) {
      boolean quoted = body.charAt(1) == '\'';
      String hex = body.substring(2, body.length() - (quoted ? 1 : 0));
      type.fromBytes(HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : "0" + hex), out);
    } else if (body.startsWith("'")) {
      String text = unquoted(body);
      if (introduced && introducer.group().startsWith("_binary")) {
        type.fromBytes(text.getBytes(StandardCharsets.UTF_8), out);
      } else {
        type.fromText(text, out);
      }
    } else {
      type.fromText(body, out);
    }
  }

  private static String unquoted(String sql) {
    if (sql.length() < 2 || !sql.endsWith("'")) {
      throw new IllegalArgumentException("string " + sql + " (expected: quotes around it)");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < sql.length() - 1; i++) {
      char c = sql.charAt(i);
      if (c == '\\') {
        text.append(unescaped(sql.charAt(++i)));
      } else {
        i += c == '\'' ? 1 : 0;
        text.append(c);
      }
    }
    return text.toString();
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case '0' -> '\0';
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> '\u001a';
      default -> letter;
    };
  }
}
