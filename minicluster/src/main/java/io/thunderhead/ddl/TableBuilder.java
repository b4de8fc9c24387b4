package io.thunderhead.ddl;

import io.thunderhead.ddl.KeyDef.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Builds a table from CREATE TABLE. Ids of table and partitions are given later. */
final class TableBuilder {
  private static final int MAX_COLUMNS = 1017;
  private static final int MAX_NAME = 64;

  private final Settings settings;
  private final String databaseCharset;
  private final String databaseCollate;
  private final String databaseName;

  TableBuilder(
      Settings settings, String databaseName, String databaseCharset, String databaseCollate) {
    this.settings = settings;
    this.databaseName = databaseName;
    this.databaseCharset = databaseCharset;
    this.databaseCollate = databaseCollate;
  }

  TableInfo build(Statement.CreateTable statement) {
    checkName(statement.table());
    TableInfo table = new TableInfo(statement.table().name(), databaseCharset, databaseCollate);
    charset(table, statement.options());
    List<KeyDef> keys = columns(table, statement);
    GeneratedColumns.check(table, statement.columns());
    keys = named(table, keys);
    addKeys(table, keys);
    autoRandom(table, statement);
    new TableOptions(table).applyAll(statement.options());
    if (statement.partition() != null) {
      PartitionBuilder partitions = new PartitionBuilder(table, settings);
      table.partition = partitions.build(statement.partition());
      partitions.checkUniqueKeys(statement.partition().at());
    } else {
      checkNoGlobal(table, statement.at());
    }
    table.revision = table.foreignKeys.isEmpty() ? 0 : 2;
    return table;
  }

  static void checkName(Statement.TableRef ref) {
    String name = ref.name().original();
    if (name.codePointCount(0, name.length()) > MAX_NAME || name.endsWith(" ")) {
      throw ref.at().error("table name '" + name + "'", "at most 64 letters, no space at the end");
    }
  }

  static void checkNoGlobal(TableInfo table, Position at) {
    for (IndexInfo index : table.indexes) {
      if (index.global) {
        throw at.error(
            "GLOBAL index '" + index.name + "' on a table without partitions", "drop GLOBAL");
      }
    }
  }

  private static void charset(TableInfo table, List<TableOption> options) {
    String charset = null;
    String collate = null;
    Position at = null;
    for (TableOption option : options) {
      if (option.kind() == TableOption.Kind.CHARSET) {
        if (charset != null && !charset.equals(option.text())) {
          throw option.at().error("two character sets", "write one");
        }
        charset = option.text();
        at = option.at();
      } else if (option.kind() == TableOption.Kind.COLLATE) {
        collate = option.text();
        at = option.at();
      }
    }
    String[] resolved = resolve(charset, collate, table.charset, table.collate, at);
    table.charset = resolved[0];
    table.collate = resolved[1];
  }

  /** Character set and collation from what is given, else from what is inherited. */
  static String[] resolve(
      String charset,
      String collate,
      String inheritedCharset,
      String inheritedCollate,
      Position at) {
    if (charset == null && collate == null) {
      return new String[] {inheritedCharset, inheritedCollate};
    } else if (collate == null) {
      return new String[] {charset, Charsets.defaultCollation(charset)};
    }
    String of = Charsets.charsetOf(collate);
    if (charset != null && !charset.equals(of)) {
      throw at.error(
          "collation " + collate + " is not of character set " + charset, "choose one of the same");
    }
    return new String[] {of, collate};
  }

