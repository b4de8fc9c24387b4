package io.thunderhead.ddl;

import java.math.BigInteger;
import java.util.List;

/** An SQL expression as parsed; parentheses are kept because TiDB keeps them in its text. */
sealed interface Expr {

  Position at();

  record Null(Position at) implements Expr {}

  record Bool(boolean value, Position at) implements Expr {}

  /** A whole number; larger than 64 bits it is a {@link Decimal}. */
  record Int(BigInteger value, Position at) implements Expr {}

  /** A number with a point, as TiDB prints it: without leading zeros, scale kept. */
  record Decimal(String text, Position at) implements Expr {}

  record Real(double value, Position at) implements Expr {}

  /**
   * A string.
   *
   * @param charset the introducer, or the connection's; empty: none is printed
   */
  record Str(String value, String charset, Position at) implements Expr {}

  /** A hexadecimal or bit literal. */
  record Bytes(byte[] value, boolean hex, Position at) implements Expr {}

  record Column(Name name, Position at) implements Expr {}

  record Paren(Expr inner, Position at) implements Expr {}

  record Unary(Operator operator, Expr operand, Position at) implements Expr {}

  record Binary(Operator operator, Expr left, Expr right, Position at) implements Expr {}

  record Call(String name, List<Expr> args, Position at) implements Expr {
    boolean named(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** A word among the arguments of a function: a time unit, a trim direction. */
  record Keyword(String word, Position at) implements Expr {}

  enum CastForm {
    CAST,
    CONVERT,
    BINARY
  }

  record Cast(Expr operand, FieldType type, boolean explicitCharset, CastForm form, Position at)
      implements Expr {}

  record IsNull(Expr operand, boolean not, Position at) implements Expr {}

  record IsTruth(Expr operand, boolean truth, boolean not, Position at) implements Expr {}

  record Between(Expr operand, Expr low, Expr high, boolean not, Position at) implements Expr {}

  record InList(Expr operand, List<Expr> list, boolean not, Position at) implements Expr {}

  record Like(Expr operand, Expr pattern, String escape, boolean not, Position at)
      implements Expr {}

  record Regexp(Expr operand, Expr pattern, boolean not, Position at) implements Expr {}

  record When(Expr condition, Expr result) {}

  record Case(Expr value, List<When> whens, Expr otherwise, Position at) implements Expr {}

  record Collated(Expr operand, String collation, Position at) implements Expr {}

  /** Operators with the text that TiDB prints. */
  enum Operator {
    OR("OR", true),
    XOR("XOR", true),
    AND("AND", true),
    NOT("not ", true),
    NOT_SIGN("!", false),
    EQ("=", false),
    NE("!=", false),
    LT("<", false),
    LE("<=", false),
    GT(">", false),
    GE(">=", false),
    NULL_EQ("<=>", false),
    BIT_OR("|", false),
    BIT_AND("&", false),
    BIT_XOR("^", false),
    BIT_NOT("~", false),
    SHIFT_LEFT("<<", false),
    SHIFT_RIGHT(">>", false),
    PLUS("+", false),
    MINUS("-", false),
    MULTIPLY("*", false),
    DIVIDE("/", false),
    INT_DIVIDE("DIV", true),
    MOD("%", false);

    private final String text;
    private final boolean keyword;

    Operator(String text, boolean keyword) {
      this.text = text;
      this.keyword = keyword;
    }

    String text() {
      return text;
    }

    boolean isKeyword() {
      return keyword;
    }

    boolean isComparison() {
      return switch (this) {
        case EQ, NE, LT, LE, GT, GE, NULL_EQ -> true;
        default -> false;
      };
    }

    /** Those of partition functions. */
    boolean isArithmetic() {
      return this == PLUS || this == MINUS || this == MULTIPLY || this == INT_DIVIDE || this == MOD;
    }

    boolean isLogic() {
      return this == OR || this == XOR || this == AND || this == NOT || this == NOT_SIGN;
    }
  }

  /** The expressions directly inside this one, left to right. */
  default List<Expr> children() {
    if (this instanceof Paren e) {
      return List.of(e.inner());
    } else if (this instanceof Unary e) {
      return List.of(e.operand());
    } else if (this instanceof Binary e) {
      return List.of(e.left(), e.right());
    } else if (this instanceof Call e) {
      return e.args();
    } else if (this instanceof Cast e) {
      return List.of(e.operand());
    } else if (this instanceof IsNull e) {
      return List.of(e.operand());
    } else if (this instanceof IsTruth e) {
      return List.of(e.operand());
    } else if (this instanceof Between e) {
      return List.of(e.operand(), e.low(), e.high());
    } else if (this instanceof InList e) {
      return Exprs.with(e.operand(), e.list());
    } else if (this instanceof Like e) {
      return List.of(e.operand(), e.pattern());
    } else if (this instanceof Regexp e) {
      return List.of(e.operand(), e.pattern());
    } else if (this instanceof Case e) {
      return Exprs.ofCase(e);
    } else if (this instanceof Collated e) {
      return List.of(e.operand());
    }
    return List.of();
  }
}
