package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies the changes of one ALTER TABLE to a copy of a table. The revision grows by the number of
 * times that TiDB writes the table on its way: once for each state of a column or index.
 */
final class TableAlterer {
  private static final int COLUMN_STATES = 4;
  private static final int DROP_STATES = 4;

  /** Three states of the index, three of its backfill, public. */
  private static final int ADD_INDEX_STATES = 7;

  private final TableInfo table;
  private final Settings settings;
  private final String databaseName;
  private final boolean several;
  private final OptionAlterer options;
  private boolean indexesAdded;

  TableAlterer(
      TableInfo table,
      Settings settings,
      String databaseName,
      boolean several,
      AllocatorAlterer allocators) {
    this.table = table;
    this.settings = settings;
    this.databaseName = databaseName;
    this.several = several;
    this.options = new OptionAlterer(table, allocators);
  }

  /** Applies all but renames of the table and partition changes, which need ids and the catalog. */
  void apply(AlterSpec spec) {
    if (spec instanceof AlterSpec.AddColumn s) {
      addColumn(s);
    } else if (spec instanceof AlterSpec.DropColumn s) {
      dropColumn(s);
    } else if (spec instanceof AlterSpec.ModifyColumn s) {
      if (table.column(s.from()) != null || !s.ifExists()) {
        new ColumnModifier(table, settings).modify(s);
        table.revision += several ? 2 : 1;
      }
    } else if (spec instanceof AlterSpec.RenameColumn s) {
      new ColumnModifier(table, settings).rename(s);
      table.revision += several ? 2 : 1;
    } else if (spec instanceof AlterSpec.AlterDefault s) {
      alterDefault(s);
    } else if (spec instanceof AlterSpec.AddKey s) {
      addKey(s.key());
    } else if (spec instanceof AlterSpec.DropIndex s) {
      dropIndex(s);
    } else if (spec instanceof AlterSpec.RenameIndex s) {
      renameIndex(s);
    } else if (spec instanceof AlterSpec.IndexVisibility s) {
      visibility(s);
    } else if (spec instanceof AlterSpec.Options s) {
      options.apply(s);
    } else {
      constraint(spec);
    }
  }

  private ColumnInfo visible(Name name, Position at) {
    ColumnInfo column = table.column(name);
    if (column == null || column.hidden) {
      throw at.error("column '" + name + "' does not exist", "name a column of the table");
    }
    return column;
  }

  private void addColumn(AlterSpec.AddColumn spec) {
    ColumnDef def = spec.column();
    if (table.column(def.name()) != null) {
      if (spec.ifNotExists()) {
        return;
      }
      throw def.at().error("column '" + def.name() + "' exists", "choose another name");
    }
    for (ColumnDef.Option option : def.options()) {
      if (option instanceof ColumnDef.Option.AutoIncrement
          || option instanceof ColumnDef.Option.AutoRandom
          || option instanceof ColumnDef.Option.PrimaryKey
          || option instanceof ColumnDef.Option.Unique) {
        throw def.at()
            .error(
                "ADD COLUMN '" + def.name() + "' with a key or ids of its own",
                "TiDB takes those in CREATE TABLE only");
      }
      if (option instanceof ColumnDef.Option.Generated o && o.stored()) {
        throw def.at()
            .error("ADD COLUMN '" + def.name() + "' STORED", "TiDB adds VIRTUAL columns only");
      }
    }
    ColumnBuilder.Built built =
        new ColumnBuilder(settings, table.charset, table.collate).build(def, false);
    ColumnInfo column = built.column();
    column.originDefault = OriginDefault.of(column, table.updateTimestamp, def.at());
    table.append(column);
    ConstraintBuilder constraints = new ConstraintBuilder(table, databaseName, settings);
    built.keys().forEach(constraints::addCheck);
    if (spec.place() != null) {
      place(column, spec.place());
    }
    GeneratedColumns.check(table, column, def.at());
    table.revision += COLUMN_STATES;
  }

  private void place(ColumnInfo column, AlterSpec.Place place) {
    if (place.after() == null) {
      table.move(column, 0);
      return;
    }
    ColumnInfo after = visible(place.after(), place.at());
    table.move(column, column.offset <= after.offset ? after.offset : after.offset + 1);
  }

  private void dropColumn(AlterSpec.DropColumn spec) {
    if (table.column(spec.name()) == null && spec.ifExists()) {
      return;
    }
    ColumnInfo column = visible(spec.name(), spec.at());
    checkDroppable(column, spec.at());
    for (IndexInfo index : List.copyOf(table.indexes)) {
      if (index.contains(column)) {
        table.indexes.remove(index);
      }
    }
    table.checks.removeIf(
        check -> check.columns().size() == 1 && check.columns().get(0).matches(column.name));
    table.remove(column);
    table.revision += DROP_STATES + (several ? 1 : 0);
  }

