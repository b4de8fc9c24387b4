package io.thunderhead.job;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configuration of sync-diff-inspector for the tables that were compared. Passwords, and the
 * server when the source was files, are left for the user to fill in.
 */
final class SyncDiffConfig {
  private static final String FILL_IN = "FILL-IN";
  private static final int MYSQL_PORT = 3306;
  private static final int TIDB_PORT = 4000;

  private final LoadOptions target;
  private final Set<TableName> tables = new LinkedHashSet<>();
  private final Map<TableName, TableName> routes = new LinkedHashMap<>();
  private final Map<TableName, List<String>> ignored = new LinkedHashMap<>();
  private String sourceAddress = FILL_IN + ":" + MYSQL_PORT;
  private String sourceUser = FILL_IN;

  SyncDiffConfig(LoadOptions target) {
    this.target = target;
  }

  /** Names the server that the rows come from. */
  void source(String address, String user) {
    sourceAddress = address;
    sourceUser = user;
  }

  /** Adds a table of the source and where it goes. */
  void add(TableName from, TableName to) {
    tables.add(to);
    if (!from.equals(to)) {
      routes.put(from, to);
    }
  }

  /** Leaves columns of a table out; what stands behind a name in parentheses is why. */
  void ignore(TableName table, List<String> columns) {
    if (!columns.isEmpty()) {
      ignored.put(
          table, columns.stream().map(each -> each.replaceAll(" \\([^()]*\\)$", "")).toList());
    }
  }

  /** Returns the file's text. */
  String toToml() {
    StringBuilder toml = new StringBuilder();
    toml.append("# For sync-diff-inspector: fill in what says ").append(FILL_IN).append(".\n");
    toml.append("check-thread-count = 4\nexport-fix-sql = true\ncheck-struct-only = false\n");
    putServer(toml, "source", sourceAddress, sourceUser);
    if (!routes.isEmpty()) {
      toml.append("route-rules = ").append(list(rules())).append('\n');
    }
    String tidb = target.tidb().isEmpty() ? FILL_IN + ":" + TIDB_PORT : target.tidb().get(0);
    putServer(toml, "target", tidb, target.tidb().isEmpty() ? FILL_IN : target.user());
    putRoutes(toml);
    toml.append("\n[task]\noutput-dir = \"./sync-diff-output\"\n");
    toml.append("source-instances = [\"source\"]\ntarget-instance = \"target\"\n");
    toml.append("target-check-tables = ")
        .append(list(tables.stream().map(SyncDiffConfig::rule).toList()))
        .append('\n');
    if (!ignored.isEmpty()) {
      toml.append("target-configs = ").append(list(configs())).append('\n');
    }
    putIgnored(toml);
    return toml.toString();
  }

  private static void putServer(StringBuilder toml, String name, String address, String user) {
    int colon = address.lastIndexOf(':');
    toml.append("\n[data-sources.").append(name).append("]\n");
    toml.append("host = ").append(quoted(address.substring(0, colon))).append('\n');
    toml.append("port = ").append(address.substring(colon + 1)).append('\n');
    toml.append("user = ").append(quoted(user)).append('\n');
    toml.append("password = ").append(quoted(FILL_IN)).append('\n');
  }

  private void putRoutes(StringBuilder toml) {
    int number = 0;
    for (Map.Entry<TableName, TableName> route : routes.entrySet()) {
      toml.append("\n[routes.rule").append(++number).append("]\n");
      toml.append("schema-pattern = ").append(quoted(route.getKey().database())).append('\n');
      toml.append("table-pattern = ").append(quoted(route.getKey().table())).append('\n');
      toml.append("target-schema = ").append(quoted(route.getValue().database())).append('\n');
      toml.append("target-table = ").append(quoted(route.getValue().table())).append('\n');
    }
  }

  private void putIgnored(StringBuilder toml) {
    int number = 0;
    for (Map.Entry<TableName, List<String>> each : ignored.entrySet()) {
      toml.append("\n[table-configs.config").append(++number).append("]\n");
      toml.append("target-tables = ").append(list(List.of(rule(each.getKey())))).append('\n');
      toml.append("ignore-columns = ").append(list(each.getValue())).append('\n');
    }
  }

  private List<String> rules() {
    return numbered("rule", routes.size());
  }

  private List<String> configs() {
    return numbered("config", ignored.size());
  }

  private static List<String> numbered(String name, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(name + i);
    }
    return names;
  }

  /** Names stand as they are where a table filter takes them so. */
  private static String rule(TableName table) {
    return part(table.database()) + "." + part(table.table());
  }

  private static String part(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }

  private static String list(List<String> values) {
    return values.stream().map(SyncDiffConfig::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
