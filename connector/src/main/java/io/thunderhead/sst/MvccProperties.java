package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What versions a file of the write family holds, by which TiKV finds garbage and leaves files out
 * of incremental scans (import-protocol 3.10). Numbers are eight bytes, big-endian; a smallest
 * timestamp of none is the largest number, a largest is zero.
 */
final class MvccProperties implements PropertyCollector {
  private static final long ROWS_APART = 10_000;
  private static final long NONE = -1;

  private final Bytes row = new Bytes(64);
  private final Bytes rowsIndex = new Bytes(1 << 10);
  private final Span all = new Span();
  private final Span stale = new Span();
  private final Span deletes = new Span();
  private long rows;
  private long puts;
  private long deleted;
  private long versions;
  private long rowVersions;
  private long maxRowVersions;
  private long rowsSincePoint;

  @Override
  public String name() {
    return "tikv.mvcc-properties-collector";
  }

  @Override
  public void add(Bytes key, byte[] value, int valueFrom, int valueLength) {
    int rowLength = key.length() - Long.BYTES;
    long ts = ~MemComparable.decodeUint(key.array(), rowLength);
    all.add(ts);
    versions++;
    boolean newRow =
        !Arrays.equals(row.array(), 0, row.length(), key.array(), 0, rowLength) || rows == 0;
    if (newRow) {
      rows++;
      rowVersions = 0;
      row.clear().put(key.array(), 0, rowLength);
    } else {
      stale.add(ts);
    }
    rowVersions++;
    maxRowVersions = Math.max(maxRowVersions, rowVersions);
    byte type = value[valueFrom];
    if (type == WriteRecord.PUT) {
      puts++;
    } else if (type == WriteRecord.DELETE) {
      deleted++;
      deletes.add(ts);
    }
    if (newRow) {
      rowsSincePoint++;
      if (rows == 1 || rowsSincePoint >= ROWS_APART) {
        addPoint();
      }
    }
  }

  private void addPoint() {
    rowsIndex.putLong(row.length()).put(row.array(), 0, row.length());
    rowsIndex.putLong(rowsSincePoint).putLong(rows);
    rowsSincePoint = 0;
  }

  @Override
  public Map<String, byte[]> finish() {
    if (rowsSincePoint > 0) {
      addPoint();
    }
    Map<String, byte[]> properties = new HashMap<>();
    put(properties, "min_ts", all.smallest);
    put(properties, "max_ts", all.largest);
    put(properties, "num_rows", rows);
    put(properties, "num_puts", puts);
    put(properties, "num_deletes", deleted);
    put(properties, "num_versions", versions);
    put(properties, "max_row_versions", maxRowVersions);
    put(properties, "oldest_stale_version_ts", stale.smallest);
    put(properties, "newest_stale_version_ts", stale.largest);
    put(properties, "oldest_delete_ts", deletes.smallest);
    put(properties, "newest_delete_ts", deletes.largest);
    put(properties, "num_errors", 0);
    properties.put("tikv.rows_index", rowsIndex.toByteArray());
    return properties;
  }

  private static void put(Map<String, byte[]> properties, String name, long value) {
    properties.put("tikv." + name, new Bytes(Long.BYTES).putLong(value).toByteArray());
  }

  /** The smallest and the largest of some timestamps, which are unsigned. */
  private static final class Span {
    private long smallest = NONE;
    private long largest;

    void add(long ts) {
      smallest = Long.compareUnsigned(ts, smallest) < 0 ? ts : smallest;
      largest = Long.compareUnsigned(ts, largest) > 0 ? ts : largest;
    }
  }
}
