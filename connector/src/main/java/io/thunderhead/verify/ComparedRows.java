package io.thunderhead.verify;

import io.thunderhead.type.Datum;

/** The rows of one part of a side, one after the other. */
interface ComparedRows {
  /** Goes to the next row; false behind the last. */
  boolean next();

  /** Returns the value of a column of the shape, by its place. */
  Datum value(int index);

  /** Returns the bytes of a value that the column cannot hold; null when it can. */
  default byte[] strange(int index) {
    return null;
  }

  /** Returns where the row stands; empty when nothing but its key tells. */
  default String place() {
    return "";
  }

  /** Returns what became of rows so far that are not among these. */
  default Tally tally() {
    return Tally.NONE;
  }
}
