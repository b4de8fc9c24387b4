package io.thunderhead.task;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.LoadException;
import io.thunderhead.rows.RowSource;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.type.InputRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Encodes the input once more as the load did, and keeps the KVs that lie in some ranges. */
public final class RangeEncoding implements RowSource.Work<Tuple2<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final List<KeyRange> ranges;
  private final Broadcast<RowSet> left;

  /**
   * @param left rows that conflicts left out
   */
  public RangeEncoding(Broadcast<LoadPlan> plan, List<KeyRange> ranges, Broadcast<RowSet> left) {
    this.left = left;
    this.plan = plan;
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(int partition, Iterator<InputRow> rows) {
    LoadPlan load = plan.value();
    RowEncoders encoders = new RowEncoders(load.table(), load.encode());
    List<Tuple2<byte[], byte[]>> found = new ArrayList<>();
    List<KvPair> ofRow = new ArrayList<>();
    long idBefore = load.ids().before()[partition];
    long numberBefore = load.numberBefore(partition);
    for (long read = 1; rows.hasNext(); read++) {
      InputRow row = rows.next();
      if (row.problem() != null || left.value().contains(numberBefore + read)) {
        continue;
      }
      ofRow.clear();
      try {
        encoders.encode(row, idBefore + read, (key, value) -> keep(key, value, ofRow));
      } catch (LoadException e) {
        // The load set this row aside.
        continue;
      }
      ofRow.forEach(kv -> found.add(new Tuple2<>(kv.key(), kv.value())));
    }
    return found.iterator();
  }

  private void keep(Bytes key, Bytes value, List<KvPair> kept) {
    byte[] raw = key.toByteArray();
    for (KeyRange range : ranges) {
      if (range.contains(raw)) {
        kept.add(new KvPair(raw, value.toByteArray()));
        return;
      }
    }
  }
}
