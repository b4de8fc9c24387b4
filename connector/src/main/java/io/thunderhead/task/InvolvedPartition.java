package io.thunderhead.task;

import io.thunderhead.codec.Bytes;
import io.thunderhead.conflict.RowMark;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rows.RowSource;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Encodes the rows in conflict of one input partition once more, just as they were before. */
public final class InvolvedPartition<T> implements RowSource.Work<T> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final Broadcast<RowSet> involved;
  private final Pour<T> pour;

  /** Makes what is wanted of one row. */
  @FunctionalInterface
  public interface Pour<T> extends Serializable {
    /**
     * Takes a row.
     *
     * @param kvs the record, then index entries
     */
    void row(InputRow row, Place place, List<KvPair> kvs, Consumer<T> out);
  }

  /** Pours KVs marked with their row's number. */
  public static final class MarkedKvs implements Pour<Tuple2<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<LoadPlan> plan;

    public MarkedKvs(Broadcast<LoadPlan> plan) {
      this.plan = plan;
    }

    @Override
    public void row(
        InputRow row, Place place, List<KvPair> kvs, Consumer<Tuple2<byte[], byte[]>> out) {
      for (KvPair kv : kvs) {
        if (plan.value().takes(place.number(), kv.key())) {
          byte[] value = RowMark.marked(kv.value(), kv.value().length, place.number());
          out.accept(new Tuple2<>(kv.key(), value));
        }
      }
    }
  }

  /**
   * Where a row stands in the input.
   *
   * @param part its input partition, from 0
   * @param row its place in that, from 1
   * @param number of the row among all, see {@link LoadPlan#numberBefore}
   */
  public record Place(int part, long row, long number) {}

  public InvolvedPartition(Broadcast<LoadPlan> plan, Broadcast<RowSet> involved, Pour<T> pour) {
    this.plan = plan;
    this.involved = involved;
    this.pour = pour;
  }

  @Override
  public Iterator<T> call(int partition, Iterator<InputRow> rows) {
    LoadPlan load = plan.value();
    long before = load.numberBefore(partition);
    long count = involved.value().countOf(before + 1, load.lastNumber(partition) + 1);
    return count == 0 ? Collections.emptyIterator() : new Rows(load, partition, count, rows);
  }

  private final class Rows implements Iterator<T>, KvSink {
    private final Iterator<InputRow> rows;
    private final RowEncoders encoders;
    private final List<KvPair> kvs = new ArrayList<>();
    private final ArrayDeque<T> ready = new ArrayDeque<>();
    private final int part;
    private final long idBefore;
    private final long numberBefore;
    private long read;
    private long missing;

    Rows(LoadPlan load, int partition, long count, Iterator<InputRow> rows) {
      this.rows = rows;
      this.encoders = new RowEncoders(load.table(), load.encode());
      this.part = partition;
      this.idBefore = load.ids().before()[partition];
      this.numberBefore = load.numberBefore(partition);
      this.missing = count;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && missing > 0) {
        if (!rows.hasNext()) {
          throw changed("%d rows are missing".formatted(missing), null);
        }
        take(rows.next());
      }
      return !ready.isEmpty();
    }

    private void take(InputRow row) {
      read++;
      long number = numberBefore + read;
      if (!involved.value().contains(number)) {
        return;
      }
      missing--;
      if (row.problem() != null) {
        throw changed("%s: %s".formatted(row.place(), row.problem()), null);
      }
      kvs.clear();
      try {
        encoders.encode(row, idBefore + read, this);
      } catch (LoadException e) {
        throw changed("%s: %s".formatted(row.place(), e.getMessage()), e);
      }
      pour.row(row, new Place(part, read, number), kvs, ready::add);
    }

    @Override
    public void put(Bytes key, Bytes value) {
      kvs.add(new KvPair(key.toByteArray(), value.toByteArray()));
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }

  /** Returns the failure of an input that gives other rows than before. */
  public static LoadException changed(String what, Throwable cause) {
    return new LoadException(
        ErrorCode.SOURCE_CHANGED,
        "the input changed between two reads of it (%s). Load from files, or a Dataset, that give the same rows in the same order each time; empty the table before the next load."
            .formatted(what),
        cause);
  }
}
