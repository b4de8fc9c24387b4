package io.thunderhead.ddl;

import static io.thunderhead.ddl.FieldType.UNSPECIFIED;

import io.thunderhead.ddl.Expr.Operator;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Infers the type of an indexed expression, which becomes the type of its hidden column. Forms
 * whose type is not certain are refused: a generated column with a type of its own does the same.
 */
final class ExprTypes {
  private static final int INT_WIDTH = 20;
  private static final int REAL_WIDTH = 23;
  private static final int DECIMAL_WIDTH = 65;
  private static final int DECIMAL_SCALE = 30;
  private static final int DIVISION_SCALE = 4;
  private static final long TEXT_LIMIT = 65536;

  private enum Kind {
    INT,
    REAL,
    DECIMAL,
    OTHER
  }

  private final TableInfo table;

  ExprTypes(TableInfo table) {
    this.table = table;
  }

  /** The type of the hidden column of an expression. */
  FieldType columnType(Expr expr) {
    FieldType type = typeOf(expr).copy();
    type.remove(FieldType.PRI_KEY | FieldType.UNIQUE_KEY | FieldType.AUTO_INCREMENT);
    boolean temporal = type.isTime() || type.type == FieldType.DURATION;
    if (temporal && type.decimal == UNSPECIFIED) {
      type.decimal = 6;
    }
    return type.array ? type.binaryCollation() : type;
  }

  private FieldType typeOf(Expr expr) {
    Expr e = Exprs.unwrapped(expr);
    if (e instanceof Expr.Column column) {
      return table.column(column.name()).type;
    } else if (e instanceof Expr.Cast cast) {
      return cast(cast);
    } else if (e instanceof Expr.Call call) {
      return call(call);
    } else if (e instanceof Expr.Binary binary) {
      return binary(binary);
    } else if (e instanceof Expr.Int number) {
      return new FieldType(
              FieldType.LONGLONG,
              FieldType.BINARY | FieldType.NOT_NULL,
              number.value().toString().length(),
              0)
          .binaryCollation();
    } else if (e instanceof Expr.Decimal number) {
      BigDecimal value = new BigDecimal(number.text());
      int precision = Math.max(value.precision(), value.scale() + 1);
      return new FieldType(
              FieldType.DECIMAL, FieldType.BINARY | FieldType.NOT_NULL, precision, value.scale())
          .binaryCollation();
    } else if (e instanceof Expr.IsNull || e instanceof Expr.Like) {
      return truth();
    }
    throw uncertain(e);
  }

  private static DdlException uncertain(Expr e) {
    return e.at()
        .error(
            "the type of this indexed expression is not known here",
            "store it in a generated column and index that");
  }

  private static FieldType integer(long flags, int width) {
    return new FieldType(FieldType.LONGLONG, FieldType.BINARY | flags, width, 0).binaryCollation();
  }

  private static FieldType truth() {
    return integer(FieldType.IS_BOOLEAN, 1);
  }

  private static FieldType text(long flen, String charset, String collate) {
    FieldType type = new FieldType(FieldType.VAR_STRING, 0, flen, UNSPECIFIED);
    return type.collation(charset, collate);
  }

  private FieldType cast(Expr.Cast e) {
    FieldType type = e.type();
    if (type.type == FieldType.VAR_STRING && type.flen == UNSPECIFIED) {
      throw e.at().error("indexed CAST to a string without a length", "write CHAR(n)");
    }
    if (!type.array) {
      return type;
    }
    boolean taken =
        switch (type.type) {
          case FieldType.YEAR, FieldType.JSON, FieldType.FLOAT, FieldType.DECIMAL -> false;
          default -> true;
        };
    if (!taken || (type.isString() && e.explicitCharset())) {
      throw e.at()
          .error("CAST to an array of " + type.described(), "TiDB has no such multi-valued index");
    }
    if (typeOf(e.operand()).type != FieldType.JSON) {
      throw e.at().error("CAST ... AS ... ARRAY of a value that is not JSON", "cast JSON");
    }
    return type;
  }

