package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.conflict.RowNumber;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
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

/** Encodes the rows in conflict of one input partition once more, just as they were before. */
final class InvolvedPartition<T> implements RowSource.Work<T> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final Broadcast<RowSet> involved;
  private final Pour<T> pour;

  /** Makes what is wanted of one row. */
  @FunctionalInterface
  interface Pour<T> extends Serializable {
    /**
     * Takes a row.
     *
     * @param number its place in the input
     * @param kvs the record, then index entries
     */
    void row(InputRow row, long number, List<KvPair> kvs, Consumer<T> out);
  }

  InvolvedPartition(Broadcast<LoadPlan> plan, Broadcast<RowSet> involved, Pour<T> pour) {
    this.plan = plan;
    this.involved = involved;
    this.pour = pour;
  }

  @Override
  public Iterator<T> call(int partition, Iterator<InputRow> rows) {
    LoadPlan load = plan.value();
    long count =
        involved.value().countOf(RowNumber.of(partition, 0), RowNumber.of(partition + 1, 0));
    return count == 0 ? Collections.emptyIterator() : new Rows(load, partition, count, rows);
  }

  private final class Rows implements Iterator<T>, KvSink {
    private final Iterator<InputRow> rows;
    private final RowEncoders encoders;
    private final List<KvPair> kvs = new ArrayList<>();
    private final ArrayDeque<T> ready = new ArrayDeque<>();
    private final int partition;
    private final long idBefore;
    private long position;
    private long missing;

    Rows(LoadPlan load, int partition, long count, Iterator<InputRow> rows) {
      this.partition = partition;
      this.rows = rows;
      this.encoders = new RowEncoders(load.table(), load.encode());
      this.idBefore = load.ids().before()[partition];
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
      position++;
      long number = RowNumber.of(partition, position);
      if (!involved.value().contains(number)) {
        return;
      }
      missing--;
      if (row.problem() != null) {
        throw changed("%s: %s".formatted(row.place(), row.problem()), null);
      }
      kvs.clear();
      try {
        encoders.encode(row, idBefore + position, this);
      } catch (LoadException e) {
        throw changed("%s: %s".formatted(row.place(), e.getMessage()), e);
      }
      pour.row(row, number, kvs, ready::add);
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
  static LoadException changed(String what, Throwable cause) {
    return new LoadException(
        ErrorCode.SOURCE_CHANGED,
        "the input changed between two reads of it (%s). Load from files, or a Dataset, that give the same rows in the same order each time; empty the table before the next load."
            .formatted(what),
        cause);
  }
}
