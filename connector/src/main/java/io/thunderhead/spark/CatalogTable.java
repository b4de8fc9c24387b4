package io.thunderhead.spark;

import io.thunderhead.catalog.ClusterTables;
import io.thunderhead.encode.RowFields;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TruncatableTable;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table of the catalog: Spark casts, and puts in order, what is written to it. */
final class CatalogTable implements SupportsRead, SupportsWrite, TruncatableTable {
  private final ClusterTables cluster;
  private final TableName name;
  private final TableInfo table;
  private final long ts;

  /**
   * @param ts timestamp at which the table is read, 0 for now
   */
  CatalogTable(ClusterTables cluster, TableName name, TableInfo table, long ts) {
    this.cluster = cluster;
    this.name = name;
    this.table = table;
    this.ts = ts;
  }

  @Override
  public String name() {
    return name.toString();
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract.
  public StructType schema() {
    return SparkTypes.schema(table, cluster.cluster().timeZone());
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("provider", "tidb");
    shown.put(TableDdl.CLUSTERED, String.valueOf(!table.hasRowId()));
    if (table.primaryIndex() != null) {
      shown.put(
          TableDdl.PRIMARY_KEY,
          columns(table.primaryIndex().columns().stream().map(c -> c.name())));
    } else if (table.handleColumn() != null) {
      shown.put(TableDdl.PRIMARY_KEY, table.handleColumn().name());
    }
    if (table.autoRandomBits() > 0) {
      int range = table.autoRandomRangeBits();
      shown.put(TableDdl.AUTO_RANDOM, table.autoRandomBits() + (range > 0 ? "," + range : ""));
    }
    if (table.shardRowIdBits() > 0) {
      shown.put(TableDdl.SHARD_ROW_ID_BITS, String.valueOf(table.shardRowIdBits()));
    }
    RowFields.visible(table).forEach(column -> show(column, shown));
    return shown;
  }

  private static void show(ColumnInfo column, Map<String, String> shown) {
    if (column.type().autoIncrement() && column.type().primaryKey()) {
      shown.put(TableDdl.AUTO_INCREMENT, column.name());
    }
    String type = TypeProperty.text(column.type());
    if (!type.equalsIgnoreCase(TableDdl.made(SparkTypes.of(column.type())))) {
      shown.put(TypeProperty.PREFIX + column.name(), type);
    }
  }

  private static String columns(Stream<String> names) {
    return String.join(",", names.toList());
  }

  @Override
  public Set<TableCapability> capabilities() {
    return TiDBTable.capabilities(LoadOptions.isLogical(cluster.of(name)));
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap given) {
    Map<String, String> all = with(given);
    if (ts != 0) {
      all.put("ts", String.valueOf(ts));
    }
    return new TiDBScanBuilder(ScanOptions.parse(all), table, schema());
  }

  /**
   * Rows are added to those that are there, which needs TiDB for ids; without it the table must be
   * empty.
   */
  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    if (ts != 0) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "table %s is named as of timestamp %d and cannot be written to".formatted(name, ts));
    }
    if (LoadOptions.backendOf(cluster.of(name)) == Backend.AUTO) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option backend is 'auto' in the catalog of table %s, and Spark plans a write before anything can be asked of the cluster. Make it 'local' or 'tidb', or write with df.write.format(\"tidb\"), which knows 'auto'."
              .formatted(name));
    }
    for (ColumnInfo column : RowFields.visible(table)) {
      requireKnownDefault(column);
    }
    Map<String, String> all = with(info.options());
    if (cluster.hasTidb()) {
      all.putIfAbsent(FrameWrite.MODE, "append");
    }
    if (LoadOptions.isLogical(all) != LoadOptions.isLogical(cluster.of(name))) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option backend: it is the catalog's to say. Make a catalog of another name with the other backend.");
    }
    return new FrameWrite(info.schema(), all);
  }

  private void requireKnownDefault(ColumnInfo column) {
    boolean filledIn = table.generatesIds(column) || column.generated();
    if (!filledIn && !ColumnDefaults.isKnown(column)) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column '%s' of table %s has the default %s, in whose place Spark would write NULL where an INSERT leaves the column out. Write with df.write.format(\"tidb\"), whose frames may lack columns."
              .formatted(column.name(), name, column.defaultValue()));
    }
  }

  private Map<String, String> with(CaseInsensitiveStringMap given) {
    Map<String, String> all = cluster.of(name);
    all.putAll(given.asCaseSensitiveMap());
    return all;
  }

  @Override
  public boolean truncateTable() {
    cluster.run("TRUNCATE TABLE " + name.quoted());
    return true;
  }
}
