package io.thunderhead.encode;

import java.io.Serializable;

/**
 * The largest ids that rows took, by the allocator that must be raised to them; 0 for none
 * (kv-encoding 6.6).
 *
 * @param rowId without shard bits, of tables with {@code _tidb_rowid}
 * @param autoIncrement given or generated; 64 unsigned bits
 * @param autoRandom given or generated, without shard bits
 */
public record AutoIds(long rowId, long autoIncrement, long autoRandom) implements Serializable {
  /** No ids at all. */
  public static final AutoIds NONE = new AutoIds(0, 0, 0);

  /** Returns the larger of each. */
  public AutoIds max(AutoIds other) {
    return new AutoIds(
        larger(rowId, other.rowId),
        larger(autoIncrement, other.autoIncrement),
        larger(autoRandom, other.autoRandom));
  }

  static long larger(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
