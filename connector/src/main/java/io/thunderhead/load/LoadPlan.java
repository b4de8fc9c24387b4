package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.TableInfo;
import java.io.Serializable;
import java.util.List;

/**
 * All that the executors need, frozen on the driver.
 *
 * @param pd addresses of PD
 * @param dialing how PD and the stores are reached
 * @param table the table's schema at the start
 * @param encode how values become bytes
 * @param ingest how sorted KVs are written
 * @param badRows what is done with rows that cannot be loaded
 * @param partitions raw ranges, ascending: the table's ranges cut along the regions that PD showed
 * @param duplicates what is done with keys that come twice; null when the load stops at the first
 * @param firstRowIds row id before the first of each input partition, for tables without a handle
 */
record LoadPlan(
    List<String> pd,
    Dialing dialing,
    TableInfo table,
    EncodeSettings encode,
    IngestSettings ingest,
    BadRowSettings badRows,
    DuplicateRule duplicates,
    List<KeyRange> partitions,
    long[] firstRowIds)
    implements Serializable {
  LoadPlan {
    pd = List.copyOf(pd);
    partitions = List.copyOf(partitions);
    if (pd.isEmpty() || partitions.isEmpty()) {
      throw new IllegalArgumentException(
          "plan: pd %s, %d partitions (expected: at least one of each)"
              .formatted(pd, partitions.size()));
    }
  }

  /** Returns a row's place in the input, from 1, which sets conflicts. */
  long rowNumber(long rowId) {
    return rowId - firstRowIds[0];
  }

  /** Returns the last row id of an input partition; of the last partition, a bound. */
  long lastRowId(int partition) {
    return partition + 1 < firstRowIds.length ? firstRowIds[partition + 1] : Long.MAX_VALUE - 1;
  }

  /** Returns the plan of KVs that are newer than those of this one. */
  LoadPlan at(long commitTs) {
    return new LoadPlan(
        pd,
        dialing,
        table,
        encode,
        ingest.at(commitTs),
        badRows,
        duplicates,
        partitions,
        firstRowIds);
  }
}
