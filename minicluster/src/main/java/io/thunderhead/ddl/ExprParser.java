package io.thunderhead.ddl;

import io.thunderhead.ddl.Expr.Operator;
import io.thunderhead.ddl.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads expressions with MySQL's precedences. */
final class ExprParser {
  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "=", Operator.EQ,
          "<=>", Operator.NULL_EQ,
          "<", Operator.LT,
          "<=", Operator.LE,
          ">", Operator.GT,
          ">=", Operator.GE,
          "<>", Operator.NE,
          "!=", Operator.NE);

  private static final BigInteger MAX_UNSIGNED =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final TokenReader in;
  private final FunctionParser functions;

  ExprParser(TokenReader in) {
    this.in = in;
    this.functions = new FunctionParser(in, this);
  }

  Expr expression() {
    Expr left = xor();
    while (in.at("OR") || in.atSymbol("||")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.OR, left, xor(), at);
    }
    return left;
  }

  private Expr xor() {
    Expr left = and();
    while (in.at("XOR")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.XOR, left, and(), at);
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    while (in.at("AND") || in.atSymbol("&&")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.AND, left, not(), at);
    }
    return left;
  }

  private Expr not() {
    if (in.at("NOT")) {
      Position at = in.next().at();
      return new Expr.Unary(Operator.NOT, not(), at);
    }
    return comparison();
  }

  private Expr comparison() {
    Expr left = predicate();
    while (true) {
      Token token = in.peek();
      if (token.kind() == Kind.SYMBOL && COMPARISONS.containsKey(token.text())) {
        in.next();
        if (in.atAny("ALL", "ANY", "SOME")) {
          throw in.notTaken("subquery", "compare with a value");
        }
        left = new Expr.Binary(COMPARISONS.get(token.text()), left, predicate(), token.at());
      } else if (in.accept("IS")) {
        left = is(left, token.at());
      } else {
        return left;
      }
    }
  }

  private Expr is(Expr left, Position at) {
    boolean not = in.accept("NOT");
    if (in.accept("NULL") || in.accept("UNKNOWN")) {
      return new Expr.IsNull(left, not, at);
    } else if (in.accept("TRUE")) {
      return new Expr.IsTruth(left, true, not, at);
    } else if (in.accept("FALSE")) {
      return new Expr.IsTruth(left, false, not, at);
    }
    throw in.unexpected("NULL, TRUE, FALSE or UNKNOWN");
  }

  private Expr predicate() {
    Expr left = bitOr();
    Position at = in.here();
    boolean not = in.at("NOT") && in.peek(1).kind() == Kind.WORD;
    if (not) {
      in.next();
    }
    if (in.accept("IN")) {
      return new Expr.InList(left, valueList(), not, at);
    } else if (in.accept("BETWEEN")) {
      Expr low = bitOr();
      in.expect("AND");
      return new Expr.Between(left, low, predicate(), not, at);
    } else if (in.accept("LIKE")) {
      Expr pattern = unary();
      String escape = in.accept("ESCAPE") ? in.string("the escape character") : "\\";
      return new Expr.Like(left, pattern, escape, not, at);
    } else if (in.accept("REGEXP") || in.accept("RLIKE")) {
      return new Expr.Regexp(left, bitOr(), not, at);
    } else if (!not && in.accept("MEMBER", "OF")) {
      in.expectSymbol("(");
      Expr array = expression();
      in.expectSymbol(")");
      return new Expr.Call("member of", List.of(left, array), at);
    } else if (not) {
      throw in.unexpected("IN, BETWEEN, LIKE or REGEXP");
    }
    return left;
  }

  List<Expr> valueList() {
    in.expectSymbol("(");
    List<Expr> values = new ArrayList<>();
    do {
      values.add(expression());
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return values;
  }

  /** What stands between the operators of comparison. */
  Expr bitOr() {
    Expr left = bitAnd();
    while (in.atSymbol("|")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.BIT_OR, left, bitAnd(), at);
    }
    return left;
  }

  private Expr bitAnd() {
    Expr left = shift();
    while (in.atSymbol("&")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.BIT_AND, left, shift(), at);
    }
    return left;
  }

  private Expr shift() {
    Expr left = sum();
    while (in.atSymbol("<<") || in.atSymbol(">>")) {
      Token token = in.next();
      Operator operator = token.text().equals("<<") ? Operator.SHIFT_LEFT : Operator.SHIFT_RIGHT;
      left = new Expr.Binary(operator, left, sum(), token.at());
    }
    return left;
  }

  private Expr sum() {
    Expr left = product();
    while (in.atSymbol("+") || in.atSymbol("-")) {
      Token token = in.next();
      boolean plus = token.text().equals("+");
      if (in.accept("INTERVAL")) {
        Expr count = expression();
        Expr unit = functions.timeUnit();
        left =
            new Expr.Call(plus ? "DATE_ADD" : "DATE_SUB", List.of(left, count, unit), token.at());
      } else {
        left = new Expr.Binary(plus ? Operator.PLUS : Operator.MINUS, left, product(), token.at());
      }
    }
    return left;
  }

  private Expr product() {
    Expr left = bitXor();
    while (true) {
      Token token = in.peek();
      Operator operator =
          token.isSymbol("*")
              ? Operator.MULTIPLY
              : token.isSymbol("/")
                  ? Operator.DIVIDE
                  : token.isSymbol("%") || token.isWord("MOD")
                      ? Operator.MOD
                      : token.isWord("DIV") ? Operator.INT_DIVIDE : null;
      if (operator == null) {
        return left;
      }
      in.next();
      left = new Expr.Binary(operator, left, bitXor(), token.at());
    }
  }

  private Expr bitXor() {
    Expr left = unary();
    while (in.atSymbol("^")) {
      Position at = in.next().at();
      left = new Expr.Binary(Operator.BIT_XOR, left, unary(), at);
    }
    return left;
  }

  private Expr unary() {
    Token token = in.peek();
    Operator operator =
        token.isSymbol("-")
            ? Operator.MINUS
            : token.isSymbol("+")
                ? Operator.PLUS
                : token.isSymbol("~")
                    ? Operator.BIT_NOT
                    : token.isSymbol("!") ? Operator.NOT_SIGN : null;
    if (operator != null) {
      in.next();
      return new Expr.Unary(operator, unary(), token.at());
    }
    if (in.accept("BINARY")) {
      FieldType type = new FieldType(FieldType.VAR_STRING, FieldType.BINARY, -1, -1);
      return new Expr.Cast(
          unary(), type.binaryCollation(), false, Expr.CastForm.BINARY, token.at());
    }
    return postfix(primary());
  }

  private Expr postfix(Expr operand) {
    Expr left = operand;
    while (in.at("COLLATE") || in.atSymbol("->") || in.atSymbol("->>")) {
      Token token = in.next();
      if (token.isWord("COLLATE")) {
        String collation = Charsets.collation(in.charsetName("collation"), token.at());
        left = new Expr.Collated(left, collation, token.at());
        continue;
      }
      if (!(left instanceof Expr.Column)) {
        throw token.at().error("'" + token.text() + "' without a column on its left", "name one");
      }
      Expr path = literal();
      if (!(path instanceof Expr.Str)) {
        throw token
            .at()
            .error("'" + token.text() + "' without a JSON path in quotes", "write '$.a'");
      }
      left = new Expr.Call("json_extract", List.of(left, path), token.at());
      if (token.isSymbol("->>")) {
        left = new Expr.Call("json_unquote", List.of(left), token.at());
      }
    }
    return left;
  }

  private Expr primary() {
    Token token = in.peek();
    if (in.acceptSymbol("(")) {
      if (in.at("SELECT")) {
        throw in.notTaken("subquery", "an expression of the table's own columns is taken");
      }
      Expr inner = expression();
      if (in.atSymbol(",")) {
        throw in.notTaken("row value", "one value is taken");
      }
      in.expectSymbol(")");
      return new Expr.Paren(inner, token.at());
    }
    Expr literal = literal();
    if (literal != null) {
      return literal;
    }
    if (token.kind() == Kind.VARIABLE) {
      throw in.notTaken("variable " + token.text(), "stored expressions know columns only");
    }
    if (token.kind() == Kind.WORD && !token.isWord("INTERVAL")) {
      Expr function = functions.call();
      if (function != null) {
        return function;
      }
    }
    return column();
  }

  private Expr column() {
    Position at = in.here();
    String name = in.identifier("an expression");
    while (in.acceptSymbol(".")) {
      name = in.memberIdentifier("a column");
    }
    return new Expr.Column(new Name(name), at);
  }

  /** A literal, or null when none stands here. */
  Expr literal() {
    Token token = in.peek();
    switch (token.kind()) {
      case STRING -> {
        return string(Charsets.DEFAULT);
      }
      case INTEGER -> {
        in.next();
        BigInteger value = new BigInteger(token.text());
        return value.compareTo(MAX_UNSIGNED) > 0
            ? new Expr.Decimal(value.toString(), token.at())
            : new Expr.Int(value, token.at());
      }
      case DECIMAL -> {
        in.next();
        String text = token.text().endsWith(".") ? token.text() + "0" : token.text();
        BigDecimal value = new BigDecimal(text.startsWith(".") ? "0" + text : text);
        return new Expr.Decimal(
            (token.text().endsWith(".") ? value.setScale(0) : value).toPlainString(), token.at());
      }
      case FLOAT -> {
        in.next();
        return new Expr.Real(Double.parseDouble(token.text()), token.at());
      }
      case HEX -> {
        in.next();
        return new Expr.Bytes(HexFormat.of().parseHex(token.text()), true, token.at());
      }
      case BITS -> {
        in.next();
        return new Expr.Bytes(bits(token.text()), false, token.at());
      }
      default -> {
        return wordLiteral(token);
      }
    }
  }

  private Expr wordLiteral(Token token) {
    if (in.accept("NULL")) {
      return new Expr.Null(token.at());
    } else if (in.accept("TRUE")) {
      return new Expr.Bool(true, token.at());
    } else if (in.accept("FALSE")) {
      return new Expr.Bool(false, token.at());
    }
    if (token.kind() == Kind.WORD && in.peek(1).kind() == Kind.STRING) {
      String word = token.text().toLowerCase(Locale.ROOT);
      if (word.startsWith("_") && Charsets.isCharset(word.substring(1))) {
        in.next();
        return string(Charsets.charset(word.substring(1), token.at()));
      }
      if (word.equals("date") || word.equals("time") || word.equals("timestamp")) {
        in.next();
        return new Expr.Call(word + " literal", List.of(string(Charsets.DEFAULT)), token.at());
      }
    }
    return null;
  }

  private Expr string(String charset) {
    Position at = in.here();
    StringBuilder value = new StringBuilder();
    while (in.peek().kind() == Kind.STRING) {
      value.append(in.next().text());
    }
    return new Expr.Str(value.toString(), charset, at);
  }

  private static byte[] bits(String digits) {
    int length = (digits.length() + 7) / 8;
    byte[] value = new byte[length];
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(digits.length() - 1 - i) == '1') {
        value[length - 1 - i / 8] |= (byte) (1 << (i % 8));
      }
    }
    return value;
  }
}
