package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.Charset;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.DecimalType;
import io.thunderhead.type.DurationParser;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.StringType;
import io.thunderhead.type.Times;
import java.math.BigDecimal;

/** CAST and CONVERT to a type that is named. */
final class ExplicitCast {
  private static final int DEFAULT_PRECISION = 10;

  private final Casts casts;
  private final Env env;

  ExplicitCast(Casts casts, Env env) {
    this.casts = casts;
    this.env = env;
  }

  /** Casts an operand. */
  Expr of(Expr e, Node.Cast cast) {
    return switch (cast.type()) {
      case "signed" -> integer(e, false);
      case "unsigned" -> integer(e, true);
      case "double", "real" -> casts.toReal(e);
      case "decimal" -> decimal(e, cast);
      case "char" -> text(e, cast);
      case "binary" -> binary(e, cast);
      case "date" -> date(casts.toTime(e));
      case "datetime" -> dateTime(casts.toTime(e), Math.max(cast.length(), 0));
      case "time" -> time(casts.toDuration(e), Math.max(cast.length(), 0));
      case "json" -> JsonMaker.parsed(e);
      default -> throw Env.unsupported("CAST to " + cast.type());
    };
  }

  private Expr integer(Expr e, boolean unsigned) {
    Expr integer = casts.toInt(e, unsigned);
    return integer.type().unsigned() == unsigned && e.type().kind() != Kind.INT
        ? integer
        : new Expr.Retyped(ExprType.integer(unsigned), integer);
  }

  private Expr decimal(Expr e, Node.Cast cast) {
    int precision = cast.length() <= 0 ? DEFAULT_PRECISION : cast.length();
    int scale = Math.max(cast.scale(), 0);
    ColumnType type = new DecimalType(precision, scale, false, env.rules());
    Datum datum = new Datum();
    return Casts.call(
        ExprType.decimal(precision, scale),
        (a, out) -> {
          type.fromDecimal(a[0].decimal(), datum);
          String text = type.text(datum.bytes().array(), 0, datum.bytes().length());
          out.setDecimal(new BigDecimal(text));
        },
        casts.toDecimal(e));
  }

  private Expr text(Expr e, Node.Cast cast) {
    if (!cast.charset().isEmpty() && !cast.charset().equals("utf8mb4")) {
      throw Env.unsupported("CAST to CHAR of the character set " + cast.charset());
    }
    Expr text = casts.toText(e);
    ExprType type =
        ExprType.string(
            "utf8mb4",
            "utf8mb4_bin",
            Math.min(text.type().coercibility(), ExprType.IMPLICIT),
            text.type().ascii());
    return string(text, type, StringType.Family.VARCHAR, Charset.UTF8MB4, cast.length());
  }

  private Expr binary(Expr e, Node.Cast cast) {
    Expr text = casts.toText(e);
    ExprType type =
        ExprType.string(ExprType.BINARY, ExprType.BINARY, ExprType.IMPLICIT, text.type().ascii());
    StringType.Family family =
        cast.length() < 0 ? StringType.Family.VARCHAR : StringType.Family.CHAR;
    return string(text, type, family, Charset.BINARY, cast.length());
  }

  private Expr string(
      Expr text, ExprType type, StringType.Family family, Charset charset, int length) {
    ColumnType column = new StringType(family, charset, type.collate(), length, env.rules());
    Datum datum = new Datum();
    return Casts.call(
        type,
        (a, out) -> {
          column.fromBytes(a[0].bytes().toByteArray(), datum);
          out.setBytes(datum.bytes());
        },
        text);
  }

  private static Expr date(Expr time) {
    return Casts.call(
        ExprType.time(FieldType.DATE, 0),
        (a, out) -> out.setNumber(PackedTime.date(a[0].number())),
        time);
  }

  private Expr dateTime(Expr time, int fsp) {
    return Casts.call(
        ExprType.time(FieldType.DATETIME, fsp),
        (a, out) -> {
          long packed = a[0].number();
          boolean real = PackedTime.isReal(packed);
          out.setNumber(real ? Times.round(packed, fsp, env.rules().zone()) : packed);
          if (out.number() == PackedTime.INVALID) {
            env.invalid(out, "an expression rounds a time beyond the year 9999");
          }
        },
        time);
  }

  private static Expr time(Expr duration, int fsp) {
    return Casts.call(
        ExprType.duration(fsp),
        (a, out) -> out.setNumber(DurationParser.round(a[0].number(), fsp)),
        duration);
  }
}
