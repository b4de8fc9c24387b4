package io.thunderhead.expr;

import io.thunderhead.type.BadValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Mathematical functions whose results do not hang on how a library approximates them. */
final class MathFunctions {
  /** An integer of so many digits may not fit BIGINT, so TiDB keeps a decimal. */
  private static final int MAX_INT_DIGITS = 18;

  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private MathFunctions() {}

  static void addTo(Functions functions) {
    functions.add("abs", 1, 1, MathFunctions::abs);
    functions.add("ceil", 1, 1, args -> whole(args, RoundingMode.CEILING));
    functions.alias("ceiling", "ceil");
    functions.add("floor", 1, 1, args -> whole(args, RoundingMode.FLOOR));
    functions.add("round", 1, 2, MathFunctions::round);
    functions.add("truncate", 2, 2, MathFunctions::truncate);
    functions.add(
        "sign",
        1,
        Kind.REAL,
        ExprType.INT,
        (a, out) -> out.setNumber((long) Math.signum(a[0].real())));
    functions.add(
        "sqrt",
        1,
        Kind.REAL,
        ExprType.REAL,
        (a, out) -> {
          if (a[0].real() < 0) {
            out.setNull();
          } else {
            out.setReal(Math.sqrt(a[0].real()));
          }
        });
  }

  /** Returns the kind that a function on numbers computes in. */
  private static Kind kind(Args args, Expr e) {
    return switch (e.type().kind()) {
      case INT, DECIMAL, REAL -> e.type().kind();
      case STRING -> Arithmetic.numericKind(e);
      default -> throw args.unsupported("of " + e.type().kind());
    };
  }

  private static Expr abs(Args args) {
    Expr e = args.get(0);
    ExprType type = e.type();
    return switch (kind(args, e)) {
      case INT ->
          type.unsigned()
              ? e
              : Casts.call(
                  ExprType.INT,
                  (a, out) -> {
                    if (a[0].number() == Long.MIN_VALUE) {
                      throw Env.outOfRange("BIGINT");
                    }
                    out.setNumber(Math.abs(a[0].number()));
                  },
                  e);
      case DECIMAL ->
          Casts.call(
              ExprType.decimal(type.flen(), type.decimal()),
              (a, out) -> out.setDecimal(a[0].decimal().abs(), a[0].shown()),
              e);
      default ->
          Casts.call(
              ExprType.REAL,
              (a, out) -> out.setReal(Math.abs(a[0].real())),
              args.casts().toReal(e));
    };
  }

  private static Expr whole(Args args, RoundingMode mode) {
    Expr e = args.get(0);
    ExprType type = e.type();
    boolean fits = type.flen() >= 0 && type.flen() - type.decimal() <= MAX_INT_DIGITS;
    boolean up = mode == RoundingMode.CEILING;
    return switch (kind(args, e)) {
      case INT -> e;
      case DECIMAL ->
          fits
              ? Casts.call(
                  ExprType.INT,
                  (a, out) -> out.setNumber(Casts.exact(a[0].decimal().setScale(0, mode), false)),
                  e)
              : Casts.call(
                  ExprType.decimal(-1, 0),
                  (a, out) -> out.setDecimal(a[0].decimal().setScale(0, mode)),
                  e);
      default ->
          Casts.call(
              ExprType.REAL,
              (a, out) -> out.setReal(up ? Math.ceil(a[0].real()) : Math.floor(a[0].real())),
              args.casts().toReal(e));
    };
  }

  private static Expr round(Args args) {
    Expr e = args.get(0);
    int digits = args.size() == 1 ? 0 : digits(args);
    return switch (kind(args, e)) {
      case INT ->
          digits >= 0
              ? e
              : Casts.call(
                  ExprType.integer(e.type().unsigned()),
                  (a, out) -> out.setNumber((long) round(exactDouble(a[0].number()), digits)),
                  e);
      case DECIMAL -> decimal(args, e, digits, RoundingMode.HALF_UP);
      default ->
          Casts.call(
              ExprType.REAL,
              (a, out) -> out.setReal(round(a[0].real(), digits)),
              args.casts().toReal(e));
    };
  }

  private static Expr truncate(Args args) {
    Expr e = args.get(0);
    int digits = digits(args);
    return switch (kind(args, e)) {
      case INT -> {
        if (digits < 0) {
          throw args.unsupported("of an integer before its last digit");
        }
        yield e;
      }
      case DECIMAL -> decimal(args, e, digits, RoundingMode.DOWN);
      default -> throw args.unsupported("of a floating-point number");
    };
  }

  private static int digits(Args args) {
    long digits = args.literalInt(1);
    if (Math.abs(digits) > Arithmetic.MAX_SCALE) {
      throw args.unsupported("to " + digits + " digits");
    }
    return (int) digits;
  }

  private static Expr decimal(Args args, Expr e, int digits, RoundingMode mode) {
    if (e.type().decimal() < 0 || digits > e.type().decimal()) {
      throw args.unsupported("to more digits than the number is known to have");
    }
    int shown = Math.max(digits, 0);
    return Casts.call(
        ExprType.decimal(-1, shown),
        (a, out) -> {
          BigDecimal rounded = a[0].decimal().setScale(digits, mode);
          out.setDecimal(digits < 0 ? rounded.setScale(0) : rounded, shown);
        },
        e);
  }

  private static double exactDouble(long number) {
    if (number > EXACT_IN_DOUBLE || number < -EXACT_IN_DOUBLE) {
      throw new BadValueException("an expression rounds an integer that no double holds");
    }
    return (double) number;
  }

  /** Rounds half to even at a decimal place, as far as doubles have one. */
  private static double round(double value, int digits) {
    double shift = Double.parseDouble("1e" + digits);
    double shifted = value * shift;
    return Double.isInfinite(shifted) ? value : Math.rint(shifted) / shift;
  }
}
