package io.thunderhead.expr;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import java.math.BigDecimal;

/** Stores what an expression gives into a column, by the conversions of the column's type. */
public final class Assignment {
  /** Converts a value that is not NULL. */
  private interface Conversion {
    void store(Value value, Datum out);
  }

  private final Expr source;
  private final Conversion conversion;

  private Assignment(Expr source, Conversion conversion) {
    this.source = source;
    this.conversion = conversion;
  }

  /**
   * Computes the expression for the current row and stores it.
   *
   * @throws BadValueException when it fails or the column cannot hold it
   */
  public void store(Datum out) {
    Value value = source.eval();
    if (value.isNull()) {
      out.setNull();
    } else {
      conversion.store(value, out);
    }
  }

  /**
   * Resolves how a column takes an expression.
   *
   * @throws UnsupportedExpressionException when that is not sure
   */
  static Assignment of(Expr e, ColumnInfo column, ColumnType target, Casts casts) {
    FieldType type = column.type();
    ExprType source = e.type();
    if (source.kind() == Kind.NULL) {
      return new Assignment(e, (value, out) -> out.setNull());
    }
    if (type.tp() == FieldType.VECTOR) {
      throw refused(source, type);
    } else if (type.array() || type.tp() == FieldType.JSON) {
      return ofJson(e, type);
    } else if (source.kind() == Kind.JSON && !type.isString()) {
      if (!isInteger(type)) {
        throw refused(source, type);
      }
      return ofInt(casts.toInt(e, type.unsigned()), type, target);
    } else if (type.isString()) {
      return ofText(casts.toText(e), target);
    } else if (source.named()) {
      return ofNamed(e, type, target);
    } else if (source.tp() == FieldType.BIT && !isInteger(type) && type.tp() != FieldType.BIT) {
      throw refused(source, type);
    }
    return switch (source.kind()) {
      case INT -> ofInt(e, type, target);
      case REAL -> ofReal(e, type, target);
      case DECIMAL -> ofDecimal(e, type, target);
      case STRING ->
          type.tp() == FieldType.BIT
              ? ofText(e, target)
              : new Assignment(e, (value, out) -> target.fromText(Texts.of(value), out));
      case TIME -> ofTime(e, type, target, casts);
      default -> ofDuration(e, type, target);
    };
  }

  private static Assignment ofText(Expr text, ColumnType target) {
    return new Assignment(text, (value, out) -> target.fromBytes(value.bytes().toByteArray(), out));
  }

  private static Assignment ofJson(Expr e, FieldType type) {
    if (e.type().kind() != Kind.JSON) {
      throw refused(e.type(), type);
    }
    return new Assignment(
        e, (value, out) -> out.startBytes().put(value.bytes().array(), 0, value.bytes().length()));
  }

  private static Assignment ofNamed(Expr e, FieldType type, ColumnType target) {
    if (!isInteger(type)) {
      throw refused(e.type(), type);
    }
    return new Assignment(e, (value, out) -> target.fromLong(value.number(), out));
  }

  private static Assignment ofInt(Expr e, FieldType type, ColumnType target) {
    boolean unsigned = e.type().unsigned();
    boolean timestamp = type.tp() == FieldType.TIMESTAMP;
    return new Assignment(
        e,
        (value, out) -> {
          if (unsigned && timestamp) {
            throw new BadValueException("an unsigned integer is no TIMESTAMP");
          } else if (unsigned && value.number() < 0) {
            target.fromDecimal(Casts.toBigDecimal(value.number(), true), out);
          } else {
            target.fromLong(value.number(), out);
          }
        });
  }

  private static Assignment ofReal(Expr e, FieldType type, ColumnType target) {
    if (isTime(type)) {
      throw refused(e.type(), type);
    }
    return e.type().tp() == FieldType.FLOAT
        ? new Assignment(e, (value, out) -> target.fromFloat((float) value.real(), out))
        : new Assignment(e, (value, out) -> target.fromDouble(value.real(), out));
  }

  private static Assignment ofDecimal(Expr e, FieldType type, ColumnType target) {
    boolean whole = type.tp() == FieldType.NEW_DECIMAL || isInteger(type);
    return new Assignment(
        e,
        (value, out) -> {
          BigDecimal number = whole ? value.decimal() : value.shownDecimal();
          target.fromDecimal(number, out);
        });
  }

  private static Assignment ofTime(Expr e, FieldType type, ColumnType target, Casts casts) {
    return switch (type.tp()) {
      case FieldType.FLOAT, FieldType.DOUBLE, FieldType.NEW_DECIMAL ->
          ofDecimal(casts.toDecimal(e), type, target);
      case FieldType.BIT, FieldType.ENUM, FieldType.SET -> throw refused(e.type(), type);
      default ->
          e.type().tp() == FieldType.DATE
              ? new Assignment(e, (value, out) -> target.fromPackedDate(value.number(), out))
              : new Assignment(e, (value, out) -> target.fromPacked(value.number(), out));
    };
  }

  private static Assignment ofDuration(Expr e, FieldType type, ColumnType target) {
    if (type.tp() != FieldType.DURATION) {
      throw refused(e.type(), type);
    }
    int fsp = Math.max(e.type().decimal(), 0);
    return new Assignment(
        e, (value, out) -> target.fromText(Texts.duration(value.number(), fsp), out));
  }

  private static boolean isInteger(FieldType type) {
    return switch (type.tp()) {
      case FieldType.TINY, FieldType.SHORT, FieldType.INT24, FieldType.LONG, FieldType.LONGLONG ->
          true;
      default -> false;
    };
  }

  private static boolean isTime(FieldType type) {
    return switch (type.tp()) {
      case FieldType.DATE, FieldType.DATETIME, FieldType.TIMESTAMP, FieldType.DURATION -> true;
      default -> false;
    };
  }

  private static UnsupportedExpressionException refused(ExprType source, FieldType type) {
    return Env.unsupported("a " + source.kind() + " stored as " + type.sql());
  }
}
