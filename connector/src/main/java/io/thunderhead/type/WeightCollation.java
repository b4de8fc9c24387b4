package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/** Sorts by the weights of the characters, one after the other. */
final class WeightCollation extends Collation {
  /** What happens at bytes that are no character (kv-encoding 5.1, 5.6). */
  enum Invalid {
    /** The sort key ends before them. */
    ENDS,
    /** They count as one question mark, as many of them as their first byte announces. */
    QUESTION_MARK
  }

  private final WeightTable table;
  private final boolean pads;
  private final Invalid invalid;

  /**
   * Makes the collation.
   *
   * @param pads whether trailing spaces do not count
   */
  WeightCollation(String sqlName, WeightTable table, boolean pads, Invalid invalid) {
    super(sqlName);
    this.table = table;
    this.pads = pads;
    this.invalid = invalid;
  }

  @Override
  public void sortKey(byte[] utf8, int length, Bytes out) {
    int end = pads ? endWithoutSpaces(utf8, length) : length;
    Weights weights = table.weights();
    int at = 0;
    while (at < end) {
      int size = Utf8.validLength(utf8, at, end);
      if (size > 0) {
        weights.put(Utf8.point(utf8, at, size), out);
        at += size;
      } else if (invalid == Invalid.ENDS) {
        return;
      } else {
        out.put('?');
        at += Utf8.announcedLength(utf8[at]);
      }
    }
  }

  @Override
  boolean needsRestoredData(boolean varying) {
    return true;
  }

  @Override
  boolean lacksWeight(byte[] utf8, int length) {
    if (table != WeightTable.UCA_0900_AI_CI) {
      return false;
    }
    for (int at = 0; at < length; at++) {
      if (utf8[at] == Utf8.FOUR_BYTE_LEAD
          && Utf8.validLength(utf8, at, length) == 4
          && Utf8.point(utf8, at, 4) == ImplicitWeights.WITHOUT_WEIGHT) {
        return true;
      }
    }
    return false;
  }
}
