package io.thunderhead.input;

import io.thunderhead.type.InputColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which column of the table each field goes to.
 *
 * @param byPosition the user's list, which counts before the names that files have; {@code @name}
 *     for a field that goes to none; empty to take the files' names
 * @param ignored names that go to no column, in lower case
 */
public record ColumnNames(List<String> byPosition, Set<String> ignored) implements Serializable {
  /** Fields keep the names that files have. */
  public static final ColumnNames OF_FILE = new ColumnNames(List.of(), Set.of());

  /** Takes copies. */
  public ColumnNames {
    byPosition = List.copyOf(byPosition);
    ignored = ignored.stream().map(ColumnNames::lower).collect(Collectors.toUnmodifiableSet());
  }

  /** Tells whether fields keep the names that files have. */
  boolean isPlain() {
    return byPosition.isEmpty() && ignored.isEmpty();
  }

  /** Returns names of which some go to no column. */
  public ColumnNames without(Set<String> columns) {
    Set<String> all = new HashSet<>(ignored);
    all.addAll(columns);
    return new ColumnNames(byPosition, all);
  }

  /** Returns what expressions call a file's fields; null for fields without a name. */
  public List<String> shown(InputColumns columns) {
    List<String> shown = new ArrayList<>(columns.names());
    for (int i = 0; i < Math.min(byPosition.size(), shown.size()); i++) {
      shown.set(i, byPosition.get(i));
    }
    return shown;
  }

  /** Tells whether a name of the user's list is that of a variable. */
  public static boolean isVariable(String name) {
    return name != null && name.startsWith("@");
  }

  /** Returns the user's list with null for variables. */
  List<String> columns() {
    return byPosition.stream()
        .map(name -> isVariable(name) ? null : name)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Returns a file's columns by the names that count. */
  public InputColumns of(InputColumns columns) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.names().get(i);
      if (!byPosition.isEmpty()) {
        name = i < byPosition.size() ? byPosition.get(i) : null;
      }
      boolean dropped = name == null || isVariable(name) || ignored.contains(lower(name));
      names.add(dropped ? null : name);
    }
    return new InputColumns(names, columns.kinds());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
