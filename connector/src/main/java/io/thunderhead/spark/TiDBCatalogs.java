package io.thunderhead.spark;

import io.thunderhead.catalog.ClusterTables;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.collection.Iterator;

/** The catalogs of ours that a session is configured with. */
final class TiDBCatalogs {
  private static final String PREFIX = "spark.sql.catalog.";

  private final String current;
  private final String namespace;
  private final Map<String, Map<String, String>> optionsOf;

  private TiDBCatalogs(
      String current, String namespace, Map<String, Map<String, String>> optionsOf) {
    this.current = current;
    this.namespace = namespace;
    this.optionsOf = optionsOf;
  }

  /** A table and the cluster that has it. */
  record Target(ClusterTables cluster, TableName table) {}

  /** Reads the settings of a session. */
  static TiDBCatalogs of(SparkSession session) {
    Map<String, String> all = settings(session);
    Map<String, Map<String, String>> found = new TreeMap<>();
    all.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX) && value.equals(TiDBCatalog.class.getName())) {
            String name = key.substring(PREFIX.length());
            found.put(name, options(all, key + "."));
          }
        });
    return new TiDBCatalogs(
        session.catalog().currentCatalog(), session.catalog().currentDatabase(), found);
  }

  /** Returns all settings of a session. */
  static Map<String, String> settings(SparkSession session) {
    Map<String, String> all = new LinkedHashMap<>();
    Iterator<Tuple2<String, String>> settings = session.conf().getAll().iterator();
    while (settings.hasNext()) {
      Tuple2<String, String> setting = settings.next();
      all.put(setting._1(), setting._2());
    }
    return all;
  }

  private static Map<String, String> options(Map<String, String> all, String prefix) {
    Map<String, String> options = new LinkedHashMap<>();
    all.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            options.put(key.substring(prefix.length()), value);
          }
        });
    return options;
  }

  /**
   * Finds a table by {@code table}, {@code database.table} or {@code catalog.database.table}. The
   * catalog is the current one, or the only one of ours.
   *
   * @throws LoadException INVALID_OPTION when the name does not lead to one
   */
  Target target(List<String> parts) {
    String table = parts.get(parts.size() - 1);
    String catalog = parts.size() == 3 ? parts.get(0) : nearest();
    boolean inCurrent = parts.size() == 1 && catalog != null && catalog.equals(current);
    String database = inCurrent ? namespace : parts.size() < 2 ? "" : parts.get(parts.size() - 2);
    if (catalog == null || !optionsOf.containsKey(catalog) || parts.size() > 3) {
      throw unknown("'%s' names no table of a TiDB catalog".formatted(String.join(".", parts)));
    } else if (database.isEmpty()) {
      throw unknown("table '%s' has no database, and none is current".formatted(table));
    }
    return new Target(new ClusterTables(optionsOf.get(catalog)), new TableName(database, table));
  }

  /** Returns the options that say where jobs are kept: of the current catalog, or the only one. */
  LoadOptions ofJobs() {
    String catalog = nearest();
    if (catalog == null) {
      throw unknown("no catalog says where jobs are kept");
    }
    return new ClusterTables(optionsOf.get(catalog)).cluster();
  }

  private String nearest() {
    if (optionsOf.containsKey(current)) {
      return current;
    }
    return optionsOf.size() == 1 ? optionsOf.keySet().iterator().next() : null;
  }

  private LoadException unknown(String problem) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "%s. Catalogs of TiDB in this session: %s. Say USE catalog.database or name the table catalog.database.table; %sNAME=%s makes one."
            .formatted(
                problem,
                optionsOf.isEmpty() ? "none" : String.join(", ", optionsOf.keySet()),
                PREFIX,
                TiDBCatalog.class.getName()));
  }
}
