package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.WriteSpeed;
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
 * @param speed what may be sent to each store
 * @param badRows what is done with rows that cannot be loaded
 * @param duplicates what is done with keys that come twice; null when the load stops at the first
 * @param region what regions are made for
 * @param partitions raw ranges of each writing task, all ascending: the table's ranges cut along
 *     some of the regions that PD showed
 * @param ids that the rows of each input partition may take
 */
record LoadPlan(
    List<String> pd,
    Dialing dialing,
    TableInfo table,
    EncodeSettings encode,
    IngestSettings ingest,
    WriteSpeed.Limit speed,
    BadRowSettings badRows,
    DuplicateRule duplicates,
    RegionSize region,
    List<List<KeyRange>> partitions,
    IdBlocks ids)
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

  /** Returns the plan of KVs that are newer than those of this one. */
  LoadPlan at(long commitTs) {
    return new LoadPlan(
        pd,
        dialing,
        table,
        encode,
        ingest.at(commitTs),
        speed,
        badRows,
        duplicates,
        region,
        partitions,
        ids);
  }
}
