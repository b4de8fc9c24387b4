package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds CHECK constraints and foreign keys. */
final class ConstraintBuilder {
  private final TableInfo table;
  private final String databaseName;
  private final Settings settings;

  ConstraintBuilder(TableInfo table, String databaseName, Settings settings) {
    this.table = table;
    this.databaseName = databaseName;
    this.settings = settings;
  }

  /** TiDB stores nothing of a CHECK unless tidb_enable_check_constraint is on. */
  void addCheck(KeyDef key) {
    if (!settings.checkConstraint) {
      return;
    }
    KeyDef.CheckDef check = key.check();
    StoredExprs.checkGenerated(check.condition());
    Set<String> read = Exprs.columnNames(check.condition());
    List<Name> columns = new ArrayList<>();
    for (String name : read) {
      ColumnInfo column = table.column(name);
      if (column == null) {
        throw key.at().error("CHECK reads unknown column '" + name + "'", "name a column");
      }
      if (column.type.has(FieldType.AUTO_INCREMENT)) {
        throw key.at().error("CHECK reads AUTO_INCREMENT column '" + name + "'", "read another");
      }
      columns.add(new Name(name));
    }
    if (check.column() != null) {
      if (!read.equals(Set.of(check.column().lower()))) {
        throw key.at()
            .error(
                "CHECK of column '" + check.column() + "' reads another",
                "make it a CHECK of the table");
      }
      columns = List.of(check.column());
    }
    if (table.checks.stream().anyMatch(c -> c.name().matches(key.name()))) {
      throw key.at().error("CHECK name '" + key.name() + "' exists", "choose another one");
    }
    table.checks.add(
        new TableInfo.Check(
            ++table.maxCheckId,
            new Name(key.name()),
            table.name,
            List.copyOf(columns),
            check.enforced(),
            check.column() != null,
            ExprText.stored(check.condition())));
  }

  void addForeignKey(KeyDef key) {
    KeyDef.Reference reference = key.reference();
    if (key.parts().size() != reference.columns().size()) {
      throw key.at()
          .error(
              "foreign key of "
                  + key.parts().size()
                  + " columns refers to "
                  + reference.columns().size(),
              "name as many on both sides");
    }
    List<Name> columns = new ArrayList<>();
    for (KeyDef.Part part : key.parts()) {
      ColumnInfo column = part.expr() == null ? table.column(part.column()) : null;
      if (column == null) {
        throw part.at().error("foreign key names no column of the table", "name one");
      }
      if (column.isVirtual()) {
        throw part.at().error("foreign key on virtual column '" + column.name + "'", "use another");
      }
      columns.add(part.column());
    }
    long id = ++table.maxForeignKeyId;
    Name name = new Name(key.name().isEmpty() ? "fk_" + id : key.name());
    if (table.foreignKeys.stream().anyMatch(k -> k.name().matches(name))) {
      throw key.at().error("foreign key '" + name + "' exists", "choose another name");
    }
    String database = reference.table().database();
    table.foreignKeys.add(
        new TableInfo.ForeignKey(
            id,
            name,
            new Name(database == null ? databaseName : database),
            reference.table().name(),
            reference.columns(),
            List.copyOf(columns),
            reference.onDelete(),
            reference.onUpdate()));
  }

  /** A foreign key without an index that starts with its columns gets one of its own name. */
  void indexForeignKeys() {
    for (TableInfo.ForeignKey key : table.foreignKeys) {
      boolean isHandle =
          table.pkIsHandle
              && key.columns().size() == 1
              && table.handleColumn().name.matches(key.columns().get(0));
      if (isHandle || table.indexes.stream().anyMatch(index -> covers(index, key))) {
        continue;
      }
      IndexInfo index = new IndexInfo(key.name());
      for (Name name : key.columns()) {
        ColumnInfo column = table.column(name);
        index.parts.add(new IndexInfo.Part(column.name, column.offset, FieldType.UNSPECIFIED));
      }
      table.append(index);
    }
  }

  private static boolean covers(IndexInfo index, TableInfo.ForeignKey key) {
    if (index.parts.size() < key.columns().size()) {
      return false;
    }
    for (int i = 0; i < key.columns().size(); i++) {
      IndexInfo.Part part = index.parts.get(i);
      if (!part.name().matches(key.columns().get(i)) || part.length() != FieldType.UNSPECIFIED) {
        return false;
      }
    }
    return true;
  }
}
