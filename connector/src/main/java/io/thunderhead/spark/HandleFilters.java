package io.thunderhead.spark;

import io.thunderhead.scan.HandleRange;
import io.thunderhead.schema.ColumnInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Or;

/** Reads out of filters between which values of the integer primary key all rows lie. */
final class HandleFilters {
  private static final BigInteger LEAST = HandleRange.ALL.from();
  private static final BigInteger MOST = HandleRange.ALL.to();

  private final String handle;

  /** Takes the column that is the handle, or null. */
  HandleFilters(ColumnInfo handle) {
    this.handle = handle == null ? null : handle.name();
  }

  /** Returns a range that every row which passes the filter has its key in. */
  HandleRange range(Filter filter) {
    if (handle == null) {
      return HandleRange.ALL;
    } else if (filter instanceof And and) {
      return range(and.left()).intersect(range(and.right()));
    } else if (filter instanceof Or or) {
      return range(or.left()).cover(range(or.right()));
    } else if (filter instanceof EqualTo equal && isHandle(equal.attribute())) {
      return equalTo(equal.value());
    } else if (filter instanceof In in && isHandle(in.attribute())) {
      return in(in.values());
    } else if (filter instanceof GreaterThan more && isHandle(more.attribute())) {
      return above(more.value(), false);
    } else if (filter instanceof GreaterThanOrEqual more && isHandle(more.attribute())) {
      return above(more.value(), true);
    } else if (filter instanceof LessThan less && isHandle(less.attribute())) {
      return below(less.value(), false);
    } else if (filter instanceof LessThanOrEqual less && isHandle(less.attribute())) {
      return below(less.value(), true);
    }
    return HandleRange.ALL;
  }

  private boolean isHandle(String attribute) {
    return attribute.equalsIgnoreCase(handle) || attribute.equalsIgnoreCase("`" + handle + "`");
  }

  private static HandleRange in(Object[] values) {
    HandleRange all = new HandleRange(MOST, LEAST);
    for (Object value : values) {
      if (value != null) {
        all = all.cover(equalTo(value));
      }
    }
    return all;
  }

  private static HandleRange equalTo(Object value) {
    return above(value, true).intersect(below(value, true));
  }

  private static HandleRange above(Object value, boolean inclusive) {
    BigDecimal number = number(value);
    if (number == null) {
      return HandleRange.ALL;
    }
    BigInteger from = number.setScale(0, RoundingMode.CEILING).toBigInteger();
    boolean skips = !inclusive && isWhole(number);
    return new HandleRange(skips ? from.add(BigInteger.ONE) : from, MOST)
        .intersect(HandleRange.ALL);
  }

  private static HandleRange below(Object value, boolean inclusive) {
    BigDecimal number = number(value);
    if (number == null) {
      return HandleRange.ALL;
    }
    BigInteger to = number.setScale(0, RoundingMode.FLOOR).toBigInteger();
    boolean skips = !inclusive && isWhole(number);
    return new HandleRange(LEAST, skips ? to.subtract(BigInteger.ONE) : to)
        .intersect(HandleRange.ALL);
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  /** Returns the number that a filter compares with, null for what is none. */
  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    boolean whole =
        value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte;
    return whole ? BigDecimal.valueOf(((Number) value).longValue()) : null;
  }
}
