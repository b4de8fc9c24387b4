package io.thunderhead.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A column's type out of the words of DDL; the other way round of {@link TypeNames}. */
final class TypeWords {
  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("tinyint", FieldType.TINY),
          Map.entry("smallint", FieldType.SHORT),
          Map.entry("mediumint", FieldType.INT24),
          Map.entry("int", FieldType.LONG),
          Map.entry("integer", FieldType.LONG),
          Map.entry("bigint", FieldType.LONGLONG),
          Map.entry("float", FieldType.FLOAT),
          Map.entry("double", FieldType.DOUBLE),
          Map.entry("decimal", FieldType.NEW_DECIMAL),
          Map.entry("date", FieldType.DATE),
          Map.entry("datetime", FieldType.DATETIME),
          Map.entry("timestamp", FieldType.TIMESTAMP),
          Map.entry("time", FieldType.DURATION),
          Map.entry("year", FieldType.YEAR),
          Map.entry("bit", FieldType.BIT),
          Map.entry("enum", FieldType.ENUM),
          Map.entry("set", FieldType.SET),
          Map.entry("json", FieldType.JSON),
          Map.entry("vector", FieldType.VECTOR),
          Map.entry("varchar", FieldType.VARCHAR),
          Map.entry("varbinary", FieldType.VARCHAR),
          Map.entry("char", FieldType.STRING),
          Map.entry("binary", FieldType.STRING),
          Map.entry("tinytext", FieldType.TINY_BLOB),
          Map.entry("tinyblob", FieldType.TINY_BLOB),
          Map.entry("text", FieldType.BLOB),
          Map.entry("blob", FieldType.BLOB),
          Map.entry("mediumtext", FieldType.MEDIUM_BLOB),
          Map.entry("mediumblob", FieldType.MEDIUM_BLOB),
          Map.entry("longtext", FieldType.LONG_BLOB),
          Map.entry("longblob", FieldType.LONG_BLOB));

  private final int tp;
  private final List<String> arguments;
  private final boolean unsigned;

  /**
   * @throws IllegalArgumentException when there is no such type
   */
  TypeWords(String words, boolean escapes) {
    int end = 0;
    while (end < words.length() && Character.isLetterOrDigit(words.charAt(end))) {
      end++;
    }
    Integer found = TYPES.get(words.substring(0, end).toLowerCase(Locale.ROOT));
    if (found == null) {
      throw new IllegalArgumentException("there is no type '" + words + "'");
    }
    tp = found;
    arguments = new ArrayList<>();
    if (end < words.length() && words.charAt(end) == '(') {
      end = readArguments(words, end + 1, escapes);
    }
    unsigned = words.substring(end).toLowerCase(Locale.ROOT).contains("unsigned");
  }

  /** Reads up to the closing parenthesis and returns what is behind it. */
  private int readArguments(String words, int from, boolean escapes) {
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    for (int at = from; at < words.length(); at++) {
      char c = words.charAt(at);
      if (quoted && ((c == '\'' && next(words, at) == '\'') || (escapes && c == '\\'))) {
        at++;
        argument.append(c == '\\' ? meant(words.charAt(at)) : words.charAt(at));
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ')')) {
        arguments.add(argument.toString());
        argument.setLength(0);
        if (c == ')') {
          return at + 1;
        }
      } else if (quoted || c != ' ') {
        argument.append(c);
      }
    }
    throw new IllegalArgumentException("type '" + words + "' has no end");
  }

  private static char next(String words, int at) {
    return at + 1 < words.length() ? words.charAt(at + 1) : 0;
  }

  int tp() {
    return tp;
  }

  boolean unsigned() {
    return unsigned;
  }

  int flen() {
    return switch (tp) {
      case FieldType.TINY_BLOB -> 255;
      case FieldType.BLOB -> 65_535;
      case FieldType.MEDIUM_BLOB -> 16_777_215;
      case FieldType.BIT, FieldType.STRING -> number(0, 1);
      case FieldType.ENUM, FieldType.SET, FieldType.DATETIME, FieldType.TIMESTAMP -> -1;
      case FieldType.DURATION -> -1;
      case FieldType.NEW_DECIMAL -> number(0, 10);
      default -> number(0, -1);
    };
  }

  int decimal() {
    return switch (tp) {
      case FieldType.DATETIME, FieldType.TIMESTAMP, FieldType.DURATION -> number(0, 0);
      case FieldType.NEW_DECIMAL -> number(1, 0);
      case FieldType.FLOAT, FieldType.DOUBLE -> number(1, -1);
      default -> -1;
    };
  }

  List<String> elems() {
    return tp == FieldType.ENUM || tp == FieldType.SET ? arguments : List.of();
  }

  private int number(int index, int absent) {
    return index < arguments.size() ? Integer.parseInt(arguments.get(index)) : absent;
  }

  /** Returns the character that stands behind a backslash. */
  private static char meant(char behind) {
    return switch (behind) {
      case '0' -> '\0';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> behind;
    };
  }
}
