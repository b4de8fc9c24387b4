package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.type.InputRow;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** Turns the rows of one input partition into raw keys and user values, row by row. */
final class EncodePartition implements RowSource.Work<Tuple2<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final LargestIds largestIds;
  private final BadRowTally badRows;
  private final RowTally read;

  EncodePartition(
      Broadcast<LoadPlan> plan, LargestIds largestIds, BadRowTally badRows, RowTally read) {
    this.plan = plan;
    this.largestIds = largestIds;
    this.badRows = badRows;
    this.read = read;
  }

  /** Returns the same work for another plan. */
  EncodePartition with(Broadcast<LoadPlan> other) {
    return new EncodePartition(other, largestIds, badRows, read);
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(int partition, Iterator<InputRow> rows) {
    EncodedRows encoded = new EncodedRows(plan.value(), partition, rows);
    TaskCompletionListener closing = context -> encoded.bad.close();
    TaskContext.get().addTaskCompletionListener(closing);
    return encoded;
  }

  private final class EncodedRows implements Iterator<Tuple2<byte[], byte[]>>, KvSink {
    private final LoadPlan load;
    private final int partition;
    private final Iterator<InputRow> rows;
    private final RowEncoders encoders;
    private final RegionPartitioner unfinished;
    private final BadRowFile badFile;
    private final BadRowLog bad;
    private final MarkedKeys marks;
    private final ArrayDeque<Tuple2<byte[], byte[]>> ready = new ArrayDeque<>();
    private boolean ended;
    private final long idBefore;
    private final long numberBefore;
    private final long mostRows;
    private long count;
    private long surplus;

    EncodedRows(LoadPlan load, int partition, Iterator<InputRow> rows) {
      this.load = load;
      this.partition = partition;
      this.rows = rows;
      this.encoders = new RowEncoders(load.table(), load.encode());
      this.unfinished = load.finished().isEmpty() ? null : new RegionPartitioner(load.partitions());
      this.idBefore = load.ids().before()[partition];
      this.numberBefore = load.numberBefore(partition);
      this.mostRows = load.ids().most()[partition];
      this.badFile = new BadRowFile(load.badRows(), partition, TaskContext.get().taskAttemptId());
      this.bad = new BadRowLog(load.badRows(), badFile);
      this.marks = load.duplicates() == null ? null : load.duplicates().keys();
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        encode(rows.next());
      }
      if (ready.isEmpty() && !ended) {
        ended = true;
        end();
      }
      return !ready.isEmpty();
    }

    private void encode(InputRow row) {
      count++;
      if (count > mostRows) {
        throw changed();
      }
      if (row.problem() != null) {
        bad.add(row);
        return;
      }
      try {
        surplus += row.hasSurplus() ? 1 : 0;
        encoders.encode(row, idBefore + count, this);
      } catch (LoadException e) {
        ready.clear();
        bad.add(row, e);
      }
    }

    private LoadException changed() {
      return new LoadException(
          ErrorCode.SOURCE_CHANGED,
          "part %d of the input has more than the %d rows for which ids were reserved: the input changed between two reads of it. Keep the input as it is until the load ends, and run it again."
              .formatted(partition, mostRows));
    }

    private void end() {
      read.add(new RowTally.OfPartition(partition, count, surplus));
      largestIds.add(encoders.maxAutoIds());
      bad.close();
      long badCount = bad.counts().total();
      if (badCount > 0) {
        badRows.add(new BadRowTally.OfPartition(partition, bad.counts(), badFile.name()));
        for (int i = 0; i < load.partitions().size(); i++) {
          ready.add(BadRowMarks.mark(i, partition, badCount));
        }
      }
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    @Override
    public boolean takes(Bytes key) {
      return unfinished == null || !load.finished().get(unfinished.getPartition(key.toByteArray()));
    }

    @Override
    public void put(Bytes key, Bytes value) {
      byte[] rawKey = key.toByteArray();
      if (!load.takes(numberBefore + count, rawKey)) {
        return;
      }
      byte[] sent =
          marks == null ? value.toByteArray() : marks.value(rawKey, value, numberBefore + count);
      ready.add(new Tuple2<>(rawKey, sent));
    }
  }
}