  /** Adds the columns; returns all keys, those of the table first. */
  private List<KeyDef> columns(TableInfo table, Statement.CreateTable statement) {
    List<KeyDef> keys = new ArrayList<>(statement.keys());
    KeyDef outerPrimary =
        keys.stream().filter(key -> key.kind() == Kind.PRIMARY).findFirst().orElse(null);
    ColumnBuilder builder = new ColumnBuilder(settings, table.charset, table.collate);
    for (ColumnDef def : statement.columns()) {
      if (table.column(def.name()) != null) {
        throw def.at().error("column '" + def.name() + "' stands twice", "rename one");
      }
      boolean inPrimary =
          outerPrimary != null
              && outerPrimary.parts().stream()
                  .anyMatch(part -> part.expr() != null || part.column().matches(def.name()));
      ColumnBuilder.Built built = builder.build(def, inPrimary);
      table.append(built.column());
      keys.addAll(built.keys());
    }
    if (table.columns.isEmpty() || table.columns.size() > MAX_COLUMNS) {
      throw statement
          .at()
          .error("table of " + table.columns.size() + " columns", "expected 1 to " + MAX_COLUMNS);
    }
    if (table.columns.stream().filter(c -> c.type.has(FieldType.AUTO_INCREMENT)).count() > 1) {
      throw statement.at().error("two AUTO_INCREMENT columns", "keep one");
    }
    if (keys.stream().filter(key -> key.kind() == Kind.PRIMARY).count() > 1) {
      throw statement.at().error("two primary keys", "keep one");
    }
    keys.forEach(key -> setFlags(table, key));
    return keys;
  }

  private static void setFlags(TableInfo table, KeyDef key) {
    for (int i = 0; i < key.parts().size(); i++) {
      KeyDef.Part part = key.parts().get(i);
      ColumnInfo column = part.expr() != null ? null : table.column(part.column());
      if (column == null) {
        continue;
      }
      if (key.kind() == Kind.PRIMARY) {
        column.type.add(FieldType.PRI_KEY | FieldType.NOT_NULL);
        ColumnBuilder.setNoDefault(column.type, column.defaultValue != null);
      } else if (i == 0 && key.kind() == Kind.UNIQUE) {
        column.type.add(key.parts().size() > 1 ? FieldType.MULTIPLE_KEY : FieldType.UNIQUE_KEY);
      } else if (i == 0 && key.kind() == Kind.INDEX) {
        column.type.add(FieldType.MULTIPLE_KEY);
      }
    }
  }

  /** Names the keys that have none, in order: the first column, then {@code column_2} and so on. */
  private static List<KeyDef> named(TableInfo table, List<KeyDef> keys) {
    Set<String> taken = new HashSet<>();
    Set<String> foreign = new HashSet<>();
    for (KeyDef key : keys) {
      Set<String> names = key.kind() == Kind.FOREIGN ? foreign : taken;
      if (!key.name().isEmpty() && !names.add(key.name().toLowerCase(Locale.ROOT))) {
        throw key.at().error("key name '" + key.name() + "' stands twice", "rename one");
      }
    }
    List<KeyDef> named = new ArrayList<>();
    for (KeyDef key : keys) {
      boolean nameless = key.name().isEmpty() && !key.parts().isEmpty();
      named.add(nameless && key.kind() != Kind.FOREIGN ? key.named(freeName(key, taken)) : key);
    }
    for (int i = 0; i < named.size(); i++) {
      KeyDef key = named.get(i);
      if (key.kind() == Kind.CHECK && key.name().isEmpty()) {
        named.set(i, key.named(freeCheckName(table, taken)));
      }
    }
    return named;
  }

  private static String freeName(KeyDef key, Set<String> taken) {
    boolean expression = key.parts().stream().anyMatch(part -> part.expr() != null);
    String base = expression ? "expression_index" : key.parts().get(0).column().original();
    boolean reserved = base.equalsIgnoreCase(IndexBuilder.PRIMARY);
    String name = reserved ? base + "_2" : base;
    for (int number = reserved ? 3 : 2; taken.contains(name); number++) {
      name = base + "_" + number;
    }
    taken.add(name);
    return name;
  }

  private static String freeCheckName(TableInfo table, Set<String> taken) {
    int number = 1;
    while (!taken.add(table.name.lower() + "_chk_" + number)) {
      number++;
    }
    return table.name.lower() + "_chk_" + number;
  }

