package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.List;

/** An index of a table, kv-encoding 6.3 IndexInfo; all indexes here are public. */
final class IndexInfo {
  static final int BTREE = 1;

  /** A column of an index; {@code length} of the prefix, -1 for whole values. */
  record Part(Name name, int offset, int length) {}

  long id;
  Name name;
  List<Part> parts = new ArrayList<>();
  String comment = "";
  int type = BTREE;
  boolean unique;
  boolean primary;
  boolean invisible;
  boolean global;
  boolean multiValued;
  int globalVersion;

  /** Condition of a partial index as text, empty for none. */
  String condition = "";

  /** Columns that the condition reads. */
  List<Part> conditionColumns = List.of();

  IndexInfo(Name name) {
    this.name = name;
  }

  boolean startsWith(ColumnInfo column) {
    return parts.get(0).name().matches(column.name);
  }

  boolean contains(ColumnInfo column) {
    return parts.stream().anyMatch(part -> part.name().matches(column.name));
  }

  IndexInfo copy() {
    IndexInfo copy = new IndexInfo(name);
    copy.id = id;
    copy.parts = new ArrayList<>(parts);
    copy.comment = comment;
    copy.type = type;
    copy.unique = unique;
    copy.primary = primary;
    copy.invisible = invisible;
    copy.global = global;
    copy.multiValued = multiValued;
    copy.globalVersion = globalVersion;
    copy.condition = condition;
    copy.conditionColumns = conditionColumns;
    return copy;
  }
}
