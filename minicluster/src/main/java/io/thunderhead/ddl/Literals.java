package io.thunderhead.ddl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Values of literals and their text as TiDB's datums print it. */
final class Literals {
  private Literals() {}

  /** Null, BigInteger, BigDecimal, Double, String or byte[]. */
  record Value(Object value) {
    boolean isNull() {
      return value == null;
    }

    /** Text of a value that is not null. */
    String text() {
      if (value instanceof byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      } else if (value instanceof BigDecimal decimal) {
        return decimal.toPlainString();
      } else if (value instanceof Double real) {
        return GoFormat.fixed(real);
      }
      return value.toString();
    }
  }

  /** The value of a literal with a sign or not; null when the expression is none. */
  static Value value(Expr expr) {
    Expr bare = Exprs.unwrapped(expr);
    if (bare instanceof Expr.Null) {
      return new Value(null);
    } else if (bare instanceof Expr.Bool e) {
      return new Value(e.value() ? BigInteger.ONE : BigInteger.ZERO);
    } else if (bare instanceof Expr.Int e) {
      return new Value(e.value());
    } else if (bare instanceof Expr.Decimal e) {
      return new Value(new BigDecimal(e.text()));
    } else if (bare instanceof Expr.Real e) {
      return new Value(e.value());
    } else if (bare instanceof Expr.Str e) {
      return new Value(e.value());
    } else if (bare instanceof Expr.Bytes e) {
      return new Value(e.value());
    } else if (bare instanceof Expr.Unary e) {
      return signed(e);
    }
    return null;
  }

  private static Value signed(Expr.Unary e) {
    Value inner = value(e.operand());
    if (inner == null || inner.isNull() || e.operator() == Expr.Operator.PLUS) {
      return inner;
    }
    if (e.operator() != Expr.Operator.MINUS) {
      return null;
    }
    if (inner.value() instanceof BigInteger n) {
      return new Value(n.negate());
    } else if (inner.value() instanceof BigDecimal n) {
      return new Value(n.negate());
    } else if (inner.value() instanceof Double n) {
      return new Value(-n);
    }
    return null;
  }

  /** A number rounded to a whole one as TiDB casts it, or null when the value is no number. */
  static BigInteger integer(Value value) {
    Object v = value.value();
    if (v instanceof BigInteger n) {
      return n;
    } else if (v instanceof BigDecimal n) {
      return n.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    } else if (v instanceof Double n) {
      return new BigDecimal(n).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    } else if (v instanceof byte[] n) {
      return new BigInteger(1, n);
    } else if (v instanceof String s) {
      try {
        return new BigDecimal(s.strip()).setScale(0, RoundingMode.HALF_UP).toBigInteger();
      } catch (NumberFormatException noNumber) {
        return null;
      }
    }
    return null;
  }

  /** A number, or null when the value is none. */
  static BigDecimal number(Value value) {
    if (value.value() instanceof byte[] bytes) {
      return new BigDecimal(new BigInteger(1, bytes));
    }
    try {
      return new BigDecimal(value.text().strip());
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  /** Whether a whole number fits an integer type. */
  static boolean fits(BigInteger value, FieldType type) {
    int bits =
        switch (type.type) {
          case FieldType.TINY -> 8;
          case FieldType.SHORT -> 16;
          case FieldType.INT24 -> 24;
          case FieldType.LONG -> 32;
          default -> 64;
        };
    if (type.has(FieldType.UNSIGNED)) {
      return value.signum() >= 0 && value.bitLength() <= bits;
    }
    return value.bitLength() < bits;
  }
}
