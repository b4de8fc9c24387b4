package io.thunderhead.expr;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.Datum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/** Turns parsed expressions into typed ones that read a row. */
final class Compiler {
  private static final Set<String> TEXT_CHARSETS = Set.of("", "utf8mb4", "utf8", "utf8mb3");

  private final TableInfo table;
  private final IntFunction<Datum> values;
  private final Env env;
  private final Casts casts;

  /**
   * Takes where columns have their values.
   *
   * @param values by the column's offset; each must stay the same object from row to row
   */
  Compiler(TableInfo table, IntFunction<Datum> values, Env env) {
    this.table = table;
    this.values = values;
    this.env = env;
    this.casts = new Casts(env);
  }

  Casts casts() {
    return casts;
  }

  Env env() {
    return env;
  }

  /**
   * Makes a typed expression.
   *
   * @throws UnsupportedExpressionException when it cannot be computed surely as TiDB does
   */
  Expr compile(Node node) {
    if (node instanceof Node.Null) {
      return new Expr.Literal(ExprType.NULL);
    } else if (node instanceof Node.Truth truth) {
      return integer(ExprType.TRUTH, truth.value() ? 1 : 0);
    } else if (node instanceof Node.Numeral number) {
      return number(number.text());
    } else if (node instanceof Node.Text text) {
      return text(text);
    } else if (node instanceof Node.Binary binary) {
      Expr literal = new Expr.Literal(ExprType.binary());
      literal.eval().startBytes().put(binary.value());
      return literal;
    } else if (node instanceof Node.Column column) {
      return column(column.name());
    } else if (node instanceof Node.Cast cast) {
      Expr operand = compile(cast.operand());
      return cast.array()
          ? ArrayCast.of(operand, cast)
          : new ExplicitCast(casts, env).of(operand, cast);
    } else if (node instanceof Node.Collate collate) {
      return collate(collate);
    } else if (node instanceof Node.Call call) {
      return call(call);
    }
    throw Env.unsupported("'" + ((Node.Word) node).text() + "'");
  }

  private Expr call(Node.Call call) {
    if (call.name().equals("negate") && call.args().get(0) instanceof Node.Numeral number) {
      return number("-" + number.text());
    }
    return Functions.bind(new Args(call.name(), call.args(), this));
  }

  private Expr column(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (ColumnInfo column : table.columns()) {
      if (column.name().toLowerCase(Locale.ROOT).equals(lower)) {
        return new ColumnExpr(column, values.apply(column.offset()), env);
      }
    }
    throw Env.unsupported("the column " + name + ", which the table does not have");
  }

  private static Expr integer(ExprType type, long value) {
    Expr literal = new Expr.Literal(type);
    literal.eval().setNumber(value);
    return literal;
  }

  private static Expr number(String text) {
    if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      Expr literal = new Expr.Literal(ExprType.REAL);
      literal.eval().setReal(Double.parseDouble(text));
      return literal;
    }
    BigDecimal value = new BigDecimal(text);
    BigInteger whole = value.toBigInteger();
    if (text.indexOf('.') < 0 && whole.bitLength() <= 63) {
      return integer(ExprType.INT, whole.longValue());
    } else if (text.indexOf('.') < 0 && whole.signum() > 0 && whole.bitLength() <= 64) {
      return integer(ExprType.UNSIGNED, whole.longValue());
    }
    Expr literal = new Expr.Literal(ExprType.decimal(value.precision(), value.scale()));
    literal.eval().setDecimal(value);
    return literal;
  }

  private static Expr text(Node.Text text) {
    boolean binary = text.charset().equals(ExprType.BINARY);
    if (!binary && !TEXT_CHARSETS.contains(text.charset())) {
      throw Env.unsupported("text with the introducer _" + text.charset());
    }
    boolean ascii = text.value().chars().allMatch(c -> c < 0x80);
    Expr literal = new Expr.Literal(binary ? ExprType.binary() : ExprType.text(ascii));
    Texts.set(literal.eval(), text.value());
    return literal;
  }

  private Expr collate(Node.Collate collate) {
    Expr operand = casts.toText(compile(collate.operand()));
    ExprType type = operand.type();
    if (!collate.collation().startsWith(type.charset())) {
      throw Env.unsupported("COLLATE " + collate.collation() + " on " + type.charset());
    }
    return new Expr.Retyped(
        ExprType.string(type.charset(), collate.collation(), ExprType.EXPLICIT, type.ascii()),
        operand);
  }

  /** Collects the names of the functions in an expression that are not there. */
  static void unknown(Node node, List<String> names) {
    if (node instanceof Node.Call call) {
      boolean known = Functions.has(call.name()) || call.name().equals("negate");
      if (!known && !names.contains("function " + call.name())) {
        names.add("function " + call.name());
      }
      call.args().forEach(each -> unknown(each, names));
    } else if (node instanceof Node.Cast cast) {
      unknown(cast.operand(), names);
    } else if (node instanceof Node.Collate collate) {
      unknown(collate.operand(), names);
    }
  }
}
