package io.thunderhead.dm;

import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.TableRoute;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A task of DM that replicates into the tables of a load what its source wrote after the snapshot,
 * and the source it reads.
 *
 * @param name of the task
 * @param sourceId of the source in DM
 * @param place to begin at
 * @param source server whose binlog is read
 * @param target SQL port of a TiDB server
 * @param tables of the load
 * @param routes of the load
 * @param caseSensitive whether names match with case
 */
public record DmTask(
    String name,
    String sourceId,
    StartPlace place,
    DmEndpoint source,
    DmEndpoint target,
    List<Dump.DumpTable> tables,
    List<TableRoute> routes,
    boolean caseSensitive) {
  /** Stands where a password must be put in. */
  public static final String NO_PASSWORD = "REPLACE_WITH_THE_PASSWORD";

  private static final String PASSWORD_NOTE =
      " # 'dmctl encrypt' prints what may stand here instead of the password itself";

  /** Takes copies. */
  public DmTask {
    tables = List.copyOf(tables);
    routes = List.copyOf(routes);
  }

  /** Returns the text of the source's file, for {@code operate-source create}. */
  public String sourceFile() {
    Yaml yaml = new Yaml();
    yaml.comment("The source of task " + name + ": dmctl operate-source create dm-source.yaml");
    yaml.put(0, "source-id", sourceId);
    if (!place.file().isEmpty()) {
      yaml.comment(
          "By file and position. Set to true where the source fails over to a replica and GTIDs are on.");
    }
    yaml.line(0, "enable-gtid: " + place.file().isEmpty());
    yaml.line(0, "from:");
    endpoint(yaml, source);
    return yaml.toString();
  }

  /** Returns the text of the task's file, for {@code start-task}. */
  public String taskFile() {
    Yaml yaml = new Yaml();
    yaml.comment("Goes on where the load ended: dmctl start-task dm-task.yaml");
    yaml.comment("The place in the binlog is known from " + place.origin() + ".");
    yaml.put(0, "name", name);
    yaml.line(0, "task-mode: \"incremental\"");
    if (mergesShards()) {
      yaml.comment("Several tables of the source go into one table.");
    }
    yaml.put(0, "shard-mode", mergesShards() ? "pessimistic" : "");
    yaml.line(0, "meta-schema: \"dm_meta\"");
    yaml.line(0, "case-sensitive: " + caseSensitive);
    yaml.line(0, "target-database:");
    endpoint(yaml, target);
    instance(yaml);
    allowed(yaml);
    routed(yaml);
    if (!place.exact()) {
      yaml.comment(
          "The snapshot may hold changes that come after this place. In safe mode it does no harm that DM writes them again,");
      yaml.comment(
          "in tables with a primary or unique key. Once the task is past the end of the snapshot, set it to false.");
      yaml.line(0, "syncers:");
      yaml.line(2, "\"after-load\":");
      yaml.line(4, "safe-mode: true");
    }
    return yaml.toString();
  }

  private static void endpoint(Yaml yaml, DmEndpoint server) {
    yaml.put(2, "host", server.host());
    yaml.line(2, "port: " + server.port());
    yaml.put(2, "user", server.user());
    yaml.line(2, "password: " + Yaml.quoted(NO_PASSWORD) + PASSWORD_NOTE);
  }

  private void instance(Yaml yaml) {
    yaml.line(0, "mysql-instances:");
    yaml.line(2, "- source-id: " + Yaml.quoted(sourceId));
    yaml.line(4, "meta:");
    if (!place.file().isEmpty()) {
      yaml.put(6, "binlog-name", place.file());
      yaml.line(6, "binlog-pos: " + place.position());
    }
    if (!place.gtid().isEmpty()) {
      yaml.put(6, "binlog-gtid", place.gtid());
    }
    yaml.put(4, "block-allow-list", "loaded");
    if (!routes.isEmpty()) {
      yaml.line(4, "route-rules: " + Yaml.list(routeNames()));
    }
    if (!place.exact()) {
      yaml.put(4, "syncer-config-name", "after-load");
    }
  }

  private void allowed(Yaml yaml) {
    TreeSet<String> databases = new TreeSet<>();
    sources().forEach(table -> databases.add(table.database()));
    yaml.line(0, "block-allow-list:");
    yaml.line(2, "\"loaded\":");
    yaml.line(4, "do-dbs: " + Yaml.list(databases.stream().map(DmTask::literal).toList()));
    yaml.line(4, "do-tables:");
    sources()
        .forEach(
            table -> {
              yaml.line(6, "- db-name: " + Yaml.quoted(literal(table.database())));
              yaml.line(8, "tbl-name: " + Yaml.quoted(literal(table.table())));
            });
  }

  /** Writes a name such that DM takes it for no pattern. */
  private static String literal(String name) {
    boolean plain = name.chars().noneMatch(c -> "*?[~".indexOf(c) >= 0);
    return plain
        ? name
        : "~^" + name.replaceAll("([^\\p{Alnum}_\\x{80}-\\x{10ffff}])", "\\\\$1") + "$";
  }

  private void routed(Yaml yaml) {
    if (routes.isEmpty()) {
      return;
    }
    yaml.line(0, "routes:");
    List<String> names = routeNames();
    for (int i = 0; i < names.size(); i++) {
      TableRoute route = routes.get(i);
      yaml.line(2, Yaml.quoted(names.get(i)) + ":");
      yaml.put(4, "schema-pattern", route.schemaPattern());
      if (!route.tablePattern().isEmpty()) {
        yaml.put(4, "table-pattern", route.tablePattern());
      }
      yaml.put(4, "target-schema", route.targetSchema());
      if (!route.targetTable().isEmpty()) {
        yaml.put(4, "target-table", route.targetTable());
      }
      extract(yaml, "table", route.extractTable());
      extract(yaml, "schema", route.extractSchema());
      extract(yaml, "source", route.extractSource());
    }
  }

  private static void extract(Yaml yaml, String what, TableRoute.Extract extract) {
    if (extract != null) {
      yaml.line(4, "extract-" + what + ":");
      yaml.put(6, what + "-regexp", extract.regexp());
      yaml.put(6, "target-column", extract.column());
    }
  }

  private List<String> routeNames() {
    return Stream.iterate(1, i -> i + 1).limit(routes.size()).map(i -> "route-" + i).toList();
  }

  private boolean mergesShards() {
    return tables.stream().anyMatch(table -> table.sources().size() > 1);
  }

  private Stream<TableName> sources() {
    return tables.stream().flatMap(table -> table.sources().stream());
  }
}
