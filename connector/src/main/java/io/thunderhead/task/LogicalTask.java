package io.thunderhead.task;

import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowFile;
import io.thunderhead.aside.BadRowLog;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.BatchWriter;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.source.EngineRow;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** One attempt of a task that writes a part of the rows by SQL. Not thread-safe. */
public final class LogicalTask implements AutoCloseable {
  private final BadRowFile badFile;
  private final BadRowLog bad;
  private final BatchWriter writer;
  private final EngineRow view;

  /** What goes to the executors. */
  public record Setting(LogicalPlan plan, BadRowSettings badRows) implements Serializable {}

  /**
   * What an attempt did.
   *
   * @param badRows rows that were set aside
   * @param badFile name of the attempt's file of them, null when there are none
   */
  public record Result(BatchWriter.Result read, BadRowCounts badRows, String badFile)
      implements Serializable {}

  /**
   * @param schema of the rows of {@link #write(InternalRow)}, null when rows come as {@link
   *     InputRow}s
   */
  public LogicalTask(Setting setting, int part, long attempt, StructType schema) {
    this.view = schema == null ? null : new EngineRow(schema);
    this.badFile = new BadRowFile(setting.badRows(), part, attempt);
    this.bad =
        new BadRowLog(setting.badRows(), setting.badRows().folder() == null ? null : badFile);
    this.writer = new BatchWriter(setting.plan(), part, new Log(bad, setting.badRows()));
  }

  /** Gives bad rows to the file of the attempt. */
  private record Log(BadRowLog log, BadRowSettings settings) implements BatchWriter.BadRows {
    @Override
    public void add(InputRow row) {
      log.add(row);
    }

    @Override
    public void add(InputRow row, LoadException why) {
      log.add(row, why);
    }

    @Override
    public long room() {
      return settings.limit() - log.counts().total();
    }

    @Override
    public void checkAll(long total) {
      settings.check(total);
    }
  }

  /** Takes the next row. */
  void write(InputRow row) {
    try {
      writer.write(row);
    } catch (LoadException e) {
      throw e.portable();
    }
  }

  /** Takes the next row of a DataFrame. */
  public void write(InternalRow row) {
    write(view.of(row));
  }

  /** Writes what is left and returns what was done. */
  public Result finish() {
    try {
      BatchWriter.Result read = writer.finish();
      bad.close();
      return new Result(read, bad.counts(), bad.counts().total() == 0 ? null : badFile.name());
    } catch (LoadException e) {
      throw e.portable();
    }
  }

  /** Drops what is not committed. */
  @Override
  public void close() {
    writer.close();
    bad.close();
  }
}
