package io.thunderhead.locate;

/** The integer that a partition expression is for the current row. */
public interface RowInteger {
  /** Computes it and tells whether it is not NULL. */
  boolean load();

  /** Returns the 64 bits of what was loaded last. */
  long integer();

  /** Tells whether the bits are those of an unsigned integer. */
  boolean unsigned();
}
