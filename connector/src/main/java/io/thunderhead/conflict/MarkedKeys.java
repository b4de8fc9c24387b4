package io.thunderhead.conflict;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The keys of a table that two rows may claim: records, unique indexes, and global ones, whose
 * entries of two partitions can meet in one key. All other keys end with the handle, so that equal
 * ones are of rows that claim one record.
 */
public final class MarkedKeys implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] indexes;

  /** Finds the indexes of a table. */
  public MarkedKeys(TableInfo table) {
    this.indexes =
        table.indexes().stream()
            .filter(index -> table.writesKvs(index) && (index.unique() || index.global()))
            .mapToLong(IndexInfo::id)
            .toArray();
  }

  /** Tells whether a raw key of the table is one of these. */
  public boolean contains(byte[] key) {
    if (key[TableCodec.TABLE_PREFIX_LENGTH + 1] == 'r') {
      return true;
    }
    long index = MemComparable.decodeInt(key, TableCodec.RECORD_PREFIX_LENGTH);
    for (long each : indexes) {
      if (each == index) {
        return true;
      }
    }
    return false;
  }

  /** Returns the value as it travels with its key: with the row's number when it needs one. */
  public byte[] value(byte[] key, Bytes value, long row) {
    return contains(key) ? RowMark.marked(value, row) : value.toByteArray();
  }

  /** Tells whether each row claims at most one key that others may claim. */
  public boolean isSingle() {
    return indexes.length == 0;
  }

  @Override
  public String toString() {
    return "records and indexes " + Arrays.toString(indexes);
  }
}
