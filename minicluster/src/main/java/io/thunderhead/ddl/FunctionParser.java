package io.thunderhead.ddl;

import io.thunderhead.ddl.Expr.Operator;
import io.thunderhead.ddl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads function calls, those with a syntax of their own among them. */
final class FunctionParser {
  /** Functions that may stand without parentheses. */
  private static final Set<String> BARE =
      Set.of(
          "current_timestamp",
          "current_date",
          "current_time",
          "current_user",
          "current_role",
          "localtime",
          "localtimestamp",
          "utc_date",
          "utc_time",
          "utc_timestamp");

  private static final Set<String> AGGREGATES =
      Set.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "group_concat",
          "bit_and",
          "bit_or",
          "bit_xor",
          "std",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "var_pop",
          "var_samp",
          "variance",
          "json_arrayagg",
          "json_objectagg",
          "any_value",
          "grouping");

  /** Time units in the order of TiDB's numbers, which start at 1. */
  static final List<String> TIME_UNITS =
      List.of(
          "MICROSECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "WEEK",
          "MONTH",
          "QUARTER",
          "YEAR",
          "SECOND_MICROSECOND",
          "MINUTE_MICROSECOND",
          "MINUTE_SECOND",
          "HOUR_MICROSECOND",
          "HOUR_SECOND",
          "HOUR_MINUTE",
          "DAY_MICROSECOND",
          "DAY_SECOND",
          "DAY_MINUTE",
          "DAY_HOUR",
          "YEAR_MONTH");

  private final TokenReader in;
  private final ExprParser expressions;

  FunctionParser(TokenReader in, ExprParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** A function call, or null when the word here is a column. */
  Expr call() {
    Token token = in.peek();
    String name = token.text().toLowerCase(Locale.ROOT);
    if (name.equals("case")) {
      return cases();
    }
    if (!in.peek(1).isSymbol("(")) {
      if (!BARE.contains(name)) {
        return null;
      }
      in.next();
      return new Expr.Call(token.text(), List.of(), token.at());
    }
    if (AGGREGATES.contains(name)) {
      throw in.notTaken("aggregate function " + token.text(), "it has no place in a table");
    }
    in.next();
    in.expectSymbol("(");
    Expr special = special(token, name);
    if (special != null) {
      in.expectSymbol(")");
      return special;
    }
    List<Expr> args = new ArrayList<>();
    if (!in.atSymbol(")")) {
      do {
        args.add(expressions.expression());
      } while (in.acceptSymbol(","));
    }
    in.expectSymbol(")");
    return new Expr.Call(token.text(), args, token.at());
  }

  private Expr special(Token token, String name) {
    return switch (name) {
      case "cast" -> cast(token);
      case "convert" -> convert(token);
      case "date_add", "date_sub", "adddate", "subdate" -> dateArithmetic(token);
      case "extract" -> {
        Expr unit = timeUnit();
        in.expect("FROM");
        yield new Expr.Call(token.text(), List.of(unit, expressions.expression()), token.at());
      }
      case "position" -> {
        Expr part = expressions.bitOr();
        in.expect("IN");
        yield new Expr.Call(token.text(), List.of(part, expressions.expression()), token.at());
      }
      case "trim" -> trim(token);
      case "substring", "substr", "mid" -> substring(token);
      case "timestampdiff", "timestampadd" -> {
        Expr unit = timeUnit();
        in.expectSymbol(",");
        Expr first = expressions.expression();
        in.expectSymbol(",");
        yield new Expr.Call(
            token.text(), List.of(unit, first, expressions.expression()), token.at());
      }
      case "mod" -> {
        Expr left = expressions.bitOr();
        in.expectSymbol(",");
        yield new Expr.Binary(Operator.MOD, left, expressions.bitOr(), token.at());
      }
      case "char", "values", "get_format", "weight_string", "match" ->
          throw token.at().error("function " + token.text() + " is not taken", "use another one");
      default -> null;
    };
  }

  Expr timeUnit() {
    Token token = in.peek();
    String unit = token.text().toUpperCase(Locale.ROOT);
    if (unit.startsWith("SQL_TSI_")) {
      unit = unit.substring("SQL_TSI_".length());
    }
    if (token.kind() != Kind.WORD || !TIME_UNITS.contains(unit)) {
      throw in.unexpected("a time unit such as DAY");
    }
    in.next();
    return new Expr.Keyword(unit, token.at());
  }

  private Expr dateArithmetic(Token token) {
    Expr date = expressions.expression();
    in.expectSymbol(",");
    if (in.accept("INTERVAL")) {
      Expr count = expressions.expression();
      return new Expr.Call(token.text(), List.of(date, count, timeUnit()), token.at());
    }
    if (!token.isWord("ADDDATE") && !token.isWord("SUBDATE")) {
      throw in.unexpected("INTERVAL");
    }
    Expr days = expressions.expression();
    return new Expr.Call(
        token.text(), List.of(date, days, new Expr.Keyword("DAY", token.at())), token.at());
  }

  private Expr trim(Token token) {
    for (String direction : List.of("BOTH", "LEADING", "TRAILING")) {
      if (in.at(direction)) {
        Expr keyword = new Expr.Keyword(direction, in.next().at());
        Expr remove = in.at("FROM") ? new Expr.Null(in.here()) : expressions.expression();
        in.expect("FROM");
        return new Expr.Call(
            token.text(), List.of(expressions.expression(), remove, keyword), token.at());
      }
    }
    Expr first = expressions.expression();
    if (in.accept("FROM")) {
      return new Expr.Call(token.text(), List.of(expressions.expression(), first), token.at());
    }
    return new Expr.Call(token.text(), List.of(first), token.at());
  }

  private Expr substring(Token token) {
    List<Expr> args = new ArrayList<>();
    args.add(expressions.expression());
    if (!in.acceptSymbol(",")) {
      in.expect("FROM");
    }
    args.add(expressions.expression());
    if (in.acceptSymbol(",") || in.accept("FOR")) {
      args.add(expressions.expression());
    }
    return new Expr.Call(token.text(), args, token.at());
  }

  private Expr cases() {
    Position at = in.next().at();
    Expr value = in.at("WHEN") ? null : expressions.expression();
    List<Expr.When> whens = new ArrayList<>();
    while (in.accept("WHEN")) {
      Expr condition = expressions.expression();
      in.expect("THEN");
      whens.add(new Expr.When(condition, expressions.expression()));
    }
    if (whens.isEmpty()) {
      throw in.unexpected("WHEN");
    }
    Expr otherwise = in.accept("ELSE") ? expressions.expression() : null;
    in.expect("END");
    return new Expr.Case(value, whens, otherwise, at);
  }

  private Expr cast(Token token) {
    Expr operand = expressions.expression();
    in.expect("AS");
    return castTo(token, operand, Expr.CastForm.CAST);
  }

  private Expr convert(Token token) {
    Expr operand = expressions.expression();
    if (in.accept("USING")) {
      Position at = in.here();
      String charset = Charsets.charset(in.charsetName("character set"), at);
      return new Expr.Call(
          token.text(), List.of(operand, new Expr.Str(charset, "", at)), token.at());
    }
    in.expectSymbol(",");
    return castTo(token, operand, Expr.CastForm.CONVERT);
  }

  private Expr castTo(Token token, Expr operand, Expr.CastForm form) {
    boolean[] explicit = new boolean[1];
    FieldType type = castType(explicit);
    if (in.accept("ARRAY")) {
      type.array = true;
    }
    return new Expr.Cast(operand, type, explicit[0], form, token.at());
  }

  private FieldType castType(boolean[] explicitCharset) {
    Token token = in.next();
    String name = token.text().toUpperCase(Locale.ROOT);
    FieldType type =
        switch (name) {
          case "BINARY" -> sized(FieldType.VAR_STRING, FieldType.BINARY).binaryCollation();
          case "CHAR", "CHARACTER" -> castString(explicitCharset);
          case "SIGNED" -> castInteger(0);
          case "UNSIGNED" -> castInteger(FieldType.UNSIGNED);
          case "DATE" -> new FieldType(FieldType.DATE, FieldType.BINARY, 10, 0);
          case "YEAR" -> new FieldType(FieldType.YEAR, FieldType.BINARY, 4, 0);
          case "DATETIME" -> castTime(FieldType.DATETIME, 19);
          case "TIME" -> castTime(FieldType.DURATION, 10);
          case "DECIMAL" -> castDecimal(token);
          case "JSON" -> {
            FieldType json =
                new FieldType(FieldType.JSON, FieldType.BINARY | (1L << 18), 4194304, 0);
            yield json.collation(Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
          }
          case "DOUBLE", "REAL" -> {
            in.accept("PRECISION");
            yield new FieldType(FieldType.DOUBLE, FieldType.BINARY, 22, -1);
          }
          case "FLOAT" -> castFloat();
          default -> throw token.at().error("cast to " + name + " is not taken", "cast otherwise");
        };
    return type.charset.isEmpty() ? type.binaryCollation() : type;
  }

  private FieldType castInteger(long flags) {
    if (!in.accept("INTEGER")) {
      in.accept("INT");
    }
    return new FieldType(FieldType.LONGLONG, FieldType.BINARY | flags, 22, 0);
  }

  private FieldType castString(boolean[] explicitCharset) {
    FieldType type = sized(FieldType.VAR_STRING, 0);
    type.collation(Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
    Position at = in.here();
    if (in.accept("CHARACTER", "SET") || in.accept("CHARSET")) {
      String charset = Charsets.charset(in.charsetName("character set"), at);
      type.collation(charset, Charsets.defaultCollation(charset));
      explicitCharset[0] = true;
    } else if (in.accept("BINARY")) {
      type.add(FieldType.BINARY);
      explicitCharset[0] = true;
    }
    return type;
  }

  private FieldType sized(int code, long flags) {
    FieldType type = new FieldType(code, flags, FieldType.UNSPECIFIED, FieldType.UNSPECIFIED);
    if (in.acceptSymbol("(")) {
      type.flen = in.smallInteger("length", 0, Integer.MAX_VALUE);
      in.expectSymbol(")");
    }
    return type;
  }

  private FieldType castTime(int code, int width) {
    int fsp = 0;
    if (in.acceptSymbol("(")) {
      fsp = in.smallInteger("fractional digits", 0, 6);
      in.expectSymbol(")");
    }
    return new FieldType(code, FieldType.BINARY, fsp > 0 ? width + 1 + fsp : width, fsp);
  }

  private FieldType castDecimal(Token token) {
    FieldType type = new FieldType(FieldType.DECIMAL, FieldType.BINARY, 10, 0);
    if (in.acceptSymbol("(")) {
      type.flen = in.smallInteger("precision", 0, 65);
      if (in.acceptSymbol(",")) {
        type.decimal = in.smallInteger("scale", 0, 30);
      }
      in.expectSymbol(")");
    }
    if (type.flen < type.decimal) {
      throw token
          .at()
          .error("scale " + type.decimal + " is over precision " + type.flen, "lower it");
    }
    return type;
  }

  private FieldType castFloat() {
    FieldType type = new FieldType(FieldType.FLOAT, FieldType.BINARY, 12, -1);
    if (in.acceptSymbol("(")) {
      if (in.smallInteger("precision", 0, 53) > 24) {
        type = new FieldType(FieldType.DOUBLE, FieldType.BINARY, 22, -1);
      }
      in.expectSymbol(")");
    }
    return type;
  }
}
