package io.thunderhead.scan;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of an integer primary key, both ends inclusive.
 *
 * @param from smallest value
 * @param to largest value, which may be smaller than {@code from}: then the range is empty
 */
public record HandleRange(BigInteger from, BigInteger to) implements Serializable {
  private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  /** Every value that a key can have, signed or not. */
  public static final HandleRange ALL = new HandleRange(SIGNED_MIN, UNSIGNED_MAX);

  /** Returns what both ranges cover. */
  public HandleRange intersect(HandleRange other) {
    return new HandleRange(from.max(other.from), to.min(other.to));
  }

  /** Returns the least range that covers both. */
  public HandleRange cover(HandleRange other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty() ? this : new HandleRange(from.min(other.from), to.max(other.to));
  }

  /** Tells whether no value lies in the range. */
  public boolean isEmpty() {
    return from.compareTo(to) > 0;
  }

  /**
   * Returns the record keys of the range in one physical table.
   *
   * @param records all records of the table, raw
   * @param unsigned whether handles count from 0, so that the upper half is stored as negative
   */
  List<KeyRange> keys(KeyRange records, boolean unsigned) {
    List<KeyRange> found = new ArrayList<>();
    if (unsigned) {
      BigInteger wrap = BigInteger.TWO.pow(64);
      add(found, records, intersect(new HandleRange(BigInteger.ZERO, SIGNED_MAX)), BigInteger.ZERO);
      add(
          found,
          records,
          intersect(new HandleRange(SIGNED_MAX.add(BigInteger.ONE), UNSIGNED_MAX)),
          wrap);
    } else {
      add(found, records, intersect(new HandleRange(SIGNED_MIN, SIGNED_MAX)), BigInteger.ZERO);
    }
    return found;
  }

  private static void add(
      List<KeyRange> found, KeyRange records, HandleRange part, BigInteger less) {
    if (part.isEmpty()) {
      return;
    }
    long table = TableCodec.tableId(records.start());
    long first = part.from.subtract(less).longValueExact();
    long last = part.to.subtract(less).longValueExact();
    byte[] start = TableCodec.recordKey(table, first);
    byte[] end = last == Long.MAX_VALUE ? records.end() : TableCodec.recordKey(table, last + 1);
    if (Arrays.compareUnsigned(start, end) < 0) {
      found.add(new KeyRange(start, end));
    }
  }
}
