package io.thunderhead.expr;

import java.util.ArrayList;
import java.util.List;

/** CASE, IF and their like. */
final class ControlFunctions {
  private ControlFunctions() {}

  static void addTo(Functions functions) {
    functions.add("case", 2, Functions.ANY, ControlFunctions::cases);
    functions.add("if", 3, 3, ControlFunctions::cases);
    functions.add("ifnull", 2, 2, ControlFunctions::coalesce);
    functions.add("coalesce", 1, Functions.ANY, ControlFunctions::coalesce);
    functions.add("nullif", 2, 2, ControlFunctions::nullIf);
    functions.add("greatest", 2, Functions.ANY, args -> extremum(args, 1));
    functions.add("least", 2, Functions.ANY, args -> extremum(args, -1));
  }

  /** Conditions and results in turn, and the result when no condition is met. */
  private static Expr cases(Args args) {
    List<Expr> conditions = new ArrayList<>();
    List<Expr> results = new ArrayList<>();
    for (int i = 0; i + 1 < args.size(); i += 2) {
      conditions.add(OperatorFunctions.truth(args, i));
      results.add(args.get(i + 1));
    }
    if (args.size() % 2 == 1) {
      results.add(args.get(args.size() - 1));
    }
    return new Cases(conditions.toArray(Expr[]::new), Choice.of(results, args.casts()));
  }

  private static Expr nullIf(Args args) {
    Expr value = args.get(0);
    Expr equal =
        Comparison.of(value, args.get(1), args.casts(), args.env()).test(order -> order == 0);
    return new Expr(value.type()) {
      @Override
      Value eval() {
        Value same = equal.eval();
        if (!same.isNull() && same.number() != 0) {
          out.setNull();
          return out;
        }
        return value.eval();
      }
    };
  }

  private static Expr coalesce(Args args) {
    Choice choice = Choice.of(args.all(), args.casts());
    return new Expr(choice.type()) {
      @Override
      Value eval() {
        for (Expr option : choice.options()) {
          Value value = option.eval();
          if (!value.isNull()) {
            return value;
          }
        }
        out.setNull();
        return out;
      }
    };
  }

  private static Expr extremum(Args args, int sign) {
    List<Expr> all = args.all();
    Choice choice = Choice.of(all, args.casts());
    ExprType type = choice.type();
    boolean mixed =
        all.stream()
            .anyMatch(
                each ->
                    each.type().kind() == Kind.NULL
                        || each.type().named()
                        || (each.type().kind() != type.kind()
                            && (type.kind() == Kind.STRING || type.kind() == Kind.DURATION))
                        || each.type().unsigned() != all.get(0).type().unsigned());
    if (mixed) {
      throw args.unsupported("of mixed types");
    }
    Comparison.Order order =
        type.kind() == Kind.STRING
            ? new Collations.Order(type, args.env())::compare
            : Comparison.order(type.kind(), type.unsigned(), type.unsigned());
    return Casts.call(
        type,
        (a, out) -> {
          Value best = a[0];
          for (Value each : a) {
            if (order.compare(each, best) * sign > 0) {
              best = each;
            }
          }
          out.set(best);
        },
        choice.options());
  }

  /** The result behind the first condition that is met. */
  private static final class Cases extends Expr {
    private final Expr[] conditions;
    private final Expr[] results;

    Cases(Expr[] conditions, Choice choice) {
      super(choice.type());
      this.conditions = conditions;
      this.results = choice.options();
    }

    @Override
    Value eval() {
      for (int i = 0; i < conditions.length; i++) {
        Value condition = conditions[i].eval();
        if (!condition.isNull() && condition.number() != 0) {
          return results[i].eval();
        }
      }
      if (results.length > conditions.length) {
        return results[conditions.length].eval();
      }
      out.setNull();
      return out;
    }
  }
}
