package io.thunderhead.task;

import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.conflict.Stays;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.rowid.IdBlocks;
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
 * @param clearTs timestamp at which rows of the table that the input replaces are deleted, before
 *     that of the load's KVs; 0 when the table holds no other rows
 * @param out rows of the input that are left out for those of the table
 * @param finished partitions whose KVs an earlier run of the job has ingested
 */
public record LoadPlan(
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
    long clearTs,
    RowSet out,
    BitSet finished)
    implements Serializable {
  /** Rows of one input partition fit into them, and partitions above. */
  private static final int BITS_OF_A_PARTITION = 40;

  public LoadPlan {
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
  public LoadPlan at(long commitTs) {
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
        clearTs,
        out,
        new BitSet());
  }

  /** Tells whether rows of the input stay out for those of the table that they meet. */
  public boolean leavesOut(MetRows met) {
    return !met.isEmpty() && !duplicates.replacesStored();
  }

  /** Returns the plan of what is written when it is known what rows meet in the table. */
  public LoadPlan after(MetRows met) {
    if (!leavesOut(met)) {
      return this;
    }
    return new LoadPlan(
        pd,
        dialing,
        table,
        encode,
        ingest,
        memory,
        speed,
        badRows,
        duplicates,
        region,
        partitions,
        ids,
        clearTs,
        met.rows(),
        finished);
  }

  /** Tells whether the table may hold other rows. */
  public boolean appends() {
    return clearTs > 0;
  }

  /** Returns the timestamp at which the table has its other rows, and nothing of the load. */
  long tableTs() {
    return clearTs - 1;
  }

  /**
   * Tells whether a key of a row is encoded. A row that is left out for the table's claims its keys
   * only where that takes out other rows of the input.
   */
  boolean takes(long row, byte[] key) {
    return !out.contains(row)
        || (duplicates.stays() == Stays.NONE && duplicates.keys().contains(key));
  }
}
