package io.thunderhead.ddl;

import io.thunderhead.ddl.Literals.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns DEFAULT into the text that TiDB stores, kv-encoding 4.13. */
final class DefaultValues {
  private static final Set<String> DATE_FORMATS =
      Set.of("%Y-%m", "%Y-%m-%d", "%Y-%m-%d %H.%i.%s", "%Y-%m-%d %H:%i:%s");

  private final Settings settings;

  DefaultValues(Settings settings) {
    this.settings = settings;
  }

  /**
   * Sets the default of a column whose type is complete.
   *
   * @return true: the column has a default, be it NULL
   */
  boolean apply(ColumnInfo column, Expr expr) {
    column.defaultIsExpr = false;
    if (expr instanceof Expr.Call call && !isNow(call)) {
      checkFunction(column, call);
      column.defaultIsExpr = true;
      column.defaultValue = bytes(ExprText.stored(call));
      return true;
    }
    column.defaultValue = stored(column, expr);
    return true;
  }

  private static boolean isNow(Expr.Call call) {
    return call.named("CURRENT_TIMESTAMP") || call.named("CURRENT_DATE");
  }

  /** Fraction digits that CURRENT_TIMESTAMP asks for. */
  static int fsp(Expr.Call now) {
    return now.args().size() == 1 && now.args().get(0) instanceof Expr.Int digits
        ? digits.value().intValue()
        : 0;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static DdlException invalid(ColumnInfo column, Expr expr) {
    return expr.at()
        .error(
            "default does not fit column '" + column.name + "' of type " + column.type.described(),
            "write a value of that type");
  }

  private byte[] stored(ColumnInfo column, Expr expr) {
    FieldType type = column.type;
    if (expr instanceof Expr.Call now) {
      return now(column, now);
    }
    Value value = Literals.value(expr);
    if (value == null) {
      throw invalid(column, expr);
    }
    if (value.isNull()) {
      return null;
    }
    if (type.isBlob() || type.type == FieldType.JSON || type.type == FieldType.VECTOR) {
      throw expr.at()
          .error(
              type.described() + " column '" + column.name + "' cannot have a literal default",
              "leave it out or write a function in parentheses");
    }
    byte[] text = text(type, value);
    if (text == null) {
      throw invalid(column, expr);
    }
    return text;
  }

  private static byte[] now(ColumnInfo column, Expr.Call now) {
    FieldType type = column.type;
    boolean withFsp = type.type == FieldType.DATETIME || type.type == FieldType.TIMESTAMP;
    if (!type.isTime() || (withFsp && fsp(now) != type.decimal)) {
      throw invalid(column, now);
    }
    return bytes(now.name().toUpperCase(Locale.ROOT));
  }

  /** The stored text, or null when the value does not fit. */
  private byte[] text(FieldType type, Value value) {
    return switch (type.type) {
      case FieldType.TINY, FieldType.SHORT, FieldType.INT24, FieldType.LONG, FieldType.LONGLONG ->
          integer(type, value);
      case FieldType.FLOAT, FieldType.DOUBLE -> real(type, value);
      case FieldType.DECIMAL -> decimal(type, value);
      case FieldType.BIT -> bit(type, value);
      case FieldType.YEAR -> year(value);
      case FieldType.DATE, FieldType.DATETIME, FieldType.TIMESTAMP -> time(type, value);
      case FieldType.DURATION -> optional(TimeText.duration(value.text(), type.decimal));
      case FieldType.ENUM -> optional(member(type, value));
      case FieldType.SET -> optional(members(type, value));
      default -> string(type, value);
    };
  }

  private static byte[] optional(String text) {
    return text == null ? null : bytes(text);
  }

  private static byte[] integer(FieldType type, Value value) {
    BigInteger number = Literals.integer(value);
    return number == null || !Literals.fits(number, type) ? null : bytes(number.toString());
  }

  private static byte[] real(FieldType type, Value value) {
    BigDecimal number = Literals.number(value);
    if (number == null || (type.has(FieldType.UNSIGNED) && number.signum() < 0)) {
      return null;
    }
    if (value.value() instanceof byte[]) {
      return bytes(number.toPlainString());
    }
    if (type.decimal != FieldType.UNSPECIFIED) {
      number = number.setScale(type.decimal, RoundingMode.HALF_UP);
      if (number.precision() - number.scale() > type.flen - type.decimal) {
        return null;
      }
    }
    return bytes(
        type.type == FieldType.FLOAT
            ? GoFormat.fixed(number.floatValue())
            : GoFormat.fixed(number.doubleValue()));
  }

  private static byte[] decimal(FieldType type, Value value) {
    BigDecimal number = Literals.number(value);
    if (number == null || (type.has(FieldType.UNSIGNED) && number.signum() < 0)) {
      return null;
    }
    BigDecimal rounded = number.setScale(type.decimal, RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > type.flen - type.decimal) {
      return null;
    }
    return bytes(value.value() instanceof byte[] ? number.toPlainString() : value.text());
  }

  private static byte[] bit(FieldType type, Value value) {
    byte[] bytes;
    if (value.value() instanceof BigInteger number) {
      if (number.signum() < 0) {
        return null;
      }
      byte[] signed = number.toByteArray();
      bytes =
          signed.length > 1 && signed[0] == 0
              ? Arrays.copyOfRange(signed, 1, signed.length)
              : signed;
    } else if (value.value() instanceof byte[] literal) {
      bytes = literal;
    } else {
      bytes = bytes(value.text());
    }
    return new BigInteger(1, bytes).bitLength() > type.flen ? null : bytes;
  }

  private static byte[] year(Value value) {
    BigInteger number = Literals.integer(value);
    if (number == null || number.bitLength() > 15) {
      return null;
    }
    int year = number.intValue();
    boolean fits = (year >= 0 && year <= 99) || (year >= 1901 && year <= 2155);
    return fits ? bytes(value.value() instanceof byte[] ? number.toString() : value.text()) : null;
  }

  private byte[] time(FieldType type, Value value) {
    if (!(value.value() instanceof String) && !(value.value() instanceof BigInteger)) {
      return null;
    }
    String text = value.text();
    if (value.value() instanceof BigInteger) {
      text = text.length() <= 8 ? padded(text, 6, 8) : padded(text, 12, 14);
    }
    return optional(TimeText.dateTime(text, type, settings.timeZone));
  }

  /** Numbers have lost their leading zeros. */
  private static String padded(String digits, int shortLength, int longLength) {
    int length = digits.length() <= shortLength ? shortLength : longLength;
    return "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private static byte[] string(FieldType type, Value value) {
    byte[] bytes = value.value() instanceof byte[] literal ? literal : bytes(value.text());
    boolean binary = type.charset.equals(Charsets.BINARY);
    String text = new String(bytes, StandardCharsets.UTF_8);
    long length = binary ? bytes.length : text.codePointCount(0, text.length());
    if (length > type.flen) {
      return null;
    }
    return binary && type.type == FieldType.STRING ? Arrays.copyOf(bytes, (int) type.flen) : bytes;
  }

  private static String member(FieldType type, Value value) {
    if (value.value() instanceof BigInteger number) {
      boolean known = number.signum() > 0 && number.bitLength() < 31;
      return known && number.intValue() <= type.elems.size()
          ? type.elems.get(number.intValue() - 1)
          : null;
    }
    String text = value.text().replaceAll(" +$", "");
    int found = find(type, text);
    if (found < 0 && text.matches("\\d{1,5}")) {
      found = Integer.parseInt(text) - 1;
    }
    return found >= 0 && found < type.elems.size() ? type.elems.get(found) : null;
  }

  private static int find(FieldType type, String text) {
    boolean ignoreCase = type.collate.endsWith("_ci");
    for (int i = 0; i < type.elems.size(); i++) {
      String member = type.elems.get(i);
      if (ignoreCase ? member.equalsIgnoreCase(text) : member.equals(text)) {
        return i;
      }
    }
    return -1;
  }

  private static String members(FieldType type, Value value) {
    BigInteger bits = BigInteger.ZERO;
    if (value.value() instanceof BigInteger number) {
      bits = number;
    } else {
      for (String part : value.text().isEmpty() ? new String[0] : value.text().split(",", -1)) {
        int found = find(type, part);
        if (found < 0) {
          return null;
        }
        bits = bits.setBit(found);
      }
    }
    boolean isNumber = value.value() instanceof BigInteger;
    if (bits.signum() < (isNumber ? 1 : 0) || bits.bitLength() > type.elems.size()) {
      return null;
    }
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < type.elems.size(); i++) {
      if (bits.testBit(i)) {
        chosen.add(type.elems.get(i));
      }
    }
    return String.join(",", chosen);
  }

