package io.thunderhead.spark;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.FieldType;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table property {@code type.COLUMN}: a column's type in TiDB, where Spark's own type says
 * less, such as {@code varchar(20) character set utf8mb4 collate utf8mb4_bin} of a STRING.
 */
final class TypeProperty {
  static final String PREFIX = "type.";

  private static final String TEXT = "'(?:[^'\\\\]|''|\\\\.)*+'";
  private static final Pattern TYPE =
      Pattern.compile(
          "[a-z]+(\\((\\d+(,\\d+)?|%s(,%s)*+)\\))?( unsigned)?( character set \\w+)?( collate \\w+)?"
              .formatted(TEXT, TEXT),
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INTEGER_WIDTH =
      Pattern.compile("^((?:tiny|small|medium|big)?int|year)\\(\\d+\\)");

  private TypeProperty() {}

  /** Returns a type as the property tells it. */
  static String text(FieldType type) {
    String word = type.sql();
    if (type.tp() == FieldType.BIT || type.tp() == FieldType.YEAR) {
      // TiDB notes that these are unsigned, and takes no such word for them.
      word = word.replace(" unsigned", "");
    } else if (type.tp() == FieldType.ENUM || type.tp() == FieldType.SET) {
      word =
          word.substring(0, word.indexOf('('))
              + type.elems().stream()
                  .map(TableDdl::text)
                  .collect(Collectors.joining(",", "(", ")"));
    }
    boolean isText = type.isString() || type.tp() == FieldType.ENUM || type.tp() == FieldType.SET;
    return INTEGER_WIDTH.matcher(word).replaceFirst("$1")
        + (isText && !type.charset().equals("binary")
            ? " character set %s collate %s".formatted(type.charset(), type.collate())
            : "");
  }

  /**
   * Returns a type that a user gives.
   *
   * @throws LoadException INVALID_OPTION when it is none
   */
  static String checked(String column, String given) {
    String type = given.strip();
    if (!TYPE.matcher(type).matches()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "table property %s%s: '%s' (expected: a type of TiDB, such as varchar(20) or bigint unsigned)"
              .formatted(PREFIX, column, given));
    }
    return type;
  }

  /** Tells whether a type keeps moments or wall clock times, and so can default to the present. */
  static boolean isClock(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("timestamp") || lower.startsWith("datetime");
  }
}
