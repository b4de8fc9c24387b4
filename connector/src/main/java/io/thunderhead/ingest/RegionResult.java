package io.thunderhead.ingest;

import io.thunderhead.checksum.KvChecksum;
import java.io.Serializable;

/**
 * What one region job ingested.
 *
 * @param indexId index whose KVs these are, -1 for records
 * @param regionId region that took them
 * @param sum digest, number and bytes of the KVs; those that were deleted count below zero
 * @param sstCount SSTs in the region: one or two
 * @param retries failures that were met and mended
 */
public record RegionResult(long indexId, long regionId, KvChecksum sum, int sstCount, int retries)
    implements Serializable {}
