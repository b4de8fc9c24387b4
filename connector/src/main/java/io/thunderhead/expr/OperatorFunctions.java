package io.thunderhead.expr;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;

/** Operators: comparisons, logic, arithmetic and bits. */
final class OperatorFunctions {
  private OperatorFunctions() {}

  static void addTo(Functions functions) {
    for (String operator : List.of("+", "-", "*", "/", "div", "%")) {
      functions.add(operator, 2, 2, OperatorFunctions::arithmetic);
    }
    functions.alias("mod", "%");
    functions.add("negate", 1, 1, OperatorFunctions::negate);
    comparison(functions, "=", order -> order == 0);
    comparison(functions, "<>", order -> order != 0);
    comparison(functions, "<", order -> order < 0);
    comparison(functions, "<=", order -> order <= 0);
    comparison(functions, ">", order -> order > 0);
    comparison(functions, ">=", order -> order >= 0);
    functions.add("<=>", 2, 2, args -> compare(args, args.get(0), args.get(1)).nullSafeEqual());
    functions.add("between", 3, 3, OperatorFunctions::between);
    functions.add("in", 2, Functions.ANY, OperatorFunctions::in);
    functions.add("and", 2, 2, args -> logic(args, false));
    functions.add("or", 2, 2, args -> logic(args, true));
    functions.add(
        "xor",
        2,
        2,
        args ->
            Casts.call(
                ExprType.TRUTH,
                (a, out) -> out.setTruth(a[0].number() != a[1].number()),
                truth(args, 0),
                truth(args, 1)));
    functions.add(
        "not",
        1,
        1,
        args ->
            Casts.call(
                ExprType.TRUTH, (a, out) -> out.setTruth(a[0].number() == 0), truth(args, 0)));
    functions.add("is null", 1, 1, args -> is(args.get(0), value -> value.isNull()));
    functions.alias("isnull", "is null");
    functions.add(
        "is true",
        1,
        1,
        args -> is(truth(args, 0), value -> !value.isNull() && value.number() != 0));
    functions.add(
        "is false",
        1,
        1,
        args -> is(truth(args, 0), value -> !value.isNull() && value.number() == 0));
    bits(functions, "&", (a, b) -> a & b);
    bits(functions, "|", (a, b) -> a | b);
    bits(functions, "^", (a, b) -> a ^ b);
    bits(functions, "<<", (a, b) -> b < 0 || b > 63 ? 0 : a << b);
    bits(functions, ">>", (a, b) -> b < 0 || b > 63 ? 0 : a >>> b);
    functions.add("~", 1, Kind.INT, ExprType.UNSIGNED, (a, out) -> out.setNumber(~a[0].number()));
  }

  private static Expr arithmetic(Args args) {
    return new Arithmetic(args.casts(), args.env())
        .of(args.function().equals("mod") ? "%" : args.function(), args.get(0), args.get(1));
  }

  private static Expr negate(Args args) {
    Expr operand = args.get(0);
    return switch (Arithmetic.numericKind(operand)) {
      case INT -> negateInteger(args, operand);
      case DECIMAL ->
          Casts.call(
              ExprType.decimal(operand.type().flen(), operand.type().decimal()),
              (a, out) -> out.setDecimal(a[0].decimal().negate(), a[0].shown()),
              args.casts().toDecimal(operand));
      default ->
          Casts.call(
              ExprType.REAL, (a, out) -> out.setReal(-a[0].real()), args.casts().toReal(operand));
    };
  }

  private static Expr negateInteger(Args args, Expr operand) {
    if (operand.type().unsigned()) {
      throw args.unsupported("of an unsigned integer");
    }
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          if (a[0].number() == Long.MIN_VALUE) {
            throw Env.outOfRange("BIGINT");
          }
          out.setNumber(-a[0].number());
        },
        args.casts().toInt(operand));
  }

  private static Comparison compare(Args args, Expr a, Expr b) {
    return Comparison.of(a, b, args.casts(), args.env());
  }

  private static void comparison(Functions functions, String name, IntPredicate test) {
    functions.add(name, 2, 2, args -> compare(args, args.get(0), args.get(1)).test(test));
  }

  private static Expr between(Args args) {
    Comparison low = compare(args, args.get(0), args.get(1));
    Comparison high = compare(args, args.get(0), args.get(2));
    if (low.kind() != high.kind()) {
      throw args.unsupported("with bounds of the types " + low.kind() + " and " + high.kind());
    }
    return new Logic(false, low.test(order -> order >= 0), high.test(order -> order <= 0));
  }

  private static Expr in(Args args) {
    List<Expr> all = args.all();
    if (all.get(0).type().kind() == Kind.STRING) {
      Args.stringOf(all.stream().filter(each -> each.type().kind() == Kind.STRING).toList());
    }
    Expr any = null;
    for (Expr each : all.subList(1, all.size())) {
      Expr equal = compare(args, all.get(0), each).test(order -> order == 0);
      any = any == null ? equal : new Logic(true, any, equal);
    }
    return any;
  }

  private static Expr logic(Args args, boolean or) {
    return new Logic(or, truth(args, 0), truth(args, 1));
  }

  /** Compiles a condition: an integer, 0 for false and 1 for true. */
  static Expr truth(Args args, int index) {
    return truth(args.get(index), args.casts());
  }

  static Expr truth(Expr e, Casts casts) {
    if (e.type().truth()) {
      return e;
    }
    return switch (e.type().kind()) {
      case NULL -> new Expr.Retyped(ExprType.TRUTH, e);
      case INT, TIME, DURATION ->
          Casts.call(ExprType.TRUTH, (a, out) -> out.setTruth(a[0].number() != 0), e);
      case DECIMAL ->
          Casts.call(ExprType.TRUTH, (a, out) -> out.setTruth(a[0].decimal().signum() != 0), e);
      case REAL, STRING ->
          Casts.call(ExprType.TRUTH, (a, out) -> out.setTruth(a[0].real() != 0), casts.toReal(e));
      case JSON -> throw Env.unsupported("JSON as a condition");
    };
  }

  private interface Test {
    boolean of(Value value);
  }

  private static Expr is(Expr operand, Test test) {
    return new Expr(ExprType.TRUTH) {
      @Override
      Value eval() {
        out.setTruth(test.of(operand.eval()));
        return out;
      }
    };
  }

  private static void bits(Functions functions, String name, LongBinaryOperator operator) {
    functions.add(
        name,
        2,
        Kind.INT,
        ExprType.UNSIGNED,
        (a, out) -> out.setNumber(operator.applyAsLong(a[0].number(), a[1].number())));
  }

  /** AND and OR, whose second operand is not computed when the first settles them. */
  static final class Logic extends Expr {
    private final boolean settled;
    private final Expr left;
    private final Expr right;

    Logic(boolean or, Expr left, Expr right) {
      super(ExprType.TRUTH);
      this.settled = or;
      this.left = left;
      this.right = right;
    }

    @Override
    Value eval() {
      Value first = left.eval();
      boolean firstNull = first.isNull();
      if (!firstNull && (first.number() != 0) == settled) {
        out.setTruth(settled);
        return out;
      }
      Value second = right.eval();
      if (!second.isNull() && (second.number() != 0) == settled) {
        out.setTruth(settled);
      } else if (firstNull || second.isNull()) {
        out.setNull();
      } else {
        out.setTruth(!settled);
      }
      return out;
    }
  }
}
