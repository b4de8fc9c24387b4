package io.thunderhead.rows;

import io.thunderhead.input.ColumnNames;
import io.thunderhead.source.FrameRow;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SourceKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Computed columns, then those of a file, whose last may be missing. */
public final class ComputedRow implements InputRow {
  private final FrameRow computed;
  private final SourceRow ofFile;
  private final ColumnNames names;
  private final int count;
  private InputColumns lastOfFile;
  private InputColumns columns;

  ComputedRow(FrameRow computed, SourceRow ofFile, ColumnNames names) {
    this.computed = computed;
    this.ofFile = ofFile;
    this.names = names;
    this.count = computed.length();
  }

  /** Takes the next computed values; those of the file are in their row. */
  ComputedRow of(Row next) {
    computed.of(next);
    return this;
  }

  static InputColumns columns(InputColumns computed, InputColumns named) {
    List<String> all = new ArrayList<>(computed.names());
    List<SourceKind> kinds = new ArrayList<>(computed.kinds());
    all.addAll(named.names());
    kinds.addAll(named.kinds());
    return new InputColumns(all, kinds);
  }

  @Override
  public InputColumns columns() {
    if (!ofFile.columns().equals(lastOfFile)) {
      lastOfFile = ofFile.columns();
      columns = columns(computed.columns(), names.of(lastOfFile));
    }
    return columns;
  }

  @Override
  public int length() {
    return count + ofFile.length();
  }

  @Override
  public boolean isNull(int index) {
    return index < count ? computed.isNull(index) : ofFile.isNull(index - count);
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    if (index < count) {
      computed.read(index, type, out);
    } else {
      ofFile.read(index - count, type, out);
    }
  }

  @Override
  public String text(int index) {
    return index < count ? computed.text(index) : ofFile.text(index - count);
  }

  @Override
  public String problem() {
    return ofFile.problem();
  }

  @Override
  public BadRowKind problemKind() {
    return ofFile.problemKind();
  }

  @Override
  public boolean hasSurplus() {
    return ofFile.hasSurplus();
  }

  @Override
  public String place() {
    return ofFile.place();
  }
}