  private void checkDroppable(ColumnInfo column, Position at) {
    String name = column.name.original();
    if (table.columns.stream().filter(c -> !c.hidden).count() == 1) {
      throw at.error("column '" + name + "' is the last one", "drop the table");
    }
    if (column.type.has(FieldType.PRI_KEY)) {
      throw at.error("column '" + name + "' is in the primary key", "create the table anew");
    }
    ColumnInfo reader = GeneratedColumns.reader(table, column);
    if (reader != null) {
      throw at.error("column '" + name + "' is read by '" + reader.name + "'", "drop that first");
    }
    for (IndexInfo index : table.indexes) {
      if (index.contains(column) && index.parts.size() > 1) {
        throw at.error(
            "column '" + name + "' is in index '" + index.name + "' with others",
            "drop the index first");
      }
      if (index.conditionColumns.stream().anyMatch(p -> p.name().matches(column.name))) {
        throw at.error(
            "column '" + name + "' is read by index '" + index.name + "'", "drop the index first");
      }
    }
    if (table.partition != null && table.partition.keyColumns().contains(column.name.lower())) {
      throw at.error("column '" + name + "' is a partition column", "create the table anew");
    }
    if (table.ttl != null && table.ttl.column().matches(column.name)) {
      throw at.error("column '" + name + "' is the TTL column", "remove TTL first");
    }
    for (TableInfo.ForeignKey key : table.foreignKeys) {
      if (key.columns().stream().anyMatch(c -> c.matches(column.name))) {
        throw at.error(
            "column '" + name + "' is in foreign key '" + key.name() + "'", "drop that first");
      }
    }
    for (TableInfo.Check check : table.checks) {
      if (check.columns().size() > 1
          && check.columns().stream().anyMatch(c -> c.matches(column.name))) {
        throw at.error("column '" + name + "' is in CHECK '" + check.name() + "'", "drop it first");
      }
    }
  }

  private void alterDefault(AlterSpec.AlterDefault spec) {
    ColumnInfo column = visible(spec.column(), spec.at());
    if (column.isGenerated()) {
      throw spec.at().error("default of generated column '" + column.name + "'", "leave it");
    }
    if (spec.value() == null) {
      column.defaultValue = null;
      column.defaultIsExpr = false;
      column.type.add(FieldType.NO_DEFAULT);
    } else {
      new DefaultValues(settings).apply(column, spec.value());
      if (column.defaultValue == null && column.type.has(FieldType.NOT_NULL)) {
        throw spec.at().error("DEFAULT NULL of NOT NULL column '" + column.name + "'", "write one");
      }
      column.type.remove(FieldType.NO_DEFAULT);
    }
    table.revision++;
  }

  private void addKey(KeyDef key) {
    switch (key.kind()) {
      case FOREIGN -> addForeignKey(key);
      case CHECK -> addCheck(key);
      case PRIMARY -> addPrimaryKey(key);
      default -> addIndex(key);
    }
  }

  private void addPrimaryKey(KeyDef key) {
    if (table.pkIsHandle || table.primaryIndex() != null) {
      throw key.at().error("second primary key", "keep one");
    }
    if (Boolean.TRUE.equals(key.options().clustered())) {
      throw key.at().error("ADD PRIMARY KEY CLUSTERED", "TiDB clusters in CREATE TABLE only");
    }
    IndexInfo index = new IndexBuilder(table).build(key);
    table.append(index);
    for (IndexInfo.Part part : index.parts) {
      ColumnInfo column = table.columns.get(part.offset());
      if (column.isVirtual()) {
        throw key.at().error("virtual column '" + column.name + "' in a primary key", "store it");
      }
      column.type.add(FieldType.PRI_KEY | FieldType.NOT_NULL);
    }
    countIndex();
    checkPartitioned(key);
  }

  private void addIndex(KeyDef key) {
    IndexBuilder builder = new IndexBuilder(table);
    KeyDef named = key.name().isEmpty() ? key.named(builder.freeName(key)) : key;
    if (table.index(new Name(named.name())) != null) {
      if (key.ifNotExists()) {
        return;
      }
      throw key.at().error("index '" + named.name() + "' exists", "choose another name");
    }
    IndexInfo index = builder.build(builder.withHiddenColumns(named));
    table.append(index);
    IndexBuilder.addFlags(table, index);
    countIndex();
    checkPartitioned(key);
  }

  /** TiDB backfills the indexes of one statement together. */
  private void countIndex() {
    if (!indexesAdded) {
      table.revision += ADD_INDEX_STATES;
      indexesAdded = true;
    }
  }

