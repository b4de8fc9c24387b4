package io.thunderhead.ddl;

import io.thunderhead.ddl.Expr.Operator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Prints expressions the way TiDB stores them in its metadata. */
final class ExprText {
  private final boolean lowerKeywords;
  private final boolean spaces;
  private final boolean brackets;
  private final StringBuilder out = new StringBuilder();

  private ExprText(boolean lowerKeywords, boolean spaces, boolean brackets) {
    this.lowerKeywords = lowerKeywords;
    this.spaces = spaces;
    this.brackets = brackets;
  }

  /** Generated columns, expression indexes, defaults, checks: {@code lower(`a`) + 1}. */
  static String stored(Expr expr) {
    return new ExprText(true, true, false).print(expr);
  }

  /** Partition functions: {@code (YEAR(`d`)+1)}. */
  static String partition(Expr expr) {
    return new ExprText(false, false, true).print(expr);
  }

  /** The interval of TTL: keywords upper, nothing around operators. */
  static String plain(Expr expr) {
    return new ExprText(false, false, false).print(expr);
  }

  static String name(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String quoted(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  private String print(Expr expr) {
    write(expr);
    return out.toString();
  }

  private ExprText keyword(String word) {
    out.append(lowerKeywords ? word.toLowerCase(Locale.ROOT) : word.toUpperCase(Locale.ROOT));
    return this;
  }

  private ExprText plainText(String text) {
    out.append(text);
    return this;
  }

  private void write(Expr expr) {
    if (expr instanceof Expr.Binary e) {
      binary(e);
    } else if (expr instanceof Expr.Call e) {
      call(e);
    } else if (expr instanceof Expr.Cast e) {
      cast(e);
    } else if (expr instanceof Expr.Column e) {
      out.append(name(e.name().original()));
    } else if (expr instanceof Expr.Paren e) {
      out.append('(');
      write(e.inner());
      out.append(')');
    } else if (expr instanceof Expr.Unary e) {
      operator(e.operator());
      write(e.operand());
    } else if (expr instanceof Expr.Keyword e) {
      keyword(e.word());
    } else if (expr instanceof Expr.Case e) {
      cases(e);
    } else if (expr instanceof Expr.Collated e) {
      write(e.operand());
      keyword(" COLLATE ").plainText(e.collation());
    } else if (!literal(expr)) {
      predicate(expr);
    }
  }

  private boolean literal(Expr expr) {
    if (expr instanceof Expr.Null) {
      keyword("NULL");
    } else if (expr instanceof Expr.Bool e) {
      keyword(e.value() ? "TRUE" : "FALSE");
    } else if (expr instanceof Expr.Int e) {
      out.append(e.value());
    } else if (expr instanceof Expr.Decimal e) {
      out.append(e.text());
    } else if (expr instanceof Expr.Real e) {
      out.append(GoFormat.exponent(e.value()));
    } else if (expr instanceof Expr.Str e) {
      if (!e.charset().isEmpty()) {
        out.append('_');
        keyword(e.charset());
      }
      out.append(quoted(e.value()));
    } else if (expr instanceof Expr.Bytes e) {
      bytes(e);
    } else {
      return false;
    }
    return true;
  }

  private void bytes(Expr.Bytes e) {
    if (e.hex()) {
      out.append("x'").append(HexFormat.of().formatHex(e.value())).append('\'');
      return;
    }
    StringBuilder bits = new StringBuilder();
    for (byte b : e.value()) {
      bits.append(
          String.format(Locale.ROOT, "%8s", Integer.toBinaryString(b & 0xff)).replace(' ', '0'));
    }
    int first = bits.indexOf("1");
    out.append("b'").append(first < 0 ? "0" : bits.substring(first)).append('\'');
  }

  private void operator(Operator operator) {
    if (operator.isKeyword()) {
      keyword(operator.text());
    } else {
      out.append(operator.text());
    }
  }

  private void binary(Expr.Binary e) {
    if (brackets) {
      out.append('(');
    }
    boolean space = spaces || e.operator().isKeyword();
    write(e.left());
    out.append(space ? " " : "");
    operator(e.operator());
    out.append(space ? " " : "");
    write(e.right());
    if (brackets) {
      out.append(')');
    }
  }

  private void call(Expr.Call e) {
    String name = e.name().toLowerCase(Locale.ROOT);
    List<Expr> args = e.args();
    switch (name) {
      case "date literal", "time literal", "timestamp literal" -> {
        out.append(name.substring(0, name.indexOf(' ')).toUpperCase(Locale.ROOT)).append(' ');
        write(args.get(0));
        return;
      }
      case "member of" -> {
        write(args.get(0));
        keyword(" MEMBER OF ").plainText("(");
        write(args.get(1));
        out.append(')');
        return;
      }
      default -> keyword(e.name()).plainText("(");
    }
    switch (name) {
      case "convert" -> separated(args, " USING ");
      case "extract" -> separated(args, " FROM ");
      case "position" -> separated(args, " IN ");
      case "trim" -> trim(args);
      case "adddate", "subdate", "date_add", "date_sub" -> {
        write(args.get(0));
        plainText(", ").keyword("INTERVAL ");
        write(args.get(1));
        out.append(' ');
        write(args.get(2));
      }
      default -> separated(args, ", ");
    }
    out.append(')');
  }

  private void separated(List<Expr> args, String separator) {
    for (int i = 0; i < args.size(); i++) {
      if (i > 0) {
        keyword(separator);
      }
      write(args.get(i));
    }
  }

  /** Arguments are text, what to remove, direction; the later ones may be missing. */
  private void trim(List<Expr> args) {
    if (args.size() == 3) {
      write(args.get(2));
      out.append(' ');
    }
    if (args.size() >= 2) {
      if (!(args.get(1) instanceof Expr.Null)) {
        write(args.get(1));
        out.append(' ');
      }
      keyword("FROM ");
    }
    write(args.get(0));
  }

  private void cast(Expr.Cast e) {
    switch (e.form()) {
      case BINARY -> {
        keyword("BINARY ");
        write(e.operand());
      }
      case CAST -> {
        keyword("CAST").plainText("(");
        write(e.operand());
        keyword(" AS ");
        castType(e.type(), e.explicitCharset());
        out.append(')');
      }
      case CONVERT -> {
        keyword("CONVERT").plainText("(");
        write(e.operand());
        out.append(", ");
        castType(e.type(), e.explicitCharset());
        out.append(')');
      }
    }
  }

  private void castType(FieldType type, boolean explicitCharset) {
    switch (type.type) {
      case FieldType.VAR_STRING -> castString(type, explicitCharset);
      case FieldType.DATE -> keyword("DATE");
      case FieldType.DATETIME -> castWithFsp("DATETIME", type.decimal);
      case FieldType.DURATION -> castWithFsp("TIME", type.decimal);
      case FieldType.DECIMAL -> {
        keyword("DECIMAL");
        if (type.flen > 0) {
          out.append('(').append(type.flen);
          out.append(type.decimal > 0 ? ", " + type.decimal : "").append(')');
        }
      }
      case FieldType.LONGLONG -> keyword(type.has(FieldType.UNSIGNED) ? "UNSIGNED" : "SIGNED");
      default -> keyword(type.described());
    }
    if (type.array) {
      out.append(' ');
      keyword("ARRAY");
    }
  }

  private void castString(FieldType type, boolean explicitCharset) {
    boolean binary = type.collate.equals(Charsets.BINARY);
    keyword(binary ? "BINARY" : "CHAR");
    if (type.flen != FieldType.UNSPECIFIED) {
      out.append('(').append(type.flen).append(')');
    }
    if (!explicitCharset) {
      return;
    }
    if (!binary && type.has(FieldType.BINARY)) {
      keyword(" BINARY");
    }
    if (!type.charset.equals(Charsets.BINARY) && !type.charset.equals(Charsets.DEFAULT)) {
      keyword(" CHARSET ").keyword(type.charset);
    }
  }

  private void castWithFsp(String name, int fsp) {
    keyword(name);
    if (fsp > 0) {
      out.append('(').append(fsp).append(')');
    }
  }

  private void cases(Expr.Case e) {
    keyword("CASE");
    if (e.value() != null) {
      out.append(' ');
      write(e.value());
    }
    for (Expr.When when : e.whens()) {
      out.append(' ');
      keyword("WHEN ");
      write(when.condition());
      keyword(" THEN ");
      write(when.result());
    }
    if (e.otherwise() != null) {
      keyword(" ELSE ");
      write(e.otherwise());
    }
    keyword(" END");
  }

  private void predicate(Expr expr) {
    if (expr instanceof Expr.IsNull e) {
      write(e.operand());
      keyword(e.not() ? " IS NOT NULL" : " IS NULL");
    } else if (expr instanceof Expr.IsTruth e) {
      write(e.operand());
      keyword((e.not() ? " IS NOT " : " IS ") + (e.truth() ? "TRUE" : "FALSE"));
    } else if (expr instanceof Expr.Between e) {
      write(e.operand());
      keyword(e.not() ? " NOT BETWEEN " : " BETWEEN ");
      write(e.low());
      keyword(" AND ");
      write(e.high());
    } else if (expr instanceof Expr.InList e) {
      write(e.operand());
      keyword(e.not() ? " NOT IN " : " IN ").plainText("(");
      separated(e.list(), ",");
      out.append(')');
    } else if (expr instanceof Expr.Like e) {
      write(e.operand());
      keyword(e.not() ? " NOT LIKE " : " LIKE ");
      write(e.pattern());
      if (!e.escape().equals("\\")) {
        keyword(" ESCAPE ").plainText(quoted(e.escape()));
      }
    } else if (expr instanceof Expr.Regexp e) {
      write(e.operand());
      keyword(e.not() ? " NOT REGEXP " : " REGEXP ");
      write(e.pattern());
    } else {
      throw new IllegalArgumentException("no text for " + expr);
    }
  }
}
