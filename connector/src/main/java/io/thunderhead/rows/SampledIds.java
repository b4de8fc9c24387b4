package io.thunderhead.rows;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.partition.KeySample;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.KeyFlag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the ids that rows will get into sampled keys.
 *
 * <p>Every part of a sample has ids from 1, because the rows before it are not counted. Regions cut
 * at such keys would all lie among the first ids. Ids of columns that the input brings stay.
 */
public final class SampledIds {
  private final Set<String> input;
  private final boolean movesHandles;
  private final boolean movesCommonHandles;
  private final Map<Long, IndexInfo> indexes = new HashMap<>();
  private final Set<Long> movedIndexes;

  /** Takes the names of the input's columns in any case. */
  public SampledIds(TableInfo table, Collection<String> inputNames) {
    this.input =
        inputNames.stream()
            .filter(Objects::nonNull)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    ColumnInfo key = table.handleColumn();
    this.movesHandles =
        key == null
            ? table.hasRowId() && !input.contains(ColumnInfo.ROW_ID)
            : isGenerated(table, key);
    this.movesCommonHandles =
        table.isCommonHandle() && beginsWithGenerated(table, table.primaryIndex());
    table.indexes().forEach(index -> indexes.put(index.id(), index));
    this.movedIndexes =
        table.indexes().stream()
            .filter(index -> beginsWithGenerated(table, index))
            .map(IndexInfo::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isGenerated(TableInfo table, ColumnInfo column) {
    return table.generatesIds(column) && !input.contains(column.name().toLowerCase(Locale.ROOT));
  }

  private boolean beginsWithGenerated(TableInfo table, IndexInfo index) {
    return isGenerated(table, table.columns().get(index.columns().get(0).offset()));
  }

  /** Returns the sampled KVs, with the ids that the rows get. */
  public List<KeySample> placed(Sample sample, IdBlocks ids) {
    List<KeySample> all = new ArrayList<>();
    for (Sample.Weighed each : sample.rows()) {
      long id = ids.before()[each.partition()] + each.number();
      for (SamplePartition.SampledKv kv : each.row().kvs()) {
        all.add(
            new KeySample(moved(kv.key(), id - each.row().number()), kv.bytes(), each.weight()));
      }
    }
    return all;
  }

  private byte[] moved(byte[] key, long by) {
    if (by == 0) {
      return key;
    }
    byte[] moved = key.clone();
    if (TableCodec.isRecordKey(key)) {
      if (movesHandles) {
        add(moved, TableCodec.RECORD_PREFIX_LENGTH, by);
      } else if (movesCommonHandles) {
        addToInteger(moved, TableCodec.RECORD_PREFIX_LENGTH, by);
      }
      return moved;
    }
    long index = TableCodec.indexId(key);
    if (movedIndexes.contains(index)) {
      addToInteger(moved, TableCodec.INDEX_PREFIX_LENGTH, by);
    }
    if (movesHandles && endsWithHandle(indexes.get(index), key)) {
      add(moved, key.length - Long.BYTES, by);
    }
    return moved;
  }

  /**
   * Unique entries have their handle in the key when a value is NULL; the first one is looked at.
   */
  private static boolean endsWithHandle(IndexInfo index, byte[] key) {
    return !index.unique() || key[TableCodec.INDEX_PREFIX_LENGTH] == KeyFlag.NIL;
  }

  private static void addToInteger(byte[] key, int at, long by) {
    if (key[at] == KeyFlag.INT || key[at] == KeyFlag.UINT) {
      add(key, at + 1, by);
    }
  }

  /** Sign and shards stand above the id, so that bits that are compared can be added to. */
  private static void add(byte[] key, int at, long by) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    bytes.putLong(at, bytes.getLong(at) + by);
  }
}
