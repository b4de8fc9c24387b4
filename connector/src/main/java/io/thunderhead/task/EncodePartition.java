package io.thunderhead.task;

import io.thunderhead.aside.BadRowFile;
import io.thunderhead.aside.BadRowLog;
import io.thunderhead.aside.BadRowMarks;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.block.BlockPacker;
import io.thunderhead.codec.Bytes;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.conflict.RowMark;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.rowid.LargestIds;
import io.thunderhead.rows.RowSource;
import io.thunderhead.type.InputRow;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** Turns the rows of one input partition into blocks of raw keys and user values. */
public final class EncodePartition implements RowSource.Work<Tuple2<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  /** A block is compressed and moved as a whole. */
  private static final int BLOCK_BYTES = 1 << 17;

  /** Rows after which people see that they were read. */
  private static final int TOLD_AT_ONCE = 1_024;

  private static final byte[] NO_BYTES = new byte[0];

  private final Broadcast<LoadPlan> plan;
  private final LargestIds largestIds;
  private final BadRowTally badRows;
  private final RowTally read;
  private final WorkMeter meter;

  public EncodePartition(
      Broadcast<LoadPlan> plan,
      LargestIds largestIds,
      BadRowTally badRows,
      RowTally read,
      WorkMeter meter) {
    this.plan = plan;
    this.largestIds = largestIds;
    this.badRows = badRows;
    this.read = read;
    this.meter = meter;
  }

  /** Returns the same work for another plan. */
  public EncodePartition with(Broadcast<LoadPlan> other) {
    return new EncodePartition(other, largestIds, badRows, read, meter);
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(int partition, Iterator<InputRow> rows) {
    EncodedRows encoded = new EncodedRows(plan.value(), partition, rows);
    TaskCompletionListener closing = context -> encoded.bad.close();
    TaskContext.get().addTaskCompletionListener(closing);
    return encoded;
  }

  private final class EncodedRows implements Iterator<Tuple2<Integer, byte[]>>, KvSink {
    private final LoadPlan load;
    private final int partition;
    private final Iterator<InputRow> rows;
    private final RowEncoders encoders;
    private final RegionPartitioner partitioner;
    private final boolean someFinished;
    private final boolean someLeftOut;
    private final BadRowFile badFile;
    private final BadRowLog bad;
    private final MarkedKeys marks;
    private final byte[] mark = new byte[RowMark.MOST_BYTES];
    private final BlockPacker packer;
    private final WorkMeter.Task seen = meter.begin();
    private Tuple2<Integer, byte[]> ready;
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
      this.partitioner = new RegionPartitioner(load.partitions());
      this.someFinished = !load.finished().isEmpty();
      this.someLeftOut = !load.out().isEmpty();
      this.packer = new BlockPacker(load.partitions().size(), BLOCK_BYTES, load.memory().packing());
      this.idBefore = load.ids().before()[partition];
      this.numberBefore = load.numberBefore(partition);
      this.mostRows = load.ids().most()[partition];
      this.badFile = new BadRowFile(load.badRows(), partition, TaskContext.get().taskAttemptId());
      this.bad = new BadRowLog(load.badRows(), badFile);
      this.marks = load.duplicates() == null ? null : load.duplicates().keys();
    }

    @Override
    public boolean hasNext() {
      while (ready == null) {
        BlockPacker.Block block = packer.poll();
        if (block != null) {
          ready = new Tuple2<>(block.partition(), block.bytes());
        } else if (rows.hasNext()) {
          encode(rows.next());
        } else if (!ended) {
          ended = true;
          end();
        } else {
          return false;
        }
      }
      return true;
    }

    private void encode(InputRow row) {
      count++;
      if (count % TOLD_AT_ONCE == 0) {
        seen.read(TOLD_AT_ONCE);
      }
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
        packer.keepRow();
      } catch (LoadException e) {
        packer.dropRow();
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
      seen.read(count % TOLD_AT_ONCE);
      seen.end();
      read.add(new RowTally.OfPartition(partition, count, surplus));
      largestIds.add(encoders.maxAutoIds());
      bad.close();
      long badCount = bad.counts().total();
      if (badCount > 0) {
        badRows.add(new BadRowTally.OfPartition(partition, bad.counts(), badFile.name()));
        for (int i = 0; i < load.partitions().size(); i++) {
          packer.put(i, BadRowMarks.key(partition), BadRowMarks.value(badCount), NO_BYTES, 0);
        }
        packer.keepRow();
      }
      packer.endAll();
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<Integer, byte[]> block = ready;
      ready = null;
      return block;
    }

    @Override
    public boolean takes(Bytes key) {
      return !someFinished || !load.finished().get(partitioner.partition(key));
    }

    @Override
    public void put(Bytes key, Bytes value) {
      if (someLeftOut && !load.takes(numberBefore + count, key.array())) {
        return;
      }
      int to = partitioner.partition(key);
      if (marks != null && marks.contains(key.array())) {
        int length = RowMark.write(numberBefore + count, mark);
        packer.put(to, key, value, mark, length);
      } else {
        packer.put(to, key, value, NO_BYTES, 0);
      }
    }
  }
}
