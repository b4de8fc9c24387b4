package io.thunderhead.catalog;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.Connections;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.scan.ReadTime;
import io.thunderhead.schema.DatabaseInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.tikv.TikvClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The databases and tables of the cluster that options name. Names match without regard to case.
 */
public final class ClusterTables {
  private final Map<String, String> options;
  private final LoadOptions cluster;

  /**
   * Takes the options of loads and reads, but for a table.
   *
   * @throws LoadException INVALID_OPTION
   */
  public ClusterTables(Map<String, String> options) {
    this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    this.cluster = ScanOptions.parse(of(new TableName("mysql", "tidb"))).cluster();
  }

  /** Returns the options for one table. */
  public Map<String, String> of(TableName table) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("table", table.quoted());
    return all;
  }

  /** Tells whether a TiDB server is named, without which nothing can be changed. */
  public boolean hasTidb() {
    return !cluster.tidb().isEmpty();
  }

  /** Returns the options of a load, which say where the cluster is. */
  public LoadOptions cluster() {
    return cluster;
  }

  /** Returns the names of all databases. */
  public List<String> databases() {
    return read((schema, ts) -> schema.databases(ts).stream().map(DatabaseInfo::name).toList());
  }

  /** Returns a database. */
  public Optional<DatabaseInfo> database(String name) {
    return read((schema, ts) -> find(schema, name, ts));
  }

  /** Returns the tables of a database whose rows lie in TiKV; none when there is no database. */
  public List<TableInfo> tables(String database) {
    return read(
            (schema, ts) ->
                find(schema, database, ts).map(found -> schema.tables(found, ts)).orElse(List.of()))
        .stream()
        .filter(table -> !table.view() && !table.sequence())
        .toList();
  }

  /**
   * Returns a table as it was at a timestamp, 0 for now.
   *
   * @return empty when there is no such table
   * @throws LoadException INVALID_OPTION for a time to come
   */
  public Optional<TableInfo> table(TableName name, long at) {
    return read(
        (schema, now) -> {
          long ts = ReadTime.of(at, now);
          return find(schema, name.database(), ts).stream()
              .flatMap(database -> schema.tables(database, ts).stream())
              .filter(table -> table.name().equalsIgnoreCase(name.table()))
              .findFirst();
        });
  }

  /**
   * Runs a statement that changes the schema; it must do no harm when it runs twice.
   *
   * @throws LoadException INVALID_OPTION without option tidb; as {@link TidbClient#run} otherwise
   */
  public void run(String statement) {
    if (!hasTidb()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option tidb is missing: '%s' is run by a TiDB server. Give its SQL address."
              .formatted(statement));
    }
    new TidbClient(cluster.tidb(), cluster.user(), cluster.password()).run(statement);
  }

  private static Optional<DatabaseInfo> find(SchemaReader schema, String name, long ts) {
    return schema.databases(ts).stream()
        .filter(database -> database.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private <T> T read(BiFunction<SchemaReader, Long, T> question) {
    try (Channels channels = new Channels(Connections.dialing(cluster))) {
      PdClient pd = PdClient.connect(cluster.pd(), channels);
      return question.apply(new SchemaReader(new TikvClient(pd, channels)), pd.timestamp());
    }
  }
}