  private FieldType call(Expr.Call e) {
    return switch (e.name().toLowerCase(Locale.ROOT)) {
      case "lower", "upper" -> changedCase(e);
      case "md5" -> text(32, Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
      case "tidb_shard" -> integer(FieldType.UNSIGNED, 4);
      case "vitess_hash" -> integer(FieldType.UNSIGNED, INT_WIDTH);
      case "json_length",
          "json_depth",
          "json_contains",
          "json_contains_path",
          "json_storage_size" ->
          integer(0, INT_WIDTH);
      case "json_valid" -> integer(FieldType.IS_BOOLEAN, INT_WIDTH);
      case "json_type" -> text(51, Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
      case "json_unquote", "json_quote", "json_pretty" -> {
        FieldType type = text(4294967295L, Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
        type.type = FieldType.LONG_BLOB;
        yield type;
      }
      case "json_extract",
          "json_array",
          "json_object",
          "json_keys",
          "json_set",
          "json_insert",
          "json_replace",
          "json_remove",
          "json_search",
          "json_array_append",
          "json_array_insert",
          "json_merge_patch",
          "json_merge_preserve" ->
          new FieldType(FieldType.JSON, FieldType.BINARY, 16777216, 0)
              .collation(Charsets.DEFAULT, Charsets.DEFAULT_COLLATION);
      default -> throw uncertain(e);
    };
  }

  private FieldType changedCase(Expr.Call e) {
    if (e.args().size() != 1) {
      throw e.at().error(e.name() + " of " + e.args().size() + " arguments", "write one");
    }
    FieldType arg = typeOf(e.args().get(0));
    if (!arg.hasCharset()) {
      throw uncertain(e);
    }
    FieldType type = text(arg.flen, arg.charset, arg.collate);
    if (arg.charset.equals(Charsets.BINARY) || arg.isEnumOrSet()) {
      type.add(FieldType.BINARY);
    }
    if (arg.flen >= TEXT_LIMIT) {
      type.type = arg.flen > 16777215 ? FieldType.LONG_BLOB : FieldType.MEDIUM_BLOB;
    }
    return type;
  }

  private FieldType binary(Expr.Binary e) {
    Operator operator = e.operator();
    if (operator.isComparison() || operator.isLogic()) {
      return truth();
    }
    FieldType left = typeOf(e.left());
    FieldType right = typeOf(e.right());
    Kind kind = kind(left, right, e);
    boolean unsigned = left.has(FieldType.UNSIGNED) || right.has(FieldType.UNSIGNED);
    return switch (operator) {
      case PLUS, MINUS, MULTIPLY ->
          kind == Kind.INT
              ? integer(unsigned ? FieldType.UNSIGNED : 0, INT_WIDTH)
              : wide(left, right, kind == Kind.REAL, operator == Operator.MULTIPLY);
      case INT_DIVIDE -> {
        if (kind == Kind.REAL) {
          throw uncertain(e);
        }
        yield integer(unsigned ? FieldType.UNSIGNED : 0, INT_WIDTH);
      }
      case MOD -> {
        if (kind != Kind.INT) {
          throw uncertain(e);
        }
        yield integer(left.flag & FieldType.UNSIGNED, INT_WIDTH);
      }
      case DIVIDE -> kind == Kind.REAL ? real(REAL_WIDTH, UNSPECIFIED) : quotient(left, right);
      default -> throw uncertain(e);
    };
  }

  private static Kind kind(FieldType left, FieldType right, Expr.Binary e) {
    Kind l = kind(left);
    Kind r = kind(right);
    if (l == Kind.OTHER || r == Kind.OTHER) {
      throw uncertain(e);
    }
    return l == Kind.REAL || r == Kind.REAL
        ? Kind.REAL
        : l == Kind.DECIMAL || r == Kind.DECIMAL ? Kind.DECIMAL : Kind.INT;
  }

  private static Kind kind(FieldType type) {
    if (type.isInteger() || type.type == FieldType.YEAR) {
      return Kind.INT;
    } else if (type.isFloat()) {
      return Kind.REAL;
    }
    return type.type == FieldType.DECIMAL ? Kind.DECIMAL : Kind.OTHER;
  }

  private static FieldType real(long flen, int decimal) {
    return new FieldType(FieldType.DOUBLE, FieldType.BINARY, flen, decimal).binaryCollation();
  }

  private static FieldType decimal(long flen, int decimal) {
    return new FieldType(FieldType.DECIMAL, FieldType.BINARY, flen, decimal).binaryCollation();
  }

  /** Sum, difference or product of numbers that are not both whole. */
  private static FieldType wide(FieldType a, FieldType b, boolean isReal, boolean multiply) {
    FieldType left = converted(a, isReal);
    FieldType right = converted(b, isReal);
    if (left.decimal == UNSPECIFIED || right.decimal == UNSPECIFIED) {
      return isReal ? real(UNSPECIFIED, UNSPECIFIED) : decimal(DECIMAL_WIDTH, DECIMAL_SCALE);
    }
    int scale = multiply ? left.decimal + right.decimal : Math.max(left.decimal, right.decimal);
    scale = isReal ? scale : Math.min(scale, DECIMAL_SCALE);
    long leftWhole = left.flen - left.decimal;
    long rightWhole = right.flen - right.decimal;
    long flen =
        multiply ? leftWhole + rightWhole + scale : Math.max(leftWhole, rightWhole) + scale + 1;
    return isReal
        ? real(Math.min(flen, REAL_WIDTH), scale)
        : decimal(Math.min(flen, DECIMAL_WIDTH), scale);
  }

  /** An operand after the cast that TiDB puts around it. */
  private static FieldType converted(FieldType type, boolean isReal) {
    if (isReal) {
      return type.isFloat() ? type : real(REAL_WIDTH, UNSPECIFIED);
    }
    return type.type == FieldType.DECIMAL ? type : decimal(INT_WIDTH, 0);
  }

  private static FieldType quotient(FieldType a, FieldType b) {
    FieldType left = converted(a, false);
    FieldType right = converted(b, false);
    int scale = Math.min(left.decimal + DIVISION_SCALE, DECIMAL_SCALE);
    long sign = left.has(FieldType.UNSIGNED) ? 0 : 1;
    long precision = left.flen - (left.decimal > 0 ? 1 : 0) - (left.flen > 0 ? sign : 0);
    long flen = Math.min(precision + right.decimal + DIVISION_SCALE, DECIMAL_WIDTH);
    flen += (scale > 0 ? 1 : 0) + 1;
    return decimal(Math.min(flen, DECIMAL_WIDTH), scale);
  }
}
