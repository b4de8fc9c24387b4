package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.FrameRow;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Turns the rows of one input partition into raw keys and user values, row by row. */
final class EncodePartition
    implements Function2<Integer, Iterator<Row>, Iterator<Tuple2<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final LargestIds largestIds;

  EncodePartition(Broadcast<LoadPlan> plan, LargestIds largestIds) {
    this.plan = plan;
    this.largestIds = largestIds;
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Integer partition, Iterator<Row> rows) {
    return new EncodedRows(plan.value(), plan.value().firstRowIds()[partition], rows, largestIds);
  }

  private static final class EncodedRows implements Iterator<Tuple2<byte[], byte[]>>, KvSink {
    private final Iterator<Row> rows;
    private final BadLines badLines;
    private final FrameRow input;
    private final RowEncoder encoder;
    private final ArrayDeque<Tuple2<byte[], byte[]>> ready = new ArrayDeque<>();
    private final LargestIds largestIds;
    private long rowId;

    EncodedRows(LoadPlan plan, long rowIdBefore, Iterator<Row> rows, LargestIds largestIds) {
      this.largestIds = largestIds;
      this.rows = rows;
      this.badLines = new BadLines(plan.input());
      this.input = new FrameRow(badLines.columns());
      this.encoder = new RowEncoder(plan.table(), input.columns(), plan.encode());
      this.rowId = rowIdBefore;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        Row row = rows.next();
        badLines.reject(row);
        try {
          encoder.encode(input.of(row), ++rowId, this);
        } catch (LoadException e) {
          throw badLines.locate(e, row);
        }
      }
      if (ready.isEmpty()) {
        largestIds.add(encoder.maxAutoIds());
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    @Override
    public void put(Bytes key, Bytes value) {
      ready.add(new Tuple2<>(key.toByteArray(), value.toByteArray()));
    }
  }
}
