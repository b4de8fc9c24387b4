package io.thunderhead.spark;

import io.thunderhead.catalog.ClusterTables;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.DatabaseInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The databases of a TiDB cluster as a catalog of Spark SQL, by {@code
 * spark.sql.catalog.NAME=io.thunderhead.spark.TiDBCatalog}; the options of loads and reads follow
 * as {@code spark.sql.catalog.NAME.OPTION}.
 *
 * <p>A table is never replaced: that would drop indexes that Spark knows nothing of.
 */
public final class TiDBCatalog implements StagingTableCatalog, SupportsNamespaces {
  private String name;
  private ClusterTables cluster;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    this.name = catalog;
    this.cluster = new ClusterTables(options.asCaseSensitiveMap());
  }

  @Override
  public String name() {
    return name;
  }

  /** CREATE TABLE may say DEFAULT. */
  @Override
  public Set<TableCatalogCapability> capabilities() {
    return Set.of(TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE);
  }

  @Override
  public String[][] listNamespaces() {
    return cluster.databases().stream().map(each -> new String[] {each}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    database(namespace);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 1 && cluster.database(namespace[0]).isPresent();
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    DatabaseInfo found = database(namespace);
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("charset", found.charset());
    shown.put("collate", found.collate());
    return shown;
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata)
      throws NamespaceAlreadyExistsException {
    if (namespaceExists(namespace)) {
      throw new NamespaceAlreadyExistsException(namespace);
    } else if (namespace.length != 1) {
      throw new UnsupportedOperationException(
          "databases of TiDB have no parts: " + String.join(".", namespace));
    }
    cluster.run("CREATE DATABASE IF NOT EXISTS " + TableName.quoted(namespace[0]));
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw new UnsupportedOperationException("alter databases in TiDB, by ALTER DATABASE");
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade)
      throws NoSuchNamespaceException {
    DatabaseInfo found = database(namespace);
    if (!cascade && !cluster.tables(found.name()).isEmpty()) {
      throw new UnsupportedOperationException(
          "database %s has tables. Drop them, or say CASCADE.".formatted(found.name()));
    }
    cluster.run("DROP DATABASE IF EXISTS " + TableName.quoted(found.name()));
    return true;
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    DatabaseInfo found = database(namespace);
    return cluster.tables(found.name()).stream()
        .map(table -> Identifier.of(namespace, table.name()))
        .toArray(Identifier[]::new);
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    return table(table, 0);
  }

  /** Loads a table as {@code VERSION AS OF} says, by a timestamp of PD. */
  @Override
  public Table loadTable(Identifier table, String version) throws NoSuchTableException {
    return table(table, ScanOptions.ts(version, cluster.cluster().timeZone()));
  }

  /** Loads a table as {@code TIMESTAMP AS OF} says, by microseconds since 1970. */
  @Override
  public Table loadTable(Identifier table, long timestamp) throws NoSuchTableException {
    return table(table, ScanOptions.ts(TimeUnit.MICROSECONDS.toMillis(timestamp)));
  }

  private Table table(Identifier table, long ts) throws NoSuchTableException {
    if (table.namespace().length != 1) {
      throw new NoSuchTableException(table);
    }
    TableName found = nameOf(table);
    return new CatalogTable(
        cluster,
        found,
        cluster.table(found, ts).orElseThrow(() -> new NoSuchTableException(table)),
        ts);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract; later ones lead here.
  public Table createTable(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    database(table.namespace());
    TableName made = nameOf(table);
    if (cluster.table(made, 0).isPresent()) {
      throw new TableAlreadyExistsException(table);
    }
    cluster.run(TableDdl.createTable(made, schema, partitions, properties));
    return new CatalogTable(
        cluster,
        made,
        cluster
            .table(made, 0)
            .orElseThrow(() -> new IllegalStateException(made + " was made and is not there")),
        0);
  }

  /**
   * Makes a table that is dropped again when its rows cannot be loaded. It has no defaults: those
   * of tables that the query reads are no part of what it asks for.
   */
  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract; later ones lead here.
  public StagedTable stageCreate(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    Table made = createTable(table, DefaultClause.without(schema), partitions, properties);
    return new FreshTable((CatalogTable) made, () -> dropTable(table));
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract; later ones lead here.
  public StagedTable stageReplace(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw notReplaced(table);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract; later ones lead here.
  public StagedTable stageCreateOrReplace(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties)
      throws NoSuchNamespaceException {
    try {
      return stageCreate(table, schema, partitions, properties);
    } catch (TableAlreadyExistsException e) {
      throw (UnsupportedOperationException) notReplaced(table).initCause(e);
    }
  }

  private static UnsupportedOperationException notReplaced(Identifier table) {
    return new UnsupportedOperationException(
        "table %s is there, and to replace it would drop its indexes. Use INSERT OVERWRITE to have other rows in it, or DROP TABLE first."
            .formatted(table));
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    throw new UnsupportedOperationException(
        "alter table %s in TiDB, by ALTER TABLE".formatted(table));
  }

  @Override
  public boolean dropTable(Identifier table) {
    TableName found = nameOf(table);
    boolean there = cluster.table(found, 0).isPresent();
    if (there) {
      cluster.run("DROP TABLE IF EXISTS " + found.quoted());
    }
    return there;
  }

  @Override
  public void renameTable(Identifier from, Identifier to)
      throws NoSuchTableException, TableAlreadyExistsException {
    table(from, 0);
    if (cluster.table(nameOf(to), 0).isPresent()) {
      throw new TableAlreadyExistsException(to);
    }
    cluster.run("RENAME TABLE %s TO %s".formatted(nameOf(from).quoted(), nameOf(to).quoted()));
  }

  private DatabaseInfo database(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length != 1) {
      throw new NoSuchNamespaceException(namespace);
    }
    return cluster
        .database(namespace[0])
        .orElseThrow(() -> new NoSuchNamespaceException(namespace));
  }

  private static TableName nameOf(Identifier table) {
    List<String> namespace = List.of(table.namespace());
    return new TableName(String.join(".", namespace), table.name());
  }
}
