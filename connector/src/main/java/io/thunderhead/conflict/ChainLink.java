package io.thunderhead.conflict;

import java.nio.ByteBuffer;

/**
 * One key that a row claims, and who claims it next.
 *
 * @param row the row's number
 * @param group number of the key
 * @param next number of the next row, {@link #LAST}, or {@link #CLAIMED} when a row that stays has
 *     the key
 */
public record ChainLink(long row, long group, long next) {
  static final long LAST = -1;
  static final long CLAIMED = -2;

  /** Returns {@code row BE64 ‖ group BE64}, whose byte order is that of rows. */
  public byte[] key() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(row).putLong(group).array();
  }

  /** Returns {@code next BE64}. */
  public byte[] value() {
    return ByteBuffer.allocate(Long.BYTES).putLong(next).array();
  }

  /** Reads key and value back. */
  public static ChainLink of(byte[] key, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(key);
    return new ChainLink(in.getLong(), in.getLong(), ByteBuffer.wrap(value).getLong());
  }
}
