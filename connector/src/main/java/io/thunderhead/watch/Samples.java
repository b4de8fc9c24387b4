package io.thunderhead.watch;

import java.io.Serializable;
import java.util.List;

/**
 * Work over time, from the beginning of the load, in buckets of one width.
 *
 * @param bucketMillis width of a bucket
 * @param rowsRead rows that were read in each
 * @param bytesIngested bytes of KVs that came into the cluster in each
 */
public record Samples(long bucketMillis, List<Long> rowsRead, List<Long> bytesIngested)
    implements Serializable {
  /** Takes copies. */
  public Samples {
    rowsRead = List.copyOf(rowsRead);
    bytesIngested = List.copyOf(bytesIngested);
  }
}
