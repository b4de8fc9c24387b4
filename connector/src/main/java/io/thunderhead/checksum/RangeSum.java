package io.thunderhead.checksum;

import io.thunderhead.codec.KeyRange;

/**
 * The sum of the KVs in a range.
 *
 * @param range raw keys, half-open
 */
public record RangeSum(KeyRange range, KvChecksum sum) {}
