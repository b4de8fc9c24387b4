package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import java.io.Serializable;
import java.util.Map;

/**
 * The KVs of one sorted partition whose keys come more than once; none of them is written.
 *
 * @param rows rows that have such a key, by index, -1 for records
 * @param behind of these, rows that lose in one of the keys at least
 * @param withheld sum of the KVs, each counted
 */
public record Duplicates(Map<Long, RowSet> rows, RowSet behind, KvChecksum withheld)
    implements Serializable {}
