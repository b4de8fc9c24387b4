package io.thunderhead.codec;

/** Finds columns in a row value of format 2 (kv-encoding 2.1); a checksum behind it is ignored. */
public final class RowReader {
  private static final int VERSION = 0x80;
  private static final int HEADER_LENGTH = 6;

  private final byte[] row;
  private final int count;
  private final int nulls;
  private final int idWidth;
  private final int offsetWidth;
  private final int dataFrom;

  /**
   * Reads the header of a row.
   *
   * @throws IllegalArgumentException when the bytes are no row of format 2, or are cut
   */
  public RowReader(byte[] row) {
    if (row.length < HEADER_LENGTH || (row[0] & 0xff) != VERSION) {
      throw new IllegalArgumentException(
          "row: "
              + (row.length == 0 ? "no bytes" : "first byte " + (row[0] & 0xff))
              + " (expected: 128 and a header of 6 bytes)");
    }
    this.row = row;
    boolean large = (row[1] & 1) != 0;
    this.count = (int) littleEndian(2, 2);
    this.nulls = (int) littleEndian(4, 2);
    this.idWidth = large ? 4 : 1;
    this.offsetWidth = large ? 4 : 2;
    this.dataFrom = HEADER_LENGTH + (count + nulls) * idWidth + count * offsetWidth;
    if (dataFrom > row.length || (count > 0 && to(count - 1) > row.length)) {
      throw new IllegalArgumentException(
          "row of " + row.length + " bytes ends inside its " + count + " values");
    }
  }

  /** Returns the position of a value, -1 when the column has none; feed it to from and to. */
  public int find(long columnId) {
    for (int i = 0; i < count; i++) {
      if (littleEndian(HEADER_LENGTH + i * idWidth, idWidth) == columnId) {
        return i;
      }
    }
    return -1;
  }

  /** Tells whether a column is there as NULL. */
  public boolean isNull(long columnId) {
    int from = HEADER_LENGTH + count * idWidth;
    for (int i = 0; i < nulls; i++) {
      if (littleEndian(from + i * idWidth, idWidth) == columnId) {
        return true;
      }
    }
    return false;
  }

  /** Returns where the value at a position starts in the row. */
  public int from(int position) {
    return position == 0 ? dataFrom : to(position - 1);
  }

  /** Returns where the value at a position ends in the row, exclusive. */
  public int to(int position) {
    int at = HEADER_LENGTH + (count + nulls) * idWidth + position * offsetWidth;
    return dataFrom + (int) littleEndian(at, offsetWidth);
  }

  private long littleEndian(int at, int width) {
    if (at + width > row.length) {
      throw new IllegalArgumentException("row of " + row.length + " bytes ends inside its header");
    }
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (row[at + i] & 0xff);
    }
    return value;
  }
}