  private void checkPartitioned(KeyDef key) {
    if (table.partition == null) {
      TableBuilder.checkNoGlobal(table, key.at());
    } else {
      new PartitionBuilder(table, settings).checkUniqueKeys(key.at());
    }
  }

  private void addForeignKey(KeyDef key) {
    int indexesBefore = table.indexes.size();
    ConstraintBuilder constraints = new ConstraintBuilder(table, databaseName, settings);
    constraints.addForeignKey(key);
    constraints.indexForeignKeys();
    if (table.indexes.size() > indexesBefore) {
      IndexBuilder.addFlags(table, table.indexes.get(indexesBefore));
      countIndex();
    }
    table.revision += 3;
  }

  private void addCheck(KeyDef key) {
    if (!settings.checkConstraint) {
      return;
    }
    Set<String> taken = new HashSet<>();
    table.checks.forEach(check -> taken.add(check.name().lower()));
    int number = 1;
    while (key.name().isEmpty() && taken.contains(table.name.lower() + "_chk_" + number)) {
      number++;
    }
    KeyDef named = key.name().isEmpty() ? key.named(table.name.lower() + "_chk_" + number) : key;
    new ConstraintBuilder(table, databaseName, settings).addCheck(named);
    table.revision += 3;
  }

  private IndexInfo index(Name name, Position at) {
    IndexInfo index = table.index(name);
    if (index == null) {
      throw at.error("index '" + name + "' does not exist", "name an index of the table");
    }
    return index;
  }

  private void dropIndex(AlterSpec.DropIndex spec) {
    if (table.index(spec.name()) == null && spec.ifExists()) {
      return;
    }
    if (spec.name().matches(IndexBuilder.PRIMARY) && table.clustered()) {
      throw spec.at().error("DROP of a clustered primary key", "create the table anew");
    }
    IndexInfo index = index(spec.name(), spec.at());
    IndexBuilder.removeFlags(table, index);
    List<ColumnInfo> hidden = new ArrayList<>();
    for (IndexInfo.Part part : index.parts) {
      ColumnInfo column = table.columns.get(part.offset());
      if (column.hidden) {
        hidden.add(column);
      }
    }
    table.indexes.remove(index);
    hidden.forEach(table::remove);
    table.revision += DROP_STATES + (several ? 1 : 0);
  }

  private void renameIndex(AlterSpec.RenameIndex spec) {
    IndexInfo index = index(spec.from(), spec.at());
    IndexInfo other = table.index(spec.to());
    if (other != null && other != index) {
      throw spec.at().error("index '" + spec.to() + "' exists", "choose another name");
    }
    if (index.primary || spec.to().matches(IndexBuilder.PRIMARY)) {
      throw spec.at().error("rename of or to PRIMARY", "leave the primary key as it is");
    }
    boolean expression = index.parts.stream().anyMatch(p -> table.columns.get(p.offset()).hidden);
    if (expression) {
      throw spec.at().error("rename of expression index '" + index.name + "'", "drop and add it");
    }
    index.name = spec.to();
    table.revision++;
  }

  private void visibility(AlterSpec.IndexVisibility spec) {
    IndexInfo index = index(spec.name(), spec.at());
    if (index.primary && spec.invisible()) {
      throw spec.at().error("INVISIBLE primary key", "leave it visible");
    }
    index.invisible = spec.invisible();
    table.revision++;
  }

  private void constraint(AlterSpec spec) {
    if (spec instanceof AlterSpec.DropForeignKey s) {
      if (!table.foreignKeys.removeIf(key -> key.name().matches(s.name()))) {
        throw s.at().error("foreign key '" + s.name() + "' does not exist", "name one that does");
      }
      table.revision++;
    } else if (spec instanceof AlterSpec.DropCheck s) {
      if (!table.checks.removeIf(check -> check.name().matches(s.name()))) {
        throw s.at().error("CHECK '" + s.name() + "' does not exist", "name one that does");
      }
      table.revision += 2;
    } else if (spec instanceof AlterSpec.EnforceCheck s) {
      enforce(s);
    } else {
      throw spec.at().error("this change stands among others", "give it a statement of its own");
    }
  }

  private void enforce(AlterSpec.EnforceCheck spec) {
    for (int i = 0; i < table.checks.size(); i++) {
      TableInfo.Check c = table.checks.get(i);
      if (c.name().matches(spec.name())) {
        table.checks.set(
            i,
            new TableInfo.Check(
                c.id(), c.name(), c.table(), c.columns(), spec.enforced(), c.inColumn(), c.expr()));
        table.revision += spec.enforced() ? 3 : 1;
        return;
      }
    }
    throw spec.at().error("CHECK '" + spec.name() + "' does not exist", "name one that does");
  }
}
