package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** MODIFY, CHANGE and RENAME of columns whose stored bytes stay as they are. */
final class ColumnModifier {
  private static final long KEY_FLAGS =
      FieldType.PRI_KEY | FieldType.UNIQUE_KEY | FieldType.MULTIPLE_KEY;

  private final TableInfo table;
  private final Settings settings;

  ColumnModifier(TableInfo table, Settings settings) {
    this.table = table;
    this.settings = settings;
  }

  private ColumnInfo existing(Name name, Position at) {
    ColumnInfo column = table.column(name);
    if (column == null || column.hidden) {
      throw at.error("column '" + name + "' does not exist", "name a column of the table");
    }
    return column;
  }

  void rename(AlterSpec.RenameColumn spec) {
    ColumnInfo column = existing(spec.from(), spec.at());
    renamed(column, spec.to(), spec.at());
    column.name = spec.to();
  }

  void modify(AlterSpec.ModifyColumn spec) {
    ColumnInfo old = existing(spec.from(), spec.at());
    for (ColumnDef.Option option : spec.to().options()) {
      if (option instanceof ColumnDef.Option.PrimaryKey
          || option instanceof ColumnDef.Option.Unique
          || option instanceof ColumnDef.Option.Check) {
        throw spec.to().at().error("key or CHECK in MODIFY COLUMN", "add it by itself");
      }
    }
    ColumnInfo changed =
        new ColumnBuilder(settings, table.charset, table.collate)
            .build(spec.to(), old.type.has(FieldType.PRI_KEY))
            .column();
    FieldType type = changed.type;
    type.add(old.type.flag & KEY_FLAGS);
    if (old.type.has(FieldType.PRI_KEY)) {
      type.add(FieldType.NOT_NULL);
      ColumnBuilder.setNoDefault(type, changed.defaultValue != null);
    }
    checkSameStorage(old, changed, spec.at());
    checkIds(old, changed, spec);
    changed.id = old.id;
    changed.offset = old.offset;
    changed.originDefault = old.originDefault;
    boolean sameKind = (old.dependences == null) == (changed.dependences == null);
    if (!sameKind || old.generatedStored != changed.generatedStored) {
      throw spec.at().error("MODIFY between stored and generated column", "add a new column");
    }
    if (!old.name.matches(changed.name) || !old.name.equals(changed.name)) {
      renamed(old, changed.name, spec.at());
    }
    table.columns.set(old.offset, changed);
    if (spec.place() != null) {
      place(changed, spec.place());
    }
    for (ColumnInfo column : table.columns) {
      GeneratedColumns.check(table, column, spec.at());
    }
  }

  private void place(ColumnInfo column, AlterSpec.Place place) {
    if (place.after() == null) {
      table.move(column, 0);
      return;
    }
    ColumnInfo after = existing(place.after(), place.at());
    if (after == column) {
      throw place.at().error("column '" + column.name + "' after itself", "name another");
    }
    table.move(column, column.offset <= after.offset ? after.offset : after.offset + 1);
  }

  private void checkIds(ColumnInfo old, ColumnInfo changed, AlterSpec.ModifyColumn spec) {
    boolean was = old.type.has(FieldType.AUTO_INCREMENT);
    if (was != changed.type.has(FieldType.AUTO_INCREMENT)) {
      throw spec.at()
          .error("MODIFY that adds or drops AUTO_INCREMENT", "create the table in its final form");
    }
    ColumnDef.Option.AutoRandom random = spec.to().option(ColumnDef.Option.AutoRandom.class);
    boolean isRandom = table.autoRandomBits > 0 && table.clustered() && isFirstKeyColumn(old);
    if ((random != null) != isRandom) {
      throw spec.at()
          .error("MODIFY that adds or drops AUTO_RANDOM", "create the table in its final form");
    }
    if (random == null) {
      return;
    }
    int bits = random.shardBits() == 0 ? 5 : random.shardBits();
    long range = random.rangeBits() == 0 ? 64 : random.rangeBits();
    if (bits < table.autoRandomBits || range != table.autoRandomRangeBits) {
      throw spec.at().error("AUTO_RANDOM with fewer or other bits", "keep at least what is there");
    }
    table.autoRandomBits = bits;
  }

  private boolean isFirstKeyColumn(ColumnInfo column) {
    return table.pkIsHandle
        ? table.handleColumn() == column
        : table.primaryIndex().startsWith(column);
  }

  /** Other changes rewrite all rows, under new column and index ids. */
  private void checkSameStorage(ColumnInfo old, ColumnInfo changed, Position at) {
    if (!keepsBytes(old.type, changed.type)) {
      throw at.error(
          "MODIFY of column '"
              + old.name
              + "' from "
              + old.type.described()
              + " to "
              + changed.type.described()
              + ", which rewrites its rows, is not taken",
          "create the table in its final form");
    }
    boolean collates = !old.type.collate.equals(changed.type.collate);
    if (collates && table.indexes.stream().anyMatch(index -> index.contains(old))) {
      throw at.error(
          "MODIFY of the collation of indexed column '" + old.name + "'", "drop the index first");
    }
  }

