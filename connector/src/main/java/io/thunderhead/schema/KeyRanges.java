package io.thunderhead.schema;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import java.util.ArrayList;
import java.util.List;

/** The key ranges that a table's key-value pairs lie in, all raw. */
public final class KeyRanges {
  private KeyRanges() {}

  /**
   * Returns, for each physical table that a load may write to, its record range and one range per
   * index that writes KVs.
   */
  public static List<KeyRange> of(TableInfo table) {
    List<KeyRange> ranges = new ArrayList<>();
    for (long physicalId : physicalIds(table)) {
      ranges.add(prefixRange(TableCodec.recordPrefix(physicalId)));
      for (IndexInfo index : table.indexes()) {
        if (table.writesKvs(index) && !index.global()) {
          ranges.add(prefixRange(TableCodec.indexPrefix(physicalId, index.id())));
        }
      }
    }
    for (IndexInfo index : table.indexes()) {
      if (table.writesKvs(index) && index.global()) {
        ranges.add(prefixRange(TableCodec.indexPrefix(table.id(), index.id())));
      }
    }
    return List.copyOf(ranges);
  }

  /** Returns the ranges of the records alone, one for each of these physical tables. */
  public static List<KeyRange> records(TableInfo table) {
    return physicalIds(table).stream().map(id -> prefixRange(TableCodec.recordPrefix(id))).toList();
  }

  private static List<Long> physicalIds(TableInfo table) {
    return table.partition() == null
        ? List.of(table.id())
        : table.partition().open().stream().map(PartitionInfo.Definition::id).toList();
  }

  private static KeyRange prefixRange(byte[] prefix) {
    return new KeyRange(prefix, MemComparable.prefixNext(prefix));
  }
}
