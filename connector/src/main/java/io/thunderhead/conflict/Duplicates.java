package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import java.io.Serializable;

/**
 * The KVs of one sorted partition whose keys come more than once; none of them is written.
 *
 * @param indexId the index whose keys these are, -1 for records
 * @param rows rows that have such a key
 * @param behind of these, rows that lose in one of the keys at least
 * @param withheld sum of the KVs, each counted
 */
public record Duplicates(long indexId, RowSet rows, RowSet behind, KvChecksum withheld)
    implements Serializable {}
