package io.thunderhead.codec;

import java.util.Arrays;

/**
 * Lays out row values, format 2 (kv-encoding 2.1), and the same layout inside index values.
 *
 * <pre>
 * 80 flags LE16 notNull LE16 null, ids of both, end offset of each value, values
 * </pre>
 *
 * <p>Ids take one byte and offsets two, or four each in a large row: one with an id above 255 or
 * more than 65535 bytes of values. Columns are given in ascending order of their ids. Not
 * thread-safe; {@link #clear} makes it ready for the next row.
 */
public final class RowWriter {
  private static final int VERSION = 0x80;
  private static final int LARGE = 1;
  private static final int CHECKSUM = 2;
  private static final int MAX_SMALL_ID = 0xff;
  private static final int MAX_SMALL_DATA = 0xffff;

  private final Bytes data = new Bytes(256);
  private long[] ids = new long[16];
  private int[] ends = new int[16];
  private long[] nullIds = new long[16];
  private int count;
  private int nulls;
  private long largestId;

  /** Forgets all columns. */
  public RowWriter clear() {
    data.clear();
    count = 0;
    nulls = 0;
    largestId = 0;
    return this;
  }

  /** Adds a column that is NULL. */
  public void putNull(long id) {
    if (nulls == nullIds.length) {
      nullIds = Arrays.copyOf(nullIds, nulls * 2);
    }
    nullIds[nulls++] = id;
    largestId = Math.max(largestId, id);
  }

  /** Adds a column that is not NULL and returns where its value is to be appended. */
  public Bytes putValue(long id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    if (count > 0) {
      ends[count - 1] = data.length();
    }
    ids[count++] = id;
    largestId = Math.max(largestId, id);
    return data;
  }

  /** Appends the row to {@code out}. */
  public void writeTo(Bytes out) {
    writeTo(out, false);
  }

  /** As the other; {@code checksum} announces one, which the caller appends. */
  public void writeTo(Bytes out, boolean checksum) {
    if (count > 0) {
      ends[count - 1] = data.length();
    }
    boolean large = largestId > MAX_SMALL_ID || data.length() > MAX_SMALL_DATA;
    out.put(VERSION).put((large ? LARGE : 0) | (checksum ? CHECKSUM : 0));
    out.putLittleEndian(count, 2).putLittleEndian(nulls, 2);
    int idWidth = large ? 4 : 1;
    int offsetWidth = large ? 4 : 2;
    for (int i = 0; i < count; i++) {
      out.putLittleEndian(ids[i], idWidth);
    }
    for (int i = 0; i < nulls; i++) {
      out.putLittleEndian(nullIds[i], idWidth);
    }
    for (int i = 0; i < count; i++) {
      out.putLittleEndian(ends[i], offsetWidth);
    }
    out.put(data.array(), 0, data.length());
  }
}
