package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.WriteSpeed;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * All that the executors need, frozen on the driver.
 *
 * @param pd addresses of PD
 * @param dialing how PD and the stores are reached
 * @param table the table's schema at the start
 * @param encode how values become bytes
 * @param ingest how sorted KVs are written
 * @param memory of each task
 * @param speed what may be sent to each store
 * @param badRows what is done with rows that cannot be loaded
 * @param duplicates what is done with keys that come twice; null when the load stops at the first
 * @param region what regions are made for
 * @param partitions raw ranges of each writing task, all ascending: the table's ranges cut along
 *     some of the regions that PD showed
 * @param ids that the rows of each input partition may take
 * @param appends whether the table may hold other rows
 * @param finished partitions whose KVs an earlier run of the job has ingested
 */
record LoadPlan(
    List<String> pd,
    Dialing dialing,
    TableInfo table,
    EncodeSettings encode,
    IngestSettings ingest,
    TaskMemory memory,
    WriteSpeed.Limit speed,
    BadRowSettings badRows,
    DuplicateRule duplicates,
    RegionSize region,
    List<List<KeyRange>> partitions,
    IdBlocks ids,
    boolean appends,
    BitSet finished)
    implements Serializable {
  /** Rows of one input partition fit into them, and partitions above. */
  private static final int BITS_OF_A_PARTITION = 40;

  LoadPlan {
    pd = List.copyOf(pd);
    partitions = List.copyOf(partitions);
    if (pd.isEmpty() || partitions.isEmpty()) {
      throw new IllegalArgumentException(
          "plan: pd %s, %d partitions (expected: at least one of each)"
              .formatted(pd, partitions.size()));
    }
  }

  /**
   * Returns the number before that of the first row of an input partition. Numbers ascend with the
   * partitions and with the rows in each, from 1, and settle which of two rows comes first.
   */
  long numberBefore(int partition) {
    return ids.bounded()
        ? ids.before()[partition] - ids.before()[0]
        : (long) partition << BITS_OF_A_PARTITION;
  }

  /** Returns the number before those of the next input partition; of the last one, a bound. */
  long lastNumber(int partition) {
    return partition + 1 < ids.before().length ? numberBefore(partition + 1) : Long.MAX_VALUE - 1;
  }

  /** Returns the plan of KVs that are newer than those of this one. */
  LoadPlan at(long commitTs) {
    return new LoadPlan(
        pd,
        dialing,
        table,
        encode,
        ingest.at(commitTs),
        memory,
        speed,
        badRows,
        duplicates,
        region,
        partitions,
        ids,
        appends,
        new BitSet());
  }
}
