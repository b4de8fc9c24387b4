package io.thunderhead.partition;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
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

  private final byte[][] starts;
  private final byte[][] ends;
  private final int[] partitions;
  private final int count;

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
    int found = Arrays.binarySearch(starts, key, Arrays::compareUnsigned);
    int floor = found >= 0 ? found : -found - 2;
    if (floor < 0 || (ends[floor].length > 0 && Arrays.compareUnsigned(key, ends[floor]) >= 0)) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "key %s lies in none of the %d ranges of the plan. Please report this with the table's DDL."
              .formatted(HexFormat.of().formatHex(key), starts.length));
    }
    return partitions[floor];
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