  private void addKeys(TableInfo table, List<KeyDef> keys) {
    ConstraintBuilder constraints = new ConstraintBuilder(table, databaseName, settings);
    IndexBuilder indexes = new IndexBuilder(table);
    for (KeyDef key : keys) {
      KeyDef.Options options = key.options();
      if (options.clustered() != null && key.kind() != Kind.PRIMARY) {
        throw key.at().error("CLUSTERED behind a key that is not primary", "drop it");
      }
      if (key.kind() == Kind.FOREIGN) {
        constraints.addForeignKey(key);
      } else if (key.kind() == Kind.CHECK) {
        constraints.addCheck(key);
      } else if (key.kind() != Kind.PRIMARY || !becomesHandle(table, key)) {
        addIndex(table, indexes, key);
      }
    }
    constraints.indexForeignKeys();
    if (table.indexes.size() > settings.indexLimit) {
      throw keys.get(0)
          .at()
          .error(table.indexes.size() + " indexes", "expected at most " + settings.indexLimit);
    }
    table.indexes.forEach(index -> settleGlobalVersion(table, index));
  }

  /** The primary key that makes a table clustered may stand behind a global index. */
  private static void settleGlobalVersion(TableInfo table, IndexInfo index) {
    if (table.clustered()) {
      index.globalVersion = 0;
    }
  }

  private static void addIndex(TableInfo table, IndexBuilder indexes, KeyDef key) {
    KeyDef resolved = indexes.withHiddenColumns(key);
    IndexInfo index = indexes.build(resolved);
    if (key.parts().stream().anyMatch(part -> part.expr() != null)) {
      IndexBuilder.addFlags(table, index);
    }
    table.append(index);
  }

  /** Decides how the primary key is stored; true: as the integer handle, without an index. */
  private boolean becomesHandle(TableInfo table, KeyDef key) {
    ColumnInfo last = null;
    for (KeyDef.Part part : key.parts()) {
      if (part.expr() != null) {
        throw part.at().error("expression in a primary key", "store it in a column");
      }
      last = table.column(part.column());
      if (last == null) {
        throw part.at().error("key column '" + part.column() + "' does not exist", "name a column");
      }
      if (last.isVirtual()) {
        throw part.at().error("virtual column '" + last.name + "' in a primary key", "say STORED");
      }
    }
    boolean singleInteger = key.parts().size() == 1 && last != null && last.type.isInteger();
    if (clusters(key, singleInteger)) {
      table.pkIsHandle = singleInteger;
      table.commonHandle = !singleInteger;
      if (key.options().invisible()) {
        throw key.at().error("INVISIBLE primary key", "drop INVISIBLE");
      }
      if (key.options().global()) {
        throw key.at().error("GLOBAL clustered primary key", "say NONCLUSTERED");
      }
    }
    return table.pkIsHandle;
  }

  private boolean clusters(KeyDef key, boolean singleInteger) {
    Boolean wanted = key.options().clustered();
    if (wanted != null) {
      return wanted;
    }
    return settings.clusteredIndex == Settings.ClusteredIndex.ON
        || (settings.clusteredIndex == Settings.ClusteredIndex.INT_ONLY && singleInteger);
  }

  private static void autoRandom(TableInfo table, Statement.CreateTable statement) {
    for (ColumnDef def : statement.columns()) {
      ColumnDef.Option.AutoRandom random = def.option(ColumnDef.Option.AutoRandom.class);
      if (random == null) {
        continue;
      }
      AutoRandom.check(table, def, random);
      table.autoRandomBits = random.shardBits() == 0 ? 5 : random.shardBits();
      table.autoRandomRangeBits = random.rangeBits() == 0 ? 64 : random.rangeBits();
      AutoRandom.checkRoom(table, def.name(), random.at());
    }
  }
}
