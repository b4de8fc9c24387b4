package io.thunderhead.input;

import io.thunderhead.source.SourceRow;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A row of a file under the names that count, behind the constants of its file. */
final class NamedRow implements InputRow {
  private final SourceRow row;
  private final ColumnNames names;
  private final List<String> constantNames;
  private final List<String> constants;
  private InputColumns lastOfFile;
  private InputColumns columns;

  NamedRow(SourceRow row, ColumnNames names, Map<String, String> constants) {
    this.row = row;
    this.names = names;
    this.constantNames = List.copyOf(constants.keySet());
    this.constants = List.copyOf(constants.values());
  }

  @Override
  public InputColumns columns() {
    if (!row.columns().equals(lastOfFile)) {
      lastOfFile = row.columns();
      InputColumns named = names.of(lastOfFile);
      List<String> all = new ArrayList<>(constantNames);
      List<SourceKind> kinds = new ArrayList<>();
      constantNames.forEach(name -> kinds.add(SourceKind.TEXT));
      all.addAll(named.names());
      kinds.addAll(named.kinds());
      InputColumns next = new InputColumns(all, kinds);
      columns = next.equals(columns) ? columns : next;
    }
    return columns;
  }

  @Override
  public int length() {
    return constants.size() + row.length();
  }

  @Override
  public boolean isNull(int index) {
    return index >= constants.size() && row.isNull(index - constants.size());
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    if (index < constants.size()) {
      type.fromText(constants.get(index), out);
    } else {
      row.read(index - constants.size(), type, out);
    }
  }

  @Override
  public String text(int index) {
    return index < constants.size() ? constants.get(index) : row.text(index - constants.size());
  }

  @Override
  public String problem() {
    return row.problem();
  }

  @Override
  public BadRowKind problemKind() {
    return row.problemKind();
  }

  @Override
  public boolean hasSurplus() {
    return row.hasSurplus();
  }

  @Override
  public String place() {
    return row.place();
  }
}
