package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;

/**
 * Ids with shard bits above them, so that consecutive rows lie far apart (kv-encoding 4.12).
 *
 * <pre>
 * AUTO_RANDOM(S, R)       64 - R zeros, [sign bit], S shard bits, the id
 * SHARD_ROW_ID_BITS = S   sign bit, S shard bits, the id
 * </pre>
 */
final class ShardedIds {
  private final String attribute;
  private final int shardBits;
  private final int idBits;

  private ShardedIds(String attribute, int shardBits, int idBits) {
    this.attribute = attribute;
    this.shardBits = shardBits;
    this.idBits = idBits;
  }

  /** Makes the ids of an AUTO_RANDOM column; {@code rangeBits} 0 stands for 64. */
  static ShardedIds ofAutoRandom(int shardBits, int rangeBits, boolean unsigned) {
    int bits = rangeBits == 0 ? Long.SIZE : rangeBits;
    return new ShardedIds("AUTO_RANDOM", shardBits, bits - shardBits - (unsigned ? 0 : 1));
  }

  /** Makes the ids of a table with {@code _tidb_rowid}. */
  static ShardedIds ofRowIds(int shardBits) {
    return new ShardedIds("_tidb_rowid", shardBits, Long.SIZE - 1 - shardBits);
  }

  /**
   * Returns an id with the shard of its own that it always gets.
   *
   * @throws LoadException BAD_ROW when the id needs more bits than the shards leave
   */
  long of(long id) {
    if (id != increment(id)) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          attribute
              + " ids are exhausted: id "
              + id
              + " does not fit "
              + idBits
              + " bits; rebuild the table with fewer shard bits");
    }
    long shard = mix(id) & ((1L << shardBits) - 1);
    return shardBits == 0 ? id : shard << idBits | id;
  }

  /** Returns a value without what lies above the id. */
  long increment(long value) {
    return value & ((1L << idBits) - 1);
  }

  private static long mix(long id) {
    long bits = (id ^ id >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }
}
