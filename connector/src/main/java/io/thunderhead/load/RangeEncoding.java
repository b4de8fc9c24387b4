package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.RowNumber;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.LoadException;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.type.InputRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Encodes the input once more as the load did, and keeps the KVs that lie in some ranges. */
final class RangeEncoding implements RowSource.Work<Tuple2<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final List<KeyRange> ranges;
  private final RowSet left;

  /**
   * @param left rows that are not loaded
   */
  RangeEncoding(Broadcast<LoadPlan> plan, List<KeyRange> ranges, RowSet left) {
    this.plan = plan;
    this.ranges = List.copyOf(ranges);
    this.left = left;
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(int partition, Iterator<InputRow> rows) {
    LoadPlan load = plan.value();
    RowEncoders encoders = new RowEncoders(load.table(), load.encode());
    List<Tuple2<byte[], byte[]>> found = new ArrayList<>();
    List<KvPair> ofRow = new ArrayList<>();
    long before = load.ids().before()[partition];
    for (long position = 1; rows.hasNext(); position++) {
      InputRow row = rows.next();
      if (row.problem() != null || left.contains(RowNumber.of(partition, position))) {
        continue;
      }
      ofRow.clear();
      try {
        encoders.encode(row, before + position, (key, value) -> keep(key, value, ofRow));
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
