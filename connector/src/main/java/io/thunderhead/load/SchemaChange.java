package io.thunderhead.load;

import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What DDL changed in a table between two looks at it. */
final class SchemaChange {
  private SchemaChange() {}

  /** Returns what differs, one phrase each; empty when rows of one look fit the other. */
  static List<String> between(FoundTable before, FoundTable now) {
    List<String> changes = new ArrayList<>();
    TableInfo then = before.table();
    TableInfo table = now.table();
    if (then.id() != table.id()) {
      changes.add(
          "table id %d became %d, it was truncated, or dropped and created again"
              .formatted(then.id(), table.id()));
      return changes;
    }
    if (before.database().id() != now.database().id()) {
      changes.add(
          "database id %d became %d".formatted(before.database().id(), now.database().id()));
    }
    if (then.equals(table)) {
      return changes;
    }
    named(changes, "column", then.columns(), table.columns(), each -> each.name());
    named(changes, "index", then.indexes(), table.indexes(), each -> each.name());
    if (!Objects.equals(then.partition(), table.partition())) {
      partitions(changes, then, table);
    }
    if (then.mode() != table.mode()) {
      changes.add("table mode %d became %d".formatted(then.mode(), table.mode()));
    }
    if (changes.isEmpty()) {
      changes.add("options of the table");
    }
    return changes;
  }

  private static void partitions(List<String> changes, TableInfo then, TableInfo now) {
    int before = changes.size();
    if (then.partition() != null && now.partition() != null) {
      named(
          changes,
          "partition",
          then.partition().definitions(),
          now.partition().definitions(),
          each -> each.name());
    }
    if (changes.size() == before) {
      changes.add("the partitioning");
    }
  }

  private static <T> void named(
      List<String> changes, String kind, List<T> then, List<T> now, Function<T, String> name) {
    Map<String, T> before = new LinkedHashMap<>();
    then.forEach(each -> before.put(name.apply(each), each));
    for (T each : now) {
      T old = before.remove(name.apply(each));
      if (!each.equals(old)) {
        changes.add(
            "%s %s was %s".formatted(kind, name.apply(each), old == null ? "added" : "changed"));
      }
    }
    before.keySet().forEach(gone -> changes.add("%s %s was dropped".formatted(kind, gone)));
  }
}
