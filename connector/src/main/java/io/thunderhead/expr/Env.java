package io.thunderhead.expr;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.PackedTime;
import java.time.Instant;

/**
 * What a session settles about expressions.
 *
 * @param now the instant of the statement
 */
record Env(ConversionRules rules, Instant now) {
  /** Makes a value NULL that TiDB makes NULL with a warning, or an error in strict mode. */
  void invalid(Value out, String reason) {
    rules.adjust(reason);
    out.setNull();
  }

  /** Makes a quotient NULL, or fails. */
  void dividedByZero(Value out) {
    if (rules.divisionByZeroFails()) {
      throw new BadValueException("a division by zero");
    }
    out.setNull();
  }

  /** Takes a packed time that text or a number was read as, NULL when it is none. */
  void readTime(long packed, Value out) {
    boolean valid =
        packed != PackedTime.INVALID
            && PackedTime.isTolerable(packed, rules.allowInvalidDates())
            && (packed == 0
                || !PackedTime.hasZeroInDate(packed)
                || PackedTime.date(packed) == 0
                || rules.toleratesZeroInDate());
    if (valid) {
      out.setNumber(packed);
    } else {
      invalid(out, "an expression reads what is no date or time");
    }
  }

  static BadValueException outOfRange(String type) {
    return new BadValueException("an expression is out of range of " + type);
  }

  static UnsupportedExpressionException unsupported(String what) {
    return new UnsupportedExpressionException(what);
  }
}
