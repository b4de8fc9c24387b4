package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.rows.InputSize;
import io.thunderhead.rows.SampleFigures;
import io.thunderhead.rows.SourceLayout;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.task.RegionSize;
import java.io.Serializable;
import java.util.List;

/**
 * What is settled before the first KV is written, and stays for every driver that goes on with the
 * job: with it, the same rows become the same KVs in the same partitions at the same timestamp.
 *
 * @param clearTs timestamp at which rows of the table that the input replaces are deleted, before
 *     the other; 0 when the table holds no other rows
 * @param commitTs the one timestamp of all KVs
 * @param target the table as rows are encoded for it
 * @param encode how values become bytes, the time of CURRENT_TIMESTAMP included
 * @param layout of the input; null when nobody can tell whether its rows stay the same
 * @param size of the input
 * @param sampled what the sample told
 * @param ids that the rows of each input partition may take
 * @param region what regions are made for
 * @param splitKeys raw, ascending
 * @param partitions raw ranges of each writing task, all ascending
 */
record Planned(
    long clearTs,
    long commitTs,
    FoundTable target,
    EncodeSettings encode,
    SourceLayout layout,
    InputSize size,
    SampleFigures sampled,
    IdBlocks ids,
    RegionSize region,
    List<byte[]> splitKeys,
    List<List<KeyRange>> partitions)
    implements Serializable {
  Planned {
    splitKeys = List.copyOf(splitKeys);
    partitions = partitions.stream().map(List::copyOf).toList();
  }

  /** Returns the timestamps at which the load writes before it settles conflicts, ascending. */
  List<Long> times() {
    return clearTs == 0 ? List.of(commitTs) : List.of(clearTs, commitTs);
  }

  /** Returns the timestamp at which the table holds nothing of the job, and nothing else either. */
  long emptyTs() {
    return commitTs - 1;
  }

  /**
   * Refuses a table that is not the planned one.
   *
   * @throws LoadException JOB_REFUSED with what changed
   */
  void requireSame(FoundTable found) {
    List<String> changes = SchemaChange.between(target, found);
    if (!changes.isEmpty()) {
      throw refused("the schema of table %s changed".formatted(target.table().name()), changes);
    }
  }

  /**
   * Refuses a cluster that stores rows in another way than the planned one.
   *
   * @throws LoadException JOB_REFUSED
   */
  void requireSame(EncodeSettings now) {
    EncodeSettings then =
        new EncodeSettings(
            now.zone(),
            now.sqlMode(),
            encode.newCollation(),
            now.statementTime(),
            encode.rowFormat());
    if (!then.equals(now)) {
      throw refused(
          "the cluster's settings changed",
          List.of(
              "new_collation_enabled %s became %s, record format %s became %s"
                  .formatted(
                      encode.newCollation(),
                      now.newCollation(),
                      encode.rowFormat(),
                      now.rowFormat())));
    }
  }

  /**
   * Refuses an input that is not the planned one.
   *
   * @throws LoadException JOB_REFUSED with what changed
   */
  void requireSame(SourceLayout now) {
    if (layout == null || now == null) {
      throw refused(
          "the job cannot go on",
          List.of("the rows of a DataFrame may come in another order each time"));
    }
    List<String> changes = layout.differences(now);
    if (!changes.isEmpty()) {
      throw refused("the input changed", changes);
    }
  }

  private static LoadException refused(String problem, List<String> changes) {
    return new LoadException(
        ErrorCode.JOB_REFUSED,
        "%s since the job was planned: %s. Undo the change, or empty the table with TRUNCATE TABLE and run the load anew."
            .formatted(problem, String.join("; ", changes)));
  }
}
