package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks over expressions. */
final class Exprs {
  private Exprs() {}

  static List<Expr> with(Expr first, List<Expr> rest) {
    List<Expr> all = new ArrayList<>(rest.size() + 1);
    all.add(first);
    all.addAll(rest);
    return all;
  }

  static List<Expr> ofCase(Expr.Case e) {
    List<Expr> all = new ArrayList<>();
    if (e.value() != null) {
      all.add(e.value());
    }
    for (Expr.When when : e.whens()) {
      all.add(when.condition());
      all.add(when.result());
    }
    if (e.otherwise() != null) {
      all.add(e.otherwise());
    }
    return all;
  }

  static void visit(Expr expr, Consumer<Expr> visitor) {
    visitor.accept(expr);
    for (Expr child : expr.children()) {
      visit(child, visitor);
    }
  }

  /** The columns in an expression, in order of appearance, each once. */
  static List<Expr.Column> columns(Expr expr) {
    List<Expr.Column> columns = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    visit(
        expr,
        e -> {
          if (e instanceof Expr.Column column && seen.add(column.name().lower())) {
            columns.add(column);
          }
        });
    return columns;
  }

  /** Lower-case names of the columns in an expression, each once. */
  static Set<String> columnNames(Expr expr) {
    Set<String> names = new LinkedHashSet<>();
    columns(expr).forEach(column -> names.add(column.name().lower()));
    return names;
  }

  /** The expression without the parentheses around it. */
  static Expr unwrapped(Expr expr) {
    return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
  }
}
