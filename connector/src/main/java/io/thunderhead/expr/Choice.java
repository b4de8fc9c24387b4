package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import java.util.List;

/** The common type of values of which one is chosen, as for IF, CASE and COALESCE. */
final class Choice {
  private final ExprType type;
  private final Expr[] options;

  private Choice(ExprType type, Expr[] options) {
    this.type = type;
    this.options = options;
  }

  /**
   * Brings values to their common type.
   *
   * @throws UnsupportedExpressionException when it is not sure what that is
   */
  static Choice of(List<Expr> parts, Casts casts) {
    List<ExprType> types =
        parts.stream().map(Expr::type).filter(each -> each.kind() != Kind.NULL).toList();
    ExprType type = common(types);
    Expr[] options =
        parts.stream()
            .map(each -> each.type().kind() == Kind.NULL ? each : casts.to(type.kind(), each))
            .toArray(Expr[]::new);
    return new Choice(type, options);
  }

  ExprType type() {
    return type;
  }

  Expr[] options() {
    return options;
  }

  private static ExprType common(List<ExprType> types) {
    if (types.isEmpty()) {
      return ExprType.NULL;
    }
    ExprType first = types.get(0);
    if (types.size() == 1) {
      return first;
    }
    if (all(types, Kind.INT)) {
      return integers(types);
    } else if (types.stream().allMatch(each -> numeric(each.kind()))) {
      return numbers(types);
    } else if (any(types, Kind.STRING) && !any(types, Kind.JSON)) {
      return Collations.merge(types);
    }
    boolean same =
        types.stream()
            .allMatch(
                each ->
                    each.kind() == first.kind()
                        && each.tp() == first.tp()
                        && each.decimal() == first.decimal());
    if (same) {
      return first;
    }
    throw Env.unsupported(
        "a choice between the types " + types.stream().map(ExprType::kind).toList());
  }

  private static ExprType integers(List<ExprType> types) {
    boolean signed = types.stream().anyMatch(each -> !each.unsigned());
    boolean unsigned = types.stream().anyMatch(ExprType::unsigned);
    boolean wide =
        types.stream()
            .anyMatch(
                each ->
                    each.unsigned()
                        && (each.tp() == FieldType.LONGLONG || each.tp() == FieldType.BIT));
    if (types.stream().anyMatch(each -> each.tp() == FieldType.BIT)
        && types.stream().anyMatch(each -> each.tp() != FieldType.BIT)) {
      throw Env.unsupported("a choice between BIT and integers");
    }
    if (signed && unsigned) {
      return wide ? ExprType.decimal(-1, 0) : ExprType.INT;
    }
    return ExprType.integer(unsigned);
  }

  private static ExprType numbers(List<ExprType> types) {
    if (types.stream().allMatch(each -> each.tp() == FieldType.FLOAT)) {
      return types.get(0);
    } else if (any(types, Kind.REAL)) {
      return ExprType.REAL;
    }
    int scale = types.stream().mapToInt(ExprType::decimal).max().orElse(-1);
    return ExprType.decimal(-1, scale);
  }

  private static boolean numeric(Kind kind) {
    return kind == Kind.INT || kind == Kind.DECIMAL || kind == Kind.REAL;
  }

  private static boolean all(List<ExprType> types, Kind kind) {
    return types.stream().allMatch(each -> each.kind() == kind);
  }

  private static boolean any(List<ExprType> types, Kind kind) {
    return types.stream().anyMatch(each -> each.kind() == kind);
  }
}
