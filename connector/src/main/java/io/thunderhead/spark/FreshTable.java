package io.thunderhead.spark;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A table that CREATE TABLE AS SELECT has made and fills.
 *
 * @param drop takes it away when it cannot be filled
 */
record FreshTable(CatalogTable table, Runnable drop) implements StagedTable, SupportsWrite {
  @Override
  public String name() {
    return table.name();
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract.
  public StructType schema() {
    return table.schema();
  }

  @Override
  public Map<String, String> properties() {
    return table.properties();
  }

  /** The columns were made of the query's, which go to them by name and need no cast. */
  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> all = EnumSet.copyOf(table.capabilities());
    all.add(TableCapability.ACCEPT_ANY_SCHEMA);
    return all;
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return table.newWriteBuilder(info);
  }

  @Override
  public void commitStagedChanges() {}

  @Override
  public void abortStagedChanges() {
    drop.run();
  }
}
