package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.DatabaseInfo;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds tables in TiDB's meta keys by a snapshot read (kv-encoding 6). */
public final class SchemaReader {
  private static final String TABLE_FIELD = "Table:";

  private final TikvClient tikv;

  /** Makes a reader over one cluster. */
  public SchemaReader(TikvClient tikv) {
    this.tikv = tikv;
  }

  /**
   * Reads a table's schema as it stands at a timestamp. Names match without regard to case.
   *
   * @throws LoadException TABLE_NOT_FOUND that offers the nearest name
   */
  public FoundTable find(TableName name, long ts) {
    DatabaseInfo database = database(name, ts);
    List<String> names = new ArrayList<>();
    for (KvPair field : fields("DB:" + database.id(), ts)) {
      if (!TableCodec.metaHashField(field.key()).startsWith(TABLE_FIELD)) {
        continue;
      }
      TableInfo table = TableInfo.fromJson(field.value());
      if (table.name().equalsIgnoreCase(name.table())) {
        return new FoundTable(database, table);
      }
      names.add(table.name());
    }
    throw FoundTable.missing(name, names);
  }

  /**
   * Checks that the cluster stores the table that a TiDB server tells of.
   *
   * @throws LoadException CLUSTER_PROTOCOL when TiDB serves another cluster or a keyspace
   */
  void requireStored(FoundTable told, TableName name, long ts) {
    String stored;
    try {
      long id = find(name, ts).table().id();
      if (id == told.table().id()) {
        return;
      }
      stored = "table id " + id;
    } catch (LoadException e) {
      if (e.code() != ErrorCode.TABLE_NOT_FOUND) {
        throw e;
      }
      stored = "no such table";
    }
    throw new LoadException(
        ErrorCode.CLUSTER_PROTOCOL,
        "TiDB's status port tells of %s with table id %d, and the cluster of option pd stores %s: they are two clusters, or TiDB uses a keyspace. Check the options pd and tidb-status."
            .formatted(name, told.table().id(), stored));
  }

  /** Returns the names of all tables and views of a cluster, by database; all in lower case. */
  public static Map<String, Set<String>> names(LoadOptions options) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      PdClient pd = PdClient.connect(options.pd(), channels);
      return new SchemaReader(new TikvClient(pd, channels)).names(pd.timestamp());
    }
  }

  /** Returns all databases. */
  public List<DatabaseInfo> databases(long ts) {
    return fields("DBs", ts).stream().map(field -> DatabaseInfo.fromJson(field.value())).toList();
  }

  /** Returns all tables, views and sequences of a database. */
  public List<TableInfo> tables(DatabaseInfo database, long ts) {
    return fields("DB:" + database.id(), ts).stream()
        .filter(field -> TableCodec.metaHashField(field.key()).startsWith(TABLE_FIELD))
        .map(field -> TableInfo.fromJson(field.value()))
        .toList();
  }

  private Map<String, Set<String>> names(long ts) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (KvPair field : fields("DBs", ts)) {
      DatabaseInfo database = DatabaseInfo.fromJson(field.value());
      Set<String> tables = new TreeSet<>();
      for (KvPair each : fields("DB:" + database.id(), ts)) {
        if (TableCodec.metaHashField(each.key()).startsWith(TABLE_FIELD)) {
          tables.add(TableInfo.fromJson(each.value()).name().toLowerCase(Locale.ROOT));
        }
      }
      names.put(database.name().toLowerCase(Locale.ROOT), tables);
    }
    return names;
  }

  private DatabaseInfo database(TableName name, long ts) {
    List<String> names = new ArrayList<>();
    for (KvPair field : fields("DBs", ts)) {
      DatabaseInfo database = DatabaseInfo.fromJson(field.value());
      if (database.name().equalsIgnoreCase(name.database())) {
        return database;
      }
      names.add(database.name());
    }
    throw FoundTable.missingDatabase(name, names);
  }

  private List<KvPair> fields(String hash, long ts) {
    byte[] prefix = TableCodec.metaHashPrefix(hash);
    byte[] end = Arrays.copyOf(prefix, prefix.length);
    end[end.length - 1]++;
    return tikv.scan(new KeyRange(prefix, end), ts, Integer.MAX_VALUE);
  }
}
