package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All routes of a load: which table takes the rows of each table of the dump. */
public final class TableRoutes {
  private final List<TableRoute> routes;
  private final String sourceId;
  private final boolean caseSensitive;

  /**
   * @param sourceId what {@code extract-source} reads
   */
  public TableRoutes(List<TableRoute> routes, String sourceId, boolean caseSensitive) {
    this.routes = List.copyOf(routes);
    this.sourceId = sourceId;
    this.caseSensitive = caseSensitive;
  }

  /** Returns routes that leave every table its name. */
  public static TableRoutes none() {
    return new TableRoutes(List.of(), "", false);
  }

  /**
   * Where the rows of a table go.
   *
   * @param constants column to value, the same in all rows
   */
  public record Target(TableName table, Map<String, String> constants) {}

  /** Returns the database that takes the tables of a database of which no table is named. */
  String database(String schema) {
    TableRoute route = chosen(schema, "", false);
    return route == null ? schema : route.targetSchema();
  }

  /**
   * Returns where a table goes. A route of tables goes before one of whole databases.
   *
   * @throws LoadException INVALID_OPTION when two routes of a kind match
   */
  public Target target(String schema, String table) {
    TableRoute route = chosen(schema, table, true);
    if (route == null) {
      route = chosen(schema, table, false);
    }
    if (route == null) {
      return new Target(new TableName(schema, table), Map.of());
    }
    Map<String, String> constants = new LinkedHashMap<>();
    put(constants, route.extractTable(), table);
    put(constants, route.extractSchema(), schema);
    put(constants, route.extractSource(), sourceId);
    String name = route.targetTable().isEmpty() ? table : route.targetTable();
    return new Target(new TableName(route.targetSchema(), name), constants);
  }

  private TableRoute chosen(String schema, String table, boolean ofTables) {
    TableRoute chosen = null;
    for (TableRoute route : routes) {
      if (route.ofTables() == ofTables && route.matches(schema, table, caseSensitive)) {
        if (chosen != null) {
          throw new LoadException(
              ErrorCode.INVALID_OPTION,
              "routes: both %s.%s and %s.%s match table %s.%s (expected: one)"
                  .formatted(
                      chosen.schemaPattern(),
                      chosen.tablePattern(),
                      route.schemaPattern(),
                      route.tablePattern(),
                      schema,
                      table));
        }
        chosen = route;
      }
    }
    return chosen;
  }

  private static void put(Map<String, String> constants, TableRoute.Extract extract, String name) {
    String value = extract == null ? null : extract.value(name);
    if (value != null) {
      constants.put(extract.column(), value);
    }
  }
}
