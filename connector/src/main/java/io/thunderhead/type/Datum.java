package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/**
 * The value of one column in one row, in the form its type stores: NULL, a number, or bytes.
 *
 * <p>Made once per column and filled again for every row.
 */
public final class Datum {
  private final Bytes bytes = new Bytes(32);
  private boolean isNull = true;
  private long number;

  public boolean isNull() {
    return isNull;
  }

  public void setNull() {
    isNull = true;
  }

  /**
   * Returns the number of a value that is one: integer, bits of a double, packed time and so on.
   */
  public long number() {
    return number;
  }

  /** Makes the value a number. */
  public void setNumber(long value) {
    isNull = false;
    number = value;
  }

  /** Returns the bytes of a value that is a string or a decimal. */
  public Bytes bytes() {
    return bytes;
  }

  /** Makes the value an empty byte string and returns it for appending. */
  public Bytes startBytes() {
    isNull = false;
    return bytes.clear();
  }
}
