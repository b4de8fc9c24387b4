package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The operators + - * / DIV and %, with the kinds and limits that TiDB gives them. */
final class Arithmetic {
  static final int MAX_SCALE = 30;
  private static final int DIVISION_DIGITS = 4;
  private static final int DIGITS_PER_WORD = 9;
  private static final int MAX_WORDS = 9;
  private static final int MAX_DIGITS = MAX_WORDS * DIGITS_PER_WORD;

  /** The operators that take whole operands of one kind. */
  private interface Operator {
    BigInteger onIntegers(BigInteger a, BigInteger b);

    double onReals(double a, double b);

    BigDecimal onDecimals(BigDecimal a, BigDecimal b);
  }

  private static final Operator PLUS =
      new Operator() {
        @Override
        public BigInteger onIntegers(BigInteger a, BigInteger b) {
          return a.add(b);
        }

        @Override
        public double onReals(double a, double b) {
          return a + b;
        }

        @Override
        public BigDecimal onDecimals(BigDecimal a, BigDecimal b) {
          return a.add(b);
        }
      };

  private static final Operator MINUS =
      new Operator() {
        @Override
        public BigInteger onIntegers(BigInteger a, BigInteger b) {
          return a.subtract(b);
        }

        @Override
        public double onReals(double a, double b) {
          return a - b;
        }

        @Override
        public BigDecimal onDecimals(BigDecimal a, BigDecimal b) {
          return a.subtract(b);
        }
      };

  private static final Operator TIMES =
      new Operator() {
        @Override
        public BigInteger onIntegers(BigInteger a, BigInteger b) {
          return a.multiply(b);
        }

        @Override
        public double onReals(double a, double b) {
          return a * b;
        }

        @Override
        public BigDecimal onDecimals(BigDecimal a, BigDecimal b) {
          return a.multiply(b);
        }
      };

  private final Casts casts;
  private final Env env;

  Arithmetic(Casts casts, Env env) {
    this.casts = casts;
    this.env = env;
  }

  /** Makes the expression of an operator, null when the name is none. */
  Expr of(String operator, Expr a, Expr b) {
    return switch (operator) {
      case "+" -> simple(PLUS, a, b, false);
      case "-" -> simple(MINUS, a, b, true);
      case "*" -> simple(TIMES, a, b, false);
      case "/" -> divide(a, b);
      case "div" -> divideWhole(a, b);
      case "%" -> remainder(a, b);
      default -> null;
    };
  }

  /** Returns in what kind an operand is computed with. */
  static Kind numericKind(Expr e) {
    ExprType type = e.type();
    return switch (type.kind()) {
      case INT, DECIMAL -> type.kind();
      case TIME, DURATION -> type.decimal() > 0 ? Kind.DECIMAL : Kind.INT;
      case STRING -> {
        if (e.isLiteral() && type.isBinary()) {
          throw Env.unsupported("a binary literal as a number");
        }
        yield Kind.REAL;
      }
      case NULL, REAL, JSON -> Kind.REAL;
    };
  }

  private static Kind common(Expr a, Expr b) {
    Kind left = numericKind(a);
    Kind right = numericKind(b);
    if (left == Kind.REAL || right == Kind.REAL) {
      return Kind.REAL;
    }
    return left == Kind.DECIMAL || right == Kind.DECIMAL ? Kind.DECIMAL : Kind.INT;
  }

  private Expr simple(Operator operator, Expr a, Expr b, boolean minus) {
    Kind kind = common(a, b);
    Expr left = casts.to(kind, a);
    Expr right = casts.to(kind, b);
    return switch (kind) {
      case INT -> integers(operator, left, right, minus);
      case REAL ->
          Casts.call(
              ExprType.REAL,
              (v, out) -> {
                double result = operator.onReals(v[0].real(), v[1].real());
                if (!Double.isFinite(result)) {
                  throw Env.outOfRange("DOUBLE");
                }
                out.setReal(result);
              },
              left,
              right);
      default ->
          Casts.call(
              ExprType.decimal(-1, scale(left, right, operator == TIMES)),
              (v, out) ->
                  setDecimal(
                      out,
                      operator.onDecimals(v[0].decimal(), v[1].decimal()),
                      operator == TIMES
                          ? v[0].shown() + v[1].shown()
                          : Math.max(v[0].shown(), v[1].shown())),
              left,
              right);
    };
  }

  private static int scale(Expr a, Expr b, boolean sum) {
    int left = a.type().decimal();
    int right = b.type().decimal();
    if (left < 0 || right < 0) {
      return MAX_SCALE;
    }
    return Math.min(sum ? left + right : Math.max(left, right), MAX_SCALE);
  }

  private static void setDecimal(Value out, BigDecimal value, int shown) {
    if (value.scale() > MAX_SCALE || value.precision() - value.scale() > MAX_DIGITS - MAX_SCALE) {
      throw new BadValueException("an expression makes a decimal of too many digits");
    }
    out.setDecimal(value, shown);
  }

  private Expr integers(Operator operator, Expr a, Expr b, boolean minus) {
    boolean leftUnsigned = a.type().unsigned();
    boolean rightUnsigned = b.type().unsigned();
    boolean unsigned =
        (leftUnsigned || rightUnsigned) && !(minus && env.rules().noUnsignedSubtraction());
    return Casts.call(
        ExprType.integer(unsigned),
        (v, out) -> {
          BigInteger result =
              operator.onIntegers(
                  integer(v[0].number(), leftUnsigned), integer(v[1].number(), rightUnsigned));
          boolean fits =
              unsigned
                  ? result.signum() >= 0 && result.bitLength() <= 64
                  : result.bitLength() <= 63;
          if (!fits) {
            throw Env.outOfRange(unsigned ? "BIGINT UNSIGNED" : "BIGINT");
          }
          out.setNumber(result.longValue());
        },
        a,
        b);
  }

