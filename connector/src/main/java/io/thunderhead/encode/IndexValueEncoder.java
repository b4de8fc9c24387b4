package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;

/** The layout of an index's values; one class for each of kv-encoding 3.1. */
abstract class IndexValueEncoder {
  private static final int PARTITION = 0x7e;

  /**
   * Appends the value of the current row's entry.
   *
   * @param distinct whether the key alone finds the row, so that the value must lead to it
   * @param physicalId the table or partition that the row is in
   */
  abstract void put(boolean distinct, HandleEncoder handle, long physicalId, Bytes value);

  /**
   * Chooses the layout of an index.
   *
   * @param columns of the index
   * @param tableColumns in order of their offsets
   */
  static IndexValueEncoder of(
      TableInfo table,
      IndexInfo index,
      IndexColumnEncoder[] columns,
      ColumnEncoder[] tableColumns) {
    if (table.isCommonHandle() && table.commonHandleVersion() > 0) {
      return new ClusteredIndexValue(table, index, columns, tableColumns);
    }
    boolean restores = false;
    for (IndexColumnEncoder column : columns) {
      restores |= column.needsRestoredData();
    }
    IndexValueEncoder restored =
        new RestoredIndexValue(
            restores ? columns : new IndexColumnEncoder[0],
            !table.isCommonHandle(),
            index.global());
    if (restores || index.global()) {
      return restored;
    }
    return table.isCommonHandle()
        ? new LegacyIndexValue(restored)
        : new LegacyIndexValue(new HandleIndexValue());
  }

  /** Appends the partition, as values and keys of global indexes have it. */
  static void putPartition(long physicalId, Bytes out) {
    MemComparable.encodeInt(out.put(PARTITION), physicalId);
  }

  /** The handle alone (kv-encoding 3.3 a). */
  private static final class HandleIndexValue extends IndexValueEncoder {
    @Override
    void put(boolean distinct, HandleEncoder handle, long physicalId, Bytes value) {
      handle.putValueTail(value);
    }
  }
}
