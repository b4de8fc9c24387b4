package io.thunderhead.expr;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a call while its expression is built. */
final class Args {
  private final String function;
  private final List<Node> nodes;
  private final Compiler compiler;

  Args(String function, List<Node> nodes, Compiler compiler) {
    this.function = function;
    this.nodes = nodes;
    this.compiler = compiler;
  }

  int size() {
    return nodes.size();
  }

  Expr get(int index) {
    return compiler.compile(nodes.get(index));
  }

  /** Compiles an argument and casts it. */
  Expr as(Kind kind, int index) {
    return casts().to(kind, get(index));
  }

  List<Expr> all() {
    return from(0);
  }

  List<Expr> from(int first) {
    List<Expr> all = new ArrayList<>();
    for (int i = first; i < nodes.size(); i++) {
      all.add(get(i));
    }
    return all;
  }

  Expr[] allAs(Kind kind) {
    return all().stream().map(each -> casts().to(kind, each)).toArray(Expr[]::new);
  }

  /** Returns an argument that is a word of the grammar. */
  String word(int index) {
    if (nodes.get(index) instanceof Node.Word word) {
      return word.text();
    }
    throw unsupported("with that argument " + (index + 1));
  }

  /** Returns an argument that must be an integer literal. */
  long literalInt(int index) {
    Expr e = get(index);
    if (!e.isLiteral() || e.type().kind() != Kind.INT) {
      throw unsupported("whose argument " + (index + 1) + " is no integer literal");
    }
    return e.eval().number();
  }

  /** Returns an argument that must be a text literal. */
  String literalText(int index) {
    Expr e = get(index);
    if (!e.isLiteral() || e.type().kind() != Kind.STRING) {
      throw unsupported("whose argument " + (index + 1) + " is no text literal");
    }
    return Texts.of(e.eval());
  }

  Casts casts() {
    return compiler.casts();
  }

  Env env() {
    return compiler.env();
  }

  String function() {
    return function;
  }

  UnsupportedExpressionException unsupported(String why) {
    return new UnsupportedExpressionException("function " + function + " " + why);
  }

  /** Returns the type of a string made of arguments. */
  static ExprType stringOf(List<Expr> parts) {
    return Collations.merge(parts.stream().map(Expr::type).toList());
  }
}
