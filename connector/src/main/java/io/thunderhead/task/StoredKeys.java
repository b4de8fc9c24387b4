package io.thunderhead.task;

import io.thunderhead.encode.StoredRows;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.tikv.KvPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Reads the records of rows that the input meets and tells all their keys, with the record's.
 *
 * <p>Takes what {@link MetPartition} gives, sorted, and gives {@code key → record key} for the
 * record and every index entry that its row must have.
 */
public final class StoredKeys
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<Tuple2<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;

  public StoredKeys(Broadcast<LoadPlan> plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(
      Integer partition, Iterator<Tuple2<byte[], byte[]>> meetings) {
    return new Unfolding<>(meetings, new Keys(plan.value(), partition)::tell);
  }

  private static final class Keys {
    private final LoadPlan load;
    private final StoredRows rows;
    private final StoredKvs existing;
    private byte[] record;

    Keys(LoadPlan load, int partition) {
      this.load = load;
      this.rows = new StoredRows(load.table(), load.encode());
      this.existing = StoredKvs.ofTask(load, partition);
    }

    void tell(Tuple2<byte[], byte[]> meeting, Consumer<Tuple2<byte[], byte[]>> out) {
      if (Arrays.equals(record, meeting._1())) {
        return;
      }
      record = meeting._1();
      KvPair stored = existing.find(record);
      if (stored == null) {
        throw inconsistent(
            load,
            "key %s leads to record %s, which is not there"
                .formatted(
                    HexFormat.of().formatHex(MetPartition.key(meeting._2())),
                    HexFormat.of().formatHex(record)));
      }
      List<byte[]> keys = keys(stored);
      if (!Arrays.equals(keys.get(0), record)) {
        throw inconsistent(
            load,
            "record %s has the values of record %s"
                .formatted(
                    HexFormat.of().formatHex(record), HexFormat.of().formatHex(keys.get(0))));
      }
      keys.forEach(key -> out.accept(new Tuple2<>(key, record)));
    }

    private List<byte[]> keys(KvPair stored) {
      List<byte[]> keys = new ArrayList<>();
      try {
        rows.encode(stored.key(), stored.value(), (key, value) -> keys.add(key.toByteArray()));
      } catch (LoadException | IllegalArgumentException e) {
        throw inconsistent(
            load,
            "record %s cannot be read: %s"
                .formatted(HexFormat.of().formatHex(record), e.getMessage()));
      }
      return keys;
    }
  }

  /** Returns the failure of a load into a table whose KVs do not fit each other. */
  static LoadException inconsistent(LoadPlan load, String what) {
    return new LoadException(
        ErrorCode.TABLE_INCONSISTENT,
        "rows of table %s that the input meets cannot be taken out whole: %s. Run ADMIN CHECK TABLE; mend the table, or delete these rows by SQL, before the next load."
            .formatted(load.table().name(), what));
  }
}
