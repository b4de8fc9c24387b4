package io.thunderhead.logical;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.Utf8;
import java.io.Serializable;

/** Makes the SQL of rows and sends none of it. Not thread-safe. */
public final class RowTrial {
  private final RowText text;
  private final StringBuilder written = new StringBuilder();
  private long rows;
  private long bad;
  private long bytes;

  /**
   * What was read.
   *
   * @param rows bad ones included
   * @param bytes of the values of the others, as UTF-8
   */
  public record Result(long rows, long bad, long bytes) implements Serializable {
    /** Returns both as one. */
    public Result plus(Result other) {
      return new Result(rows + other.rows, bad + other.bad, bytes + other.bytes);
    }
  }

  /** Makes a trial of rows for the target of a plan. */
  public RowTrial(LogicalPlan plan) {
    this.text = new RowText(plan.target().table(), plan.encode());
  }

  /**
   * Takes the next row.
   *
   * @throws LoadException SOURCE_SCHEMA_INVALID when its columns do not fit the table
   */
  public void take(InputRow row) {
    rows++;
    written.setLength(0);
    try {
      if (row.problem() != null) {
        bad++;
        return;
      }
      text.write(row, written);
      bytes += Utf8.length(written);
    } catch (LoadException e) {
      if (e.code() != ErrorCode.BAD_ROW) {
        throw e;
      }
      bad++;
    }
  }

  /** Returns what was read so far. */
  public Result result() {
    return new Result(rows, bad, bytes);
  }
}
