package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What an expression has for the current row; which field counts is up to its {@link Kind}. */
final class Value {
  private final Bytes own = new Bytes(32);
  private Bytes bytes = own;
  private boolean isNull = true;
  private long number;
  private double real;
  private BigDecimal decimal = BigDecimal.ZERO;
  private int shown;

  boolean isNull() {
    return isNull;
  }

  void setNull() {
    isNull = true;
  }

  /** Returns an integer, a packed time, or microseconds; of an ENUM or SET its number. */
  long number() {
    return number;
  }

  void setNumber(long value) {
    isNull = false;
    number = value;
  }

  void setTruth(boolean value) {
    setNumber(value ? 1 : 0);
  }

  double real() {
    return real;
  }

  void setReal(double value) {
    isNull = false;
    real = value;
  }

  /** Returns a decimal with all digits that are kept. */
  BigDecimal decimal() {
    return decimal;
  }

  /** Returns a decimal with the digits that text and doubles made of it have. */
  BigDecimal shownDecimal() {
    return decimal.scale() == shown ? decimal : decimal.setScale(shown, RoundingMode.HALF_UP);
  }

  /** Returns how many digits after the point {@link #shownDecimal} has. */
  int shown() {
    return shown;
  }

  void setDecimal(BigDecimal value) {
    setDecimal(value, value.scale());
  }

  void setDecimal(BigDecimal value, int shownScale) {
    isNull = false;
    decimal = value;
    shown = shownScale;
  }

  Bytes bytes() {
    return bytes;
  }

  /** Makes the value an empty string and returns it for appending. */
  Bytes startBytes() {
    isNull = false;
    bytes = own;
    return own.clear();
  }

  /** Makes the value a string that someone else keeps while it is needed. */
  void setBytes(Bytes value) {
    isNull = false;
    bytes = value;
  }

  /** Makes it equal to another value, whose bytes are shared. */
  void set(Value other) {
    isNull = other.isNull;
    number = other.number;
    real = other.real;
    decimal = other.decimal;
    shown = other.shown;
    bytes = other.bytes;
  }
}
