package io.thunderhead.ddl;

/** What AUTO_RANDOM asks of a table. */
final class AutoRandom {
  private static final int MIN_INCREMENT_BITS = 27;

  private AutoRandom() {}

  static void check(TableInfo table, ColumnDef def, ColumnDef.Option.AutoRandom random) {
    ColumnInfo column = table.column(def.name());
    if (column.type.type != FieldType.LONGLONG) {
      throw random
          .at()
          .error(
              "AUTO_RANDOM on " + column.type.described() + " '" + def.name() + "'", "use BIGINT");
    }
    boolean first =
        table.pkIsHandle
            ? table.handleColumn() == column
            : table.commonHandle && table.primaryIndex().startsWith(column);
    if (!first) {
      throw random
          .at()
          .error(
              "AUTO_RANDOM column '" + def.name() + "' is not first in a clustered primary key",
              "make it so");
    }
    if (def.has(ColumnDef.Option.AutoIncrement.class) || def.has(ColumnDef.Option.Default.class)) {
      throw random
          .at()
          .error("AUTO_RANDOM with AUTO_INCREMENT or DEFAULT on '" + def.name() + "'", "keep one");
    }
  }

  /** The counter below sign and shard has to keep 27 bits. */
  static void checkRoom(TableInfo table, Name column, Position at) {
    boolean signed = !table.column(column).type.has(FieldType.UNSIGNED);
    long left = table.autoRandomRangeBits - table.autoRandomBits - (signed ? 1 : 0);
    if (left < MIN_INCREMENT_BITS) {
      throw at.error(
          "AUTO_RANDOM leaves " + left + " bits to count with",
          "expected at least " + MIN_INCREMENT_BITS);
    }
  }
}
