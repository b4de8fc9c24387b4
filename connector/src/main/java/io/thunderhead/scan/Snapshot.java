package io.thunderhead.scan;

import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.TableInfo;
import java.io.Serializable;
import java.util.List;

/**
 * A table as it stands at one moment.
 *
 * @param pd addresses
 * @param ts timestamp of PD
 * @param holder name under which garbage collection is held off while rows are read
 */
public record Snapshot(List<String> pd, Dialing dialing, TableInfo table, long ts, String holder)
    implements Serializable {
  /** Takes a copy. */
  public Snapshot {
    pd = List.copyOf(pd);
  }
}
