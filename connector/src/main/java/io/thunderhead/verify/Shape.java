package io.thunderhead.verify;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of a table is compared.
 *
 * @param settings how values of the source were converted for the table
 * @param columns that are compared
 * @param key places among {@code columns} of those that tell rows apart; empty when rows are only
 *     told apart by all their values
 */
record Shape(TableInfo table, EncodeSettings settings, List<ColumnInfo> columns, List<Integer> key)
    implements Serializable {
  Shape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Returns all columns that a table stores, public and visible ones. */
  static Shape of(TableInfo table, EncodeSettings settings) {
    return of(
        table,
        settings,
        table.columns().stream()
            .filter(each -> each.state() == SchemaState.PUBLIC && !each.hidden())
            .filter(each -> !each.generated() || each.generatedStored())
            .toList());
  }

  private static Shape of(TableInfo table, EncodeSettings settings, List<ColumnInfo> columns) {
    List<ColumnInfo> key = keyOf(table);
    return new Shape(
        table,
        settings,
        columns,
        columns.containsAll(key) ? key.stream().map(columns::indexOf).toList() : List.of());
  }

  /** Returns the columns of the primary key, else of a unique key without NULL; empty for none. */
  private static List<ColumnInfo> keyOf(TableInfo table) {
    List<ColumnInfo> primary =
        table.columns().stream().filter(each -> each.type().primaryKey()).toList();
    if (!primary.isEmpty()) {
      return primary;
    }
    for (IndexInfo index : table.indexes()) {
      List<ColumnInfo> columns =
          index.columns().stream().map(each -> table.columns().get(each.offset())).toList();
      if (index.unique()
          && index.state() == SchemaState.PUBLIC
          && index.condition().isEmpty()
          && columns.stream().allMatch(Shape::canBeKey)) {
        return columns;
      }
    }
    return List.of();
  }

  private static boolean canBeKey(ColumnInfo column) {
    return column.type().notNull()
        && !column.hidden()
        && !column.type().array()
        && column.type().tp() != FieldType.JSON;
  }

  /** Returns the shape without some columns, by their offsets. */
  Shape without(BitSet offsets) {
    return of(
        table, settings, columns.stream().filter(each -> !offsets.get(each.offset())).toList());
  }

  /** Returns the shape with the values read under other settings. */
  Shape with(EncodeSettings other) {
    return new Shape(table, other, columns, key);
  }

  /** Returns the places of all columns that are not of the key. */
  List<Integer> rest() {
    return IntStream.range(0, columns.size()).boxed().filter(i -> !key.contains(i)).toList();
  }
}
