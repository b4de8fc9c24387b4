package io.thunderhead.expr;

/** A typed expression; it keeps its own value from one evaluation to the next. */
abstract class Expr {
  private final ExprType type;

  /** What {@link #eval} returns, unless it hands on what a part has. */
  protected final Value out = new Value();

  Expr(ExprType type) {
    this.type = type;
  }

  final ExprType type() {
    return type;
  }

  /** Returns the value for the current row; it is good until the next call. */
  abstract Value eval();

  /** Tells whether it is a literal, whose comparisons have rules of their own. */
  boolean isLiteral() {
    return false;
  }

  /** A literal, or whatever else is the same for all rows. */
  static final class Literal extends Expr {
    Literal(ExprType type) {
      super(type);
    }

    @Override
    Value eval() {
      return out;
    }

    @Override
    boolean isLiteral() {
      return true;
    }
  }

  /** What a function does with arguments that are not NULL. */
  @FunctionalInterface
  interface Body {
    void apply(Value[] args, Value out);
  }

  /** A function that is NULL when an argument is. */
  static final class Call extends Expr {
    private final Expr[] args;
    private final Value[] values;
    private final Body body;

    Call(ExprType type, Body body, Expr... args) {
      super(type);
      this.args = args;
      this.values = new Value[args.length];
      this.body = body;
    }

    @Override
    Value eval() {
      for (int i = 0; i < args.length; i++) {
        values[i] = args[i].eval();
        if (values[i].isNull()) {
          out.setNull();
          return out;
        }
      }
      body.apply(values, out);
      return out;
    }
  }

  /** The same value under another type. */
  static final class Retyped extends Expr {
    private final Expr inner;

    Retyped(ExprType type, Expr inner) {
      super(type);
      this.inner = inner;
    }

    @Override
    Value eval() {
      return inner.eval();
    }

    @Override
    boolean isLiteral() {
      return inner.isLiteral();
    }
  }
}