  private static BigInteger integer(long number, boolean unsigned) {
    return unsigned && number < 0
        ? new BigInteger(Long.toUnsignedString(number))
        : BigInteger.valueOf(number);
  }

  private Expr divide(Expr a, Expr b) {
    if (common(a, b) == Kind.REAL) {
      return Casts.call(
          ExprType.REAL,
          (v, out) -> {
            if (v[1].real() == 0) {
              env.dividedByZero(out);
              return;
            }
            double result = v[0].real() / v[1].real();
            if (!Double.isFinite(result)) {
              throw Env.outOfRange("DOUBLE");
            }
            out.setReal(result);
          },
          casts.toReal(a),
          casts.toReal(b));
    }
    Expr left = casts.toDecimal(a);
    int scale = Math.min(Math.max(left.type().decimal(), 0) + DIVISION_DIGITS, MAX_SCALE);
    return Casts.call(
        ExprType.decimal(-1, scale),
        (v, out) -> {
          if (v[1].decimal().signum() == 0) {
            env.dividedByZero(out);
          } else {
            int shown = Math.min(v[0].shown() + DIVISION_DIGITS, MAX_SCALE);
            BigDecimal quotient = quotient(v[0].decimal(), v[1].decimal());
            out.setDecimal(
                quotient.signum() == 0 ? BigDecimal.ZERO.setScale(shown) : quotient, shown);
          }
        },
        left,
        casts.toDecimal(b));
  }

  /**
   * Divides decimals. TiDB keeps them in words of nine digits, and a quotient as many words behind
   * the point as both operands have and four more digits need; what is beyond is cut, not rounded.
   */
  static BigDecimal quotient(BigDecimal a, BigDecimal b) {
    int leftFraction = words(a.scale()) * DIGITS_PER_WORD;
    int rightFraction = words(b.scale()) * DIGITS_PER_WORD;
    int more =
        Math.max(0, DIVISION_DIGITS - (leftFraction - a.scale()) - (rightFraction - b.scale()));
    int fractionWords = words(leftFraction + rightFraction + more);
    BigDecimal quotient = a.divide(b, fractionWords * DIGITS_PER_WORD, RoundingMode.DOWN);
    int integers = Math.max(0, quotient.precision() - quotient.scale()) + 1;
    if (words(integers) + fractionWords > MAX_WORDS) {
      throw new BadValueException("an expression makes a quotient of too many digits");
    }
    return quotient;
  }

  private static int words(int digits) {
    return (digits + DIGITS_PER_WORD - 1) / DIGITS_PER_WORD;
  }

  private Expr divideWhole(Expr a, Expr b) {
    boolean leftUnsigned = a.type().unsigned();
    boolean rightUnsigned = b.type().unsigned();
    boolean unsigned = leftUnsigned || rightUnsigned;
    ExprType type = ExprType.integer(unsigned);
    if (numericKind(a) == Kind.INT && numericKind(b) == Kind.INT) {
      return Casts.call(
          type,
          (v, out) -> {
            if (v[1].number() == 0) {
              env.dividedByZero(out);
            } else {
              BigInteger quotient =
                  integer(v[0].number(), leftUnsigned)
                      .divide(integer(v[1].number(), rightUnsigned));
              out.setNumber(Casts.exact(new BigDecimal(quotient), unsigned));
            }
          },
          casts.toInt(a),
          casts.toInt(b));
    }
    if (a.type().tp() == FieldType.BIT || b.type().tp() == FieldType.BIT) {
      throw Env.unsupported("DIV of a BIT and another type");
    }
    return Casts.call(
        type,
        (v, out) -> {
          if (v[1].decimal().signum() == 0) {
            env.dividedByZero(out);
          } else {
            out.setNumber(Casts.exact(quotient(v[0].decimal(), v[1].decimal()), unsigned));
          }
        },
        casts.toDecimal(a),
        casts.toDecimal(b));
  }

  private Expr remainder(Expr a, Expr b) {
    Kind kind = common(a, b);
    Expr left = casts.to(kind, a);
    Expr right = casts.to(kind, b);
    boolean leftUnsigned = left.type().unsigned();
    boolean rightUnsigned = right.type().unsigned();
    ExprType type =
        switch (kind) {
          case INT -> ExprType.integer(leftUnsigned);
          case REAL -> ExprType.REAL;
          default -> ExprType.decimal(-1, scale(left, right, false));
        };
    return Casts.call(
        type,
        (v, out) -> {
          switch (kind) {
            case INT -> remainder(v[0].number(), leftUnsigned, v[1].number(), rightUnsigned, out);
            case REAL -> {
              if (v[1].real() == 0) {
                env.dividedByZero(out);
              } else {
                out.setReal(v[0].real() % v[1].real());
              }
            }
            default -> {
              if (v[1].decimal().signum() == 0) {
                env.dividedByZero(out);
              } else {
                out.setDecimal(
                    v[0].decimal().remainder(v[1].decimal()), Math.max(v[0].shown(), v[1].shown()));
              }
            }
          }
        },
        left,
        right);
  }

  private void remainder(long a, boolean aUnsigned, long b, boolean bUnsigned, Value out) {
    if (b == 0) {
      env.dividedByZero(out);
    } else {
      out.setNumber(integer(a, aUnsigned).remainder(integer(b, bUnsigned)).longValue());
    }
  }
}
