package io.thunderhead.verify;

import io.thunderhead.encode.InputValues;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rows.RowSource;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** The rows that a load makes of files. Rows that it cannot store are counted, not compared. */
final class FileSide implements Side {
  private final String name;
  private final RowSource source;

  /**
   * @param source as it is read for the table
   */
  FileSide(String name, RowSource source) {
    this.name = name;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public <T> JavaRDD<T> read(Shape shape, Work<T> work) {
    return source.mapPartitions(
        (part, rows) -> {
          try {
            return work.call(part, new FileRows(shape, rows));
          } catch (LoadException e) {
            throw e.portable();
          }
        });
  }

  @Override
  public boolean moves() {
    return false;
  }

  @Override
  public Side renewed() {
    return this;
  }

  private static final class FileRows implements ComparedRows {
    private final Iterator<InputRow> rows;
    private final InputValues values;
    private final int[] offsets;
    private final BitSet unknown = new BitSet();
    private final List<String> firstBad = new ArrayList<>();
    private InputRow row;
    private long bad;

    FileRows(Shape shape, Iterator<InputRow> rows) {
      this.rows = rows;
      this.values = new InputValues(shape.table(), shape.settings());
      this.offsets = shape.columns().stream().mapToInt(each -> each.offset()).toArray();
    }

    @Override
    public boolean next() {
      while (rows.hasNext()) {
        row = rows.next();
        if (row.problem() != null) {
          note(row.problem());
        } else if (load()) {
          values.noteUnknown(row, unknown);
          return true;
        }
      }
      return false;
    }

    private boolean load() {
      try {
        values.load(row);
        return true;
      } catch (LoadException e) {
        if (e.code() != ErrorCode.BAD_ROW) {
          throw e;
        }
        note(e.getMessage());
        return false;
      }
    }

    private void note(String reason) {
      bad++;
      if (firstBad.size() < Tally.BAD_TOLD) {
        firstBad.add(row.place() + ": " + reason);
      }
    }

    @Override
    public Datum value(int index) {
      return values.value(offsets[index]);
    }

    @Override
    public String place() {
      return row.place();
    }

    @Override
    public Tally tally() {
      return new Tally(bad, firstBad, (BitSet) unknown.clone());
    }
  }
}
