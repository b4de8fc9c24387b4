package io.thunderhead.partition;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/**
 * Sends a raw key to the partition whose range holds it.
 *
 * <p>A snapshot of region bounds taken once on the driver: stale by nature, and right all the same,
 * because the writer looks regions up again before it writes.
 */
public final class RegionPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[][] starts;
  private final byte[][] ends;
  private final int[] partitions;
  private final int count;

  /** Bytes that all starts share, and the eight behind them of each, which mostly decide. */
  private final int shared;

  private final long[] heads;

  /** Whether the next range begins where a range ends. */
  private final boolean[] meetsNext;

  /**
   * @param partitionRanges raw ranges of each partition; all ascending, not overlapping
   */
  public RegionPartitioner(List<List<KeyRange>> partitionRanges) {
    List<KeyRange> ranges = partitionRanges.stream().flatMap(List::stream).toList();
    partitions =
        IntStream.range(0, partitionRanges.size())
            .flatMap(i -> IntStream.generate(() -> i).limit(partitionRanges.get(i).size()))
            .toArray();
    count = partitionRanges.size();
    starts = ranges.stream().map(KeyRange::start).toArray(byte[][]::new);
    ends = ranges.stream().map(KeyRange::end).toArray(byte[][]::new);
    shared = sharedPrefix();
    heads = new long[starts.length];
    meetsNext = new boolean[starts.length];
    for (int i = 0; i < starts.length; i++) {
      heads[i] = head(starts[i], starts[i].length);
      meetsNext[i] = i + 1 < starts.length && Arrays.equals(ends[i], starts[i + 1]);
    }
    for (int i = 1; i < starts.length; i++) {
      if (ends[i - 1].length == 0 || Arrays.compareUnsigned(ends[i - 1], starts[i]) > 0) {
        throw new IllegalArgumentException(
            "ranges: %s then %s (expected: ascending, apart)"
                .formatted(ranges.get(i - 1), ranges.get(i)));
      }
    }
  }

  @Override
  public int numPartitions() {
    return count;
  }

  /**
   * Returns the partition of a raw key, a {@code byte[]}.
   *
   * @throws LoadException INTERNAL when no range holds the key
   */
  @Override
  public int getPartition(Object rawKey) {
    byte[] key = (byte[]) rawKey;
    return partition(key, key.length);
  }

  /** Returns the partition of a raw key, as {@link #getPartition} does. */
  public int partition(Bytes rawKey) {
    return partition(rawKey.array(), rawKey.length());
  }

  private int partition(byte[] key, int length) {
    int floor = floor(key, length);
    if (floor < 0 || !(meetsNext[floor] || isBelowEnd(floor, key, length))) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "key %s lies in none of the %d ranges of the plan. Please report this with the table's DDL."
              .formatted(HexFormat.of().formatHex(key, 0, length), starts.length));
    }
    return partitions[floor];
  }

  /** Returns the last range that begins at or before a key, or -1. */
  private int floor(byte[] key, int length) {
    boolean byHead = length >= shared && sameBytes(key, shared);
    long head = byHead ? head(key, length) : 0;
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = byHead ? Long.compareUnsigned(heads[middle], head) : 0;
      if (order == 0) {
        order = compare(starts[middle], key, length);
      }
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private boolean isBelowEnd(int range, byte[] key, int length) {
    return ends[range].length == 0 || compare(ends[range], key, length) > 0;
  }

  private boolean sameBytes(byte[] key, int count) {
    return count == 0 || Arrays.equals(key, 0, count, starts[0], 0, count);
  }

  private int sharedPrefix() {
    int same = starts.length == 0 ? 0 : starts[0].length;
    for (byte[] start : starts) {
      int mismatch = Arrays.mismatch(starts[0], 0, same, start, 0, Math.min(same, start.length));
      same = mismatch < 0 ? same : mismatch;
    }
    return same;
  }

  private long head(byte[] key, int length) {
    if (shared + Long.BYTES <= length) {
      return (long) LONG.get(key, shared);
    }
    long head = 0;
    for (int i = shared; i < shared + Long.BYTES; i++) {
      head = (head << Byte.SIZE) | (i < length ? key[i] & 0xFF : 0);
    }
    return head;
  }

  private static int compare(byte[] bound, byte[] key, int length) {
    return Arrays.compareUnsigned(bound, 0, bound.length, key, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegionPartitioner that
        && Arrays.equals(partitions, that.partitions)
        && Arrays.deepEquals(starts, that.starts)
        && Arrays.deepEquals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(starts);
  }
}