  private static boolean keepsBytes(FieldType old, FieldType changed) {
    if (old.isInteger() && changed.isInteger()) {
      return old.has(FieldType.UNSIGNED) == changed.has(FieldType.UNSIGNED)
          && FieldType.defaultFlen(old.type) <= FieldType.defaultFlen(changed.type);
    }
    if (old.isString() && changed.isString()) {
      return sameString(old, changed);
    }
    if (old.type != changed.type) {
      return false;
    }
    return switch (old.type) {
      case FieldType.DECIMAL ->
          old.flen == changed.flen
              && old.decimal == changed.decimal
              && old.has(FieldType.UNSIGNED) == changed.has(FieldType.UNSIGNED);
      case FieldType.FLOAT, FieldType.DOUBLE ->
          old.has(FieldType.UNSIGNED) == changed.has(FieldType.UNSIGNED)
              && (changed.decimal == FieldType.UNSPECIFIED
                  || (old.decimal == changed.decimal && old.flen <= changed.flen));
      case FieldType.DATETIME, FieldType.TIMESTAMP, FieldType.DURATION ->
          old.decimal <= changed.decimal;
      case FieldType.ENUM, FieldType.SET ->
          old.charset.equals(changed.charset)
              && changed.elems.size() >= old.elems.size()
              && changed.elems.subList(0, old.elems.size()).equals(old.elems);
      case FieldType.BIT -> old.flen <= changed.flen;
      case FieldType.VECTOR -> old.flen == changed.flen || changed.flen == FieldType.UNSPECIFIED;
      default -> true;
    };
  }

  private static boolean sameString(FieldType old, FieldType changed) {
    boolean charsets =
        old.charset.equals(changed.charset)
            || (old.charset.equals("utf8") && changed.charset.equals("utf8mb4"));
    boolean padded =
        old.charset.equals(Charsets.BINARY)
            && (old.type == FieldType.STRING || changed.type == FieldType.STRING);
    boolean bothChar = (old.type == FieldType.STRING) == (changed.type == FieldType.STRING);
    return charsets
        && (!padded || (old.type == changed.type && old.flen == changed.flen))
        && bothChar
        && old.flen <= changed.flen;
  }

  private void renamed(ColumnInfo column, Name to, Position at) {
    ColumnInfo other = table.column(to);
    if (other != null && other != column) {
      throw at.error("column '" + to + "' exists", "choose another name");
    }
    ColumnInfo reader = GeneratedColumns.reader(table, column);
    if (reader != null && !column.name.matches(to)) {
      throw at.error(
          "column '" + column.name + "' is read by '" + reader.name + "'", "drop that first");
    }
    if (table.partition != null && table.partition.keyColumns().contains(column.name.lower())) {
      throw at.error("rename of partition column '" + column.name + "'", "leave its name");
    }
    for (IndexInfo index : table.indexes) {
      if (index.conditionColumns.stream().anyMatch(p -> p.name().matches(column.name))) {
        throw at.error(
            "column '" + column.name + "' is read by index '" + index.name + "'",
            "drop the index first");
      }
      index.parts.replaceAll(
          part ->
              part.name().matches(column.name)
                  ? new IndexInfo.Part(to, part.offset(), part.length())
                  : part);
    }
    for (TableInfo.Check check : table.checks) {
      if (check.columns().stream().anyMatch(c -> c.matches(column.name))) {
        throw at.error(
            "column '" + column.name + "' is in CHECK '" + check.name() + "'", "drop it first");
      }
    }
    renameInForeignKeys(column, to);
    if (table.ttl != null && table.ttl.column().matches(column.name)) {
      TableInfo.Ttl ttl = table.ttl;
      table.ttl =
          new TableInfo.Ttl(to, ttl.interval(), ttl.unit(), ttl.enabled(), ttl.jobInterval());
    }
  }

  private void renameInForeignKeys(ColumnInfo column, Name to) {
    List<TableInfo.ForeignKey> keys = new ArrayList<>();
    for (TableInfo.ForeignKey key : table.foreignKeys) {
      Set<Name> columns = new LinkedHashSet<>();
      key.columns().forEach(c -> columns.add(c.matches(column.name) ? to : c));
      keys.add(
          new TableInfo.ForeignKey(
              key.id(),
              key.name(),
              key.refSchema(),
              key.refTable(),
              key.refColumns(),
              List.copyOf(columns),
              key.onDelete(),
              key.onUpdate()));
    }
    table.foreignKeys = keys;
  }
}
