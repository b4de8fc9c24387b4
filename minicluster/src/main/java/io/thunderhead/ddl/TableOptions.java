package io.thunderhead.ddl;

import java.util.List;

/** Puts table options into a table. */
final class TableOptions {
  private static final String DEFAULT_TTL_INTERVAL = "24h";

  private final TableInfo table;

  TableOptions(TableInfo table) {
    this.table = table;
  }

  /** Options of CREATE TABLE. Character set and collation are not among what is done here. */
  void applyAll(List<TableOption> options) {
    for (TableOption option : options) {
      switch (option.kind()) {
        case AUTO_INCREMENT -> table.autoIncrementId = option.number();
        case AUTO_ID_CACHE -> table.autoIdCache = nonNegative(option);
        case AUTO_RANDOM_BASE -> table.autoRandomId = option.number();
        case SHARD_ROW_ID_BITS -> shardRowIdBits(option);
        case PRE_SPLIT_REGIONS -> table.preSplitRegions = nonNegative(option);
        case COMMENT -> table.comment = option.text();
        case COMPRESSION -> table.compression = option.text();
        case CHARSET,
            COLLATE,
            TTL,
            TTL_ENABLE,
            TTL_JOB_INTERVAL,
            TTL_REMOVE,
            CONVERT_CHARSET,
            WITHOUT_EFFECT -> {
          // read elsewhere, or without a mark
        }
      }
    }
    long shardBits = table.shardRowIdBits > 0 ? table.shardRowIdBits : table.autoRandomBits;
    table.preSplitRegions = Math.min(table.preSplitRegions, shardBits);
    ttl(options);
  }

  private static long nonNegative(TableOption option) {
    if (option.number() < 0) {
      throw option
          .at()
          .error(option.kind() + " " + Long.toUnsignedString(option.number()), "it has 63 bits");
    }
    return option.number();
  }

  void shardRowIdBits(TableOption option) {
    if (option.number() != 0 && table.clustered()) {
      throw option
          .at()
          .error("SHARD_ROW_ID_BITS on a clustered table", "drop it or say NONCLUSTERED");
    }
    long bits = nonNegative(option);
    table.shardRowIdBits = Math.min(bits, TableInfo.MAX_SHARD_BITS);
    table.maxShardRowIdBits = Math.max(table.maxShardRowIdBits, table.shardRowIdBits);
  }

  /** TTL, TTL_ENABLE and TTL_JOB_INTERVAL, in any order; returns whether one was there. */
  boolean ttl(List<TableOption> options) {
    TableInfo.Ttl ttl = table.ttl;
    boolean found = false;
    for (TableOption option : options) {
      if (option.kind() == TableOption.Kind.TTL) {
        ttl = newTtl(option, ttl);
        found = true;
      }
    }
    for (TableOption option : options) {
      boolean enable = option.kind() == TableOption.Kind.TTL_ENABLE;
      if (!enable && option.kind() != TableOption.Kind.TTL_JOB_INTERVAL) {
        continue;
      }
      if (ttl == null) {
        throw option.at().error(option.kind() + " on a table without TTL", "set TTL as well");
      }
      found = true;
      ttl =
          new TableInfo.Ttl(
              ttl.column(),
              ttl.interval(),
              ttl.unit(),
              enable ? option.number() == 1 : ttl.enabled(),
              enable ? ttl.jobInterval() : option.text());
    }
    table.ttl = ttl;
    return found;
  }

  private TableInfo.Ttl newTtl(TableOption option, TableInfo.Ttl old) {
    ColumnInfo column = table.column(new Name(option.text()));
    if (column == null || !column.type.isTime()) {
      throw option
          .at()
          .error("TTL column '" + option.text() + "' is no date or time", "name one that is");
    }
    return new TableInfo.Ttl(
        column.name,
        ExprText.plain(option.expr()),
        option.unit(),
        old == null || old.enabled(),
        old == null ? DEFAULT_TTL_INTERVAL : old.jobInterval());
  }
}
