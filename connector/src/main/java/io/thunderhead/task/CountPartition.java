package io.thunderhead.task;

import io.thunderhead.rows.RowSource;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/** Counts the rows of one input partition. */
public final class CountPartition implements RowSource.Work<CountPartition.Result> {
  private static final long serialVersionUID = 1L;

  /** The rows of a partition, bad ones included. */
  public record Result(int partition, long rows) implements Serializable {}

  @Override
  public Iterator<Result> call(int partition, Iterator<InputRow> rows) {
    long count = 0;
    for (; rows.hasNext(); count++) {
      rows.next();
    }
    return List.of(new Result(partition, count)).iterator();
  }
}
