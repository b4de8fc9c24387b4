package io.thunderhead.ddl;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Folds the constant expressions that partition bounds are written with into whole numbers. */
final class Constants {
  private static final LocalDateTime YEAR_ZERO = LocalDateTime.of(0, 1, 1, 0, 0);
  private static final long SECONDS_A_DAY = 86400;

  private final ZoneId zone;

  Constants(ZoneId zone) {
    this.zone = zone;
  }

  /** The value, or null when it is NULL. */
  BigInteger integer(Expr expr) {
    Expr e = Exprs.unwrapped(expr);
    if (e instanceof Expr.Null) {
      return null;
    } else if (e instanceof Expr.Int n) {
      return n.value();
    } else if (e instanceof Expr.Bool b) {
      return b.value() ? BigInteger.ONE : BigInteger.ZERO;
    } else if (e instanceof Expr.Unary u && u.operator() == Expr.Operator.MINUS) {
      BigInteger n = integer(u.operand());
      return n == null ? null : n.negate();
    } else if (e instanceof Expr.Unary u && u.operator() == Expr.Operator.PLUS) {
      return integer(u.operand());
    } else if (e instanceof Expr.Binary b) {
      return binary(b);
    } else if (e instanceof Expr.Call c) {
      return call(c);
    }
    throw notConstant(e);
  }

  private static DdlException notConstant(Expr e) {
    return e.at()
        .error(
            "partition value is no whole number",
            "write an integer, arithmetic on integers, or a date function of a date in quotes");
  }

  private BigInteger binary(Expr.Binary e) {
    BigInteger left = integer(e.left());
    BigInteger right = integer(e.right());
    if (left == null || right == null) {
      return null;
    }
    return switch (e.operator()) {
      case PLUS -> left.add(right);
      case MINUS -> left.subtract(right);
      case MULTIPLY -> left.multiply(right);
      case INT_DIVIDE -> right.signum() == 0 ? null : left.divide(right);
      case MOD -> right.signum() == 0 ? null : left.remainder(right);
      default -> throw notConstant(e);
    };
  }

  private BigInteger call(Expr.Call e) {
    if (e.args().size() != 1 || !(Exprs.unwrapped(e.args().get(0)) instanceof Expr.Str text)) {
      throw notConstant(e);
    }
    LocalDateTime time = TimeText.local(text.value());
    if (time == null) {
      throw text.at().error("'" + text.value() + "' is no date", "write 'YYYY-MM-DD'");
    }
    long days = ChronoUnit.DAYS.between(YEAR_ZERO, time);
    long value =
        switch (e.name().toLowerCase(Locale.ROOT)) {
          case "to_days" -> days;
          case "to_seconds" -> days * SECONDS_A_DAY + time.toLocalTime().toSecondOfDay();
          case "unix_timestamp" -> time.atZone(zone).toEpochSecond();
          case "year" -> time.getYear();
          case "month" -> time.getMonthValue();
          case "quarter" -> (time.getMonthValue() + 2) / 3;
          case "day", "dayofmonth" -> time.getDayOfMonth();
          case "dayofyear" -> time.getDayOfYear();
          case "weekday" -> time.getDayOfWeek().getValue() - 1;
          case "dayofweek" -> time.getDayOfWeek().getValue() % 7 + 1;
          case "hour" -> time.getHour();
          case "minute" -> time.getMinute();
          case "second" -> time.getSecond();
          default -> throw notConstant(e);
        };
    return BigInteger.valueOf(value);
  }
}