  /** The calls that TiDB takes as a default. */
  private static void checkFunction(ColumnInfo column, Expr.Call call) {
    boolean taken =
        switch (call.name().toLowerCase(Locale.ROOT)) {
          case "rand" -> call.args().size() <= 1;
          case "uuid" -> call.args().isEmpty();
          case "uuid_to_bin" -> call.args().size() == 1 || call.args().size() == 2;
          case "date_format" ->
              call.args().size() == 2
                  && isCall(call.args().get(0), "now")
                  && call.args().get(1) instanceof Expr.Str format
                  && DATE_FORMATS.contains(format.value());
          case "replace" -> call.args().size() == 3 && isUpperUuid(call.args().get(0));
          case "upper" -> call.args().size() == 1 && isUserName(call.args().get(0));
          case "str_to_date" ->
              call.args().size() == 2
                  && Literals.value(call.args().get(0)) != null
                  && Literals.value(call.args().get(1)) != null;
          case "json_object" -> call.args().size() % 2 == 0;
          case "json_array" -> true;
          case "json_quote", "vec_from_text" -> call.args().size() == 1;
          default -> false;
        };
    if (!taken) {
      throw call.at()
          .error(
              "default of column '" + column.name + "' calls " + call.name() + " in this form",
              "TiDB takes RAND, UUID, UUID_TO_BIN, DATE_FORMAT(NOW(), day or second),"
                  + " REPLACE(UPPER(UUID()), ..), UPPER(SUBSTRING_INDEX(USER(), '@', 1)),"
                  + " STR_TO_DATE, JSON_OBJECT, JSON_ARRAY, JSON_QUOTE, VEC_FROM_TEXT");
    }
  }

  private static boolean isCall(Expr expr, String name) {
    return expr instanceof Expr.Call call && call.named(name);
  }

  private static boolean isUpperUuid(Expr expr) {
    Expr inner = expr;
    if (inner instanceof Expr.Call convert && convert.named("convert")) {
      inner = convert.args().get(0);
    }
    return inner instanceof Expr.Call upper
        && upper.named("upper")
        && upper.args().size() == 1
        && isCall(upper.args().get(0), "uuid");
  }

  private static boolean isUserName(Expr expr) {
    return expr instanceof Expr.Call part
        && part.named("substring_index")
        && part.args().size() == 3
        && isCall(part.args().get(0), "user")
        && part.args().get(1) instanceof Expr.Str at
        && at.value().equals("@");
  }
}
