package io.thunderhead.ingest;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.KeyRange;
import java.io.Serializable;
import java.util.List;

/**
 * What one region job ingested.
 *
 * @param indexId index whose KVs these are, -1 for records
 * @param regionId region that took them
 * @param range raw keys from the first to behind the last, half-open
 * @param sum digest, number and bytes of the KVs; those that were deleted count below zero
 * @param sstCount SSTs in the region: one or two
 * @param sentBytes bytes that went to each peer, those of failed tries too
 * @param retries failures that were met and mended
 * @param stores those of the region's peers
 * @param failures what was met and mended, by store and kind
 * @param waitMillis milliseconds between tries
 */
public record RegionResult(
    long indexId,
    long regionId,
    KeyRange range,
    KvChecksum sum,
    int sstCount,
    long sentBytes,
    int retries,
    List<Long> stores,
    List<RegionFailure> failures,
    long waitMillis)
    implements Serializable {
  /** Takes copies. Records of jobs that an older loader kept know nothing of stores. */
  public RegionResult {
    stores = stores == null ? List.of() : List.copyOf(stores);
    failures = failures == null ? List.of() : List.copyOf(failures);
  }
}
