package io.thunderhead.task;

import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.logical.RowTrial;
import io.thunderhead.rows.RowSource;
import io.thunderhead.type.InputRow;
import java.util.Iterator;
import java.util.List;

/** Makes the SQL of the rows of one input partition and sends none of it. */
public final class TrialPartition implements RowSource.Work<RowTrial.Result> {
  private static final long serialVersionUID = 1L;

  private final LogicalPlan plan;

  public TrialPartition(LogicalPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<RowTrial.Result> call(int partition, Iterator<InputRow> rows) {
    RowTrial trial = new RowTrial(plan);
    while (rows.hasNext()) {
      trial.take(rows.next());
    }
    return List.of(trial.result()).iterator();
  }
}
