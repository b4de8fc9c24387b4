package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.Collation;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.DecimalType;
import io.thunderhead.type.EnumType;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.SessionZone;
import io.thunderhead.type.SetType;
import java.math.BigDecimal;

/** A column of the row. */
final class ColumnExpr extends Expr {
  private static final long NANOS_PER_MICRO = 1000;

  /** Reads a datum that is not NULL. */
  private interface Reader {
    void read(Datum datum, Value out);
  }

  private final Datum datum;
  private final Reader reader;

  ColumnExpr(ColumnInfo column, Datum datum, Env env) {
    super(type(column.type()));
    this.datum = datum;
    this.reader = reader(column.type(), env);
  }

  @Override
  Value eval() {
    if (datum.isNull()) {
      out.setNull();
    } else {
      reader.read(datum, out);
    }
    return out;
  }

  private static ExprType type(FieldType type) {
    int tp = type.tp();
    if (type.array()) {
      throw Env.unsupported("an array column");
    }
    return switch (tp) {
      case FieldType.TINY,
          FieldType.SHORT,
          FieldType.INT24,
          FieldType.LONG,
          FieldType.LONGLONG,
          FieldType.YEAR,
          FieldType.BIT ->
          ExprType.plain(Kind.INT, tp, type.unsigned(), type.flen(), 0);
      case FieldType.FLOAT, FieldType.DOUBLE ->
          ExprType.plain(Kind.REAL, tp, type.unsigned(), type.flen(), type.decimal());
      case FieldType.NEW_DECIMAL ->
          ExprType.plain(Kind.DECIMAL, tp, type.unsigned(), type.flen(), type.decimal());
      case FieldType.DATE -> ExprType.time(tp, 0);
      case FieldType.DATETIME, FieldType.TIMESTAMP ->
          ExprType.time(tp, Math.max(type.decimal(), 0));
      case FieldType.DURATION -> ExprType.duration(Math.max(type.decimal(), 0));
      case FieldType.JSON -> ExprType.JSON;
      default -> string(type);
    };
  }

  private static ExprType string(FieldType type) {
    boolean named = type.tp() == FieldType.ENUM || type.tp() == FieldType.SET;
    if (!type.isString() && !named) {
      throw Env.unsupported("a column of type " + type.sql());
    }
    if (Collation.find(type.collate()).isEmpty()) {
      throw Env.unsupported("the collation " + type.collate());
    }
    return new ExprType(
        Kind.STRING,
        type.tp(),
        false,
        type.flen(),
        -1,
        type.charset().equals("utf8mb3") ? "utf8" : type.charset(),
        type.collate(),
        ExprType.IMPLICIT,
        type.charset().equals("ascii"),
        false);
  }

  private static Reader reader(FieldType type, Env env) {
    return switch (type.tp()) {
      case FieldType.FLOAT, FieldType.DOUBLE ->
          (datum, out) -> out.setReal(Double.longBitsToDouble(datum.number()));
      case FieldType.NEW_DECIMAL -> {
        ColumnType column =
            new DecimalType(type.flen(), type.decimal(), type.unsigned(), env.rules());
        yield (datum, out) -> out.setDecimal(new BigDecimal(text(column, datum.bytes())));
      }
      case FieldType.TIMESTAMP -> {
        SessionZone zone = env.rules().zone();
        yield (datum, out) -> out.setNumber(toWall(datum.number(), zone));
      }
      case FieldType.DURATION -> (datum, out) -> out.setNumber(datum.number() / NANOS_PER_MICRO);
      case FieldType.ENUM -> named(new EnumType(type.elems(), type.collate(), env.rules()));
      case FieldType.SET -> named(new SetType(type.elems(), type.collate(), env.rules()));
      default ->
          type.isString() || type.tp() == FieldType.JSON
              ? (datum, out) -> out.setBytes(datum.bytes())
              : (datum, out) -> out.setNumber(datum.number());
    };
  }

  private static Reader named(ColumnType column) {
    Bytes stored = new Bytes(Long.BYTES);
    return (datum, out) -> {
      column.putValue(datum, stored.clear());
      Texts.set(out, text(column, stored));
      out.setNumber(datum.number());
    };
  }

  private static String text(ColumnType column, Bytes value) {
    return column.text(value.array(), 0, value.length());
  }

  private static long toWall(long packed, SessionZone zone) {
    if (packed == 0) {
      return 0;
    }
    long wall = zone.toWall(PackedTime.wallSecond(packed));
    return PackedTime.ofWallSecond(wall, PackedTime.micros(packed));
  }
}
