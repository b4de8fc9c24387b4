package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.MyDecimal;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntPredicate;

/** Two operands brought to one kind, and their order. */
final class Comparison {
  /** Orders two values that are not NULL. */
  @FunctionalInterface
  interface Order {
    int compare(Value a, Value b);
  }

  private static final int FIRST_LONG_YEAR = 100;

  private final Expr left;
  private final Expr right;
  private final Kind kind;
  private final Order order;

  private Comparison(Expr left, Expr right, Kind kind, Order order) {
    this.left = left;
    this.right = right;
    this.kind = kind;
    this.order = order;
  }

  /**
   * Finds how TiDB compares two operands.
   *
   * @throws UnsupportedExpressionException when that is not sure
   */
  static Comparison of(Expr a, Expr b, Casts casts, Env env) {
    Expr left = integral(a, b);
    Expr right = integral(b, a);
    Kind kind = kind(left, right);
    Order order =
        kind == Kind.STRING
            ? new Collations.Order(Collations.merge(List.of(left.type(), right.type())), env)
                ::compare
            : order(kind, left.type().unsigned(), right.type().unsigned());
    return new Comparison(casts.to(kind, left), casts.to(kind, right), kind, order);
  }

  Kind kind() {
    return kind;
  }

  Expr left() {
    return left;
  }

  /** Returns the condition that the order of the operands meets a test; NULL if one is NULL. */
  Expr test(IntPredicate test) {
    return Casts.call(
        ExprType.TRUTH,
        (args, out) -> out.setTruth(test.test(order.compare(args[0], args[1]))),
        left,
        right);
  }

  /** Returns the condition that operands are equal, or both NULL. */
  Expr nullSafeEqual() {
    return new Expr(ExprType.TRUTH) {
      @Override
      Value eval() {
        Value a = left.eval();
        Value b = right.eval();
        boolean equal =
            (a.isNull() || b.isNull()) ? a.isNull() && b.isNull() : order.compare(a, b) == 0;
        out.setTruth(equal);
        return out;
      }
    };
  }

  static Order order(Kind kind, boolean leftUnsigned, boolean rightUnsigned) {
    return switch (kind) {
      case INT -> (a, b) -> compare(a.number(), leftUnsigned, b.number(), rightUnsigned);
      case REAL -> (a, b) -> a.real() < b.real() ? -1 : a.real() > b.real() ? 1 : 0;
      case DECIMAL -> (a, b) -> a.decimal().compareTo(b.decimal());
      case TIME -> (a, b) -> Long.compareUnsigned(a.number(), b.number());
      case DURATION -> (a, b) -> Long.compare(a.number(), b.number());
      default -> throw Env.unsupported("a comparison of " + kind);
    };
  }

  static int compare(long a, boolean aUnsigned, long b, boolean bUnsigned) {
    if (aUnsigned == bUnsigned) {
      return aUnsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
    }
    if (aUnsigned) {
      return a < 0 || b < 0 ? 1 : Long.compare(a, b);
    }
    return b < 0 || a < 0 ? -1 : Long.compare(a, b);
  }

  private static Kind kind(Expr a, Expr b) {
    Kind left = a.type().kind();
    Kind right = b.type().kind();
    if (left == Kind.NULL || right == Kind.NULL) {
      return left == Kind.NULL ? (right == Kind.NULL ? Kind.INT : right) : left;
    }
    requireKnown(a, b);
    requireKnown(b, a);
    if (left == right) {
      return left;
    }
    boolean text = left == Kind.STRING || right == Kind.STRING;
    if (left == Kind.TIME || right == Kind.TIME) {
      return text ? Kind.TIME : mixed(a, b);
    } else if (left == Kind.DURATION || right == Kind.DURATION) {
      return mixed(a, b);
    } else if (text && (a.type().named() || b.type().named())) {
      return left == Kind.INT || right == Kind.INT ? Kind.INT : mixed(a, b);
    } else if (text) {
      return ofText(a, b);
    }
    return left == Kind.REAL || right == Kind.REAL ? Kind.REAL : Kind.DECIMAL;
  }

  private static Kind ofText(Expr a, Expr b) {
    Expr text = a.type().kind() == Kind.STRING ? a : b;
    Expr other = text == a ? b : a;
    if (other.type().kind() == Kind.DECIMAL && text.isLiteral() && !other.isLiteral()) {
      return Kind.DECIMAL;
    }
    return text.isLiteral() && other.type().kind() == Kind.INT ? mixed(a, b) : Kind.REAL;
  }

  private static void requireKnown(Expr e, Expr other) {
    boolean year = e.type().tp() == FieldType.YEAR;
    if (e.type().kind() == Kind.JSON) {
      throw Env.unsupported("a comparison of JSON");
    } else if (e.type().tp() == FieldType.BIT && other.type().kind() != Kind.INT) {
      throw Env.unsupported("a comparison of BIT with " + other.type().kind());
    } else if (year && other.type().kind() != Kind.INT) {
      throw Env.unsupported("a comparison of YEAR with " + other.type().kind());
    } else if (year && other.isLiteral() && other.eval().number() < FIRST_LONG_YEAR) {
      throw Env.unsupported("a comparison of YEAR with a year of two digits");
    } else if (e.isLiteral()
        && e.type().isBinary()
        && other.type().kind() != e.type().kind()
        && e.type().kind() == Kind.STRING) {
      throw Env.unsupported("a comparison of a binary literal with " + other.type().kind());
    }
  }

  private static Kind mixed(Expr a, Expr b) {
    throw Env.unsupported("a comparison of " + a.type().kind() + " with " + b.type().kind());
  }

  /**
   * Makes a literal that stands beside an integer and is equal to one that integer, as TiDB does
   * before it compares them.
   */
  private static Expr integral(Expr literal, Expr other) {
    ExprType type = literal.type();
    boolean candidate =
        type.kind() == Kind.REAL || type.kind() == Kind.DECIMAL || type.kind() == Kind.STRING;
    if (!literal.isLiteral()
        || !candidate
        || (type.isBinary() && type.kind() == Kind.STRING)
        || other.isLiteral()
        || other.type().kind() != Kind.INT) {
      return literal;
    }
    BigDecimal value = number(literal);
    if (value == null || value.stripTrailingZeros().scale() > 0) {
      return literal;
    }
    BigDecimal whole = value.setScale(0);
    if (whole.toBigInteger().bitLength() > 63) {
      return literal;
    }
    Expr integer = new Expr.Literal(ExprType.INT);
    integer.eval().setNumber(whole.longValue());
    return integer;
  }

  private static BigDecimal number(Expr literal) {
    Value value = literal.eval();
    return switch (literal.type().kind()) {
      case REAL -> BigDecimal.valueOf(value.real());
      case DECIMAL -> value.decimal();
      default -> {
        MyDecimal number = new MyDecimal();
        yield number.parse(Texts.of(value)) ? number.toBigDecimal() : null;
      }
    };
  }
}
