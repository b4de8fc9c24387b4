package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where each table column is in the input; names are compared without case. */
final class InputPositions {
  private final TableInfo table;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  InputPositions(TableInfo table, InputColumns input) {
    this.table = table;
    int position = -1;
    for (String name : input.names()) {
      position++;
      if (name == null) {
        continue;
      }
      if (positions.put(lower(name), position) != null) {
        problems.add("column '" + name + "' is there twice");
      } else if (!isRowId(name)
          && table.columns().stream().noneMatch(each -> matches(each, name))) {
        problems.add("the table has no column '" + name + "'" + nearest(name));
      }
    }
  }

  /** Returns the position of a column in the input, -1 when the input does not have it. */
  int position(ColumnInfo column) {
    return positions.getOrDefault(lower(column.name()), -1);
  }

  /** Tells whether the input has a column. */
  boolean has(ColumnInfo column) {
    return position(column) >= 0;
  }

  /** Tells whether the input brings row ids of a table that has them (kv-encoding 8.6). */
  boolean hasRowIds() {
    return table.hasRowId() && positions.containsKey(ColumnInfo.ROW_ID);
  }

  private boolean isRowId(String name) {
    return table.hasRowId() && lower(name).equals(ColumnInfo.ROW_ID);
  }

  /**
   * Notes a column whose input is of a kind that its type cannot take.
   *
   * @param kind null when each value says so itself
   */
  void checkKind(ColumnInfo column, ColumnType type, SourceKind kind) {
    if (kind != null && !type.accepts(kind)) {
      addProblem(
          "column '"
              + column.name()
              + "' is "
              + kind.name().toLowerCase(Locale.ROOT)
              + ", which "
              + column.type().sql()
              + " cannot take");
    }
  }

  /** Notes something that is wrong with the input. */
  void addProblem(String problem) {
    problems.add(problem);
  }

  /**
   * Fails when anything is wrong.
   *
   * @throws LoadException SOURCE_SCHEMA_INVALID with all problems
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_SCHEMA_INVALID,
          "the input does not fit table "
              + table.name()
              + ": "
              + String.join("; ", problems)
              + "; rename, add or drop columns of the input");
    }
  }

  private String nearest(String name) {
    String best = null;
    int bestDistance = Math.max(1, name.length() / 2) + 1;
    for (ColumnInfo column : table.columns()) {
      int distance = distance(lower(name), lower(column.name()));
      if (distance < bestDistance) {
        best = column.name();
        bestDistance = distance;
      }
    }
    return best == null ? "" : " (the nearest is '" + best + "')";
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }

  private static boolean matches(ColumnInfo column, String name) {
    return lower(column.name()).equals(lower(name));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
