package io.thunderhead.ddl;

import java.util.List;

/** Applies table options that ALTER TABLE changes. */
final class OptionAlterer {
  private final TableInfo table;
  private final AllocatorAlterer allocators;

  OptionAlterer(TableInfo table, AllocatorAlterer allocators) {
    this.table = table;
    this.allocators = allocators;
  }

  void apply(AlterSpec.Options spec) {
    boolean ttl = false;
    TableOptions options = new TableOptions(table);
    for (TableOption option : spec.options()) {
      switch (option.kind()) {
        case AUTO_INCREMENT -> allocators.autoIncrement(option);
        case AUTO_RANDOM_BASE -> allocators.autoRandomBase(option);
        case AUTO_ID_CACHE -> {
          boolean switches = (option.number() == 1) != (table.autoIdCache == 1);
          if (switches && table.autoIncrementColumn() != null) {
            throw option.at().error("AUTO_ID_CACHE to or from 1", "create the table anew");
          }
          table.autoIdCache = option.number();
          table.revision++;
        }
        case SHARD_ROW_ID_BITS -> {
          options.shardRowIdBits(option);
          table.revision++;
        }
        case COMMENT -> {
          table.comment = option.text();
          table.revision++;
        }
        case CHARSET, COLLATE -> {
          // taken together below
        }
        case CONVERT_CHARSET -> convert(option);
        case TTL_REMOVE -> {
          table.ttl = null;
          table.revision++;
        }
        case TTL, TTL_ENABLE, TTL_JOB_INTERVAL -> ttl = true;
        case PRE_SPLIT_REGIONS, COMPRESSION ->
            throw option.at().error(option.kind() + " in ALTER TABLE", "write it in CREATE TABLE");
        case WITHOUT_EFFECT -> {
          // nothing is kept of it
        }
      }
    }
    charset(spec.options());
    if (ttl && options.ttl(spec.options())) {
      table.revision++;
    }
  }

  /** Gives the table and all its columns the character set and collation. */
  private void convert(TableOption option) {
    charset(null, option.text(), option.at());
    for (ColumnInfo column : table.columns) {
      FieldType type = column.type;
      if (!type.hasCharset() || type.charset.equals(Charsets.BINARY)) {
        continue;
      }
      boolean collates = !type.collate.equals(table.collate);
      if (!type.charset.equals(table.charset) && !type.charset.equals("utf8")) {
        throw option
            .at()
            .error(
                "conversion of column '" + column.name + "' from " + type.charset,
                "TiDB only goes from utf8 to utf8mb4");
      }
      if (collates && table.indexes.stream().anyMatch(index -> index.contains(column))) {
        throw option
            .at()
            .error(
                "conversion of the collation of indexed column '" + column.name + "'",
                "drop the index first");
      }
      type.collation(table.charset, table.collate);
    }
  }

  /** New columns get it; those that are there keep theirs. */
  private void charset(List<TableOption> options) {
    String charset = null;
    String collate = null;
    Position at = null;
    for (TableOption option : options) {
      if (option.kind() == TableOption.Kind.CHARSET) {
        charset = option.text();
        at = option.at();
      } else if (option.kind() == TableOption.Kind.COLLATE) {
        collate = option.text();
        at = option.at();
      }
    }
    if (at != null) {
      charset(charset, collate, at);
    }
  }

  private void charset(String charset, String collate, Position at) {
    String[] resolved = TableBuilder.resolve(charset, collate, table.charset, table.collate, at);
    boolean keeps = table.charset.equals(resolved[0]);
    boolean widens = table.charset.equals("utf8") && resolved[0].equals("utf8mb4");
    if (!keeps && !widens) {
      throw at.error(
          "ALTER TABLE from character set " + table.charset + " to " + resolved[0],
          "TiDB only goes from utf8 to utf8mb4");
    }
    table.charset = resolved[0];
    table.collate = resolved[1];
    table.revision++;
  }
}
