package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.tidb.Result.Column;
import io.thunderhead.tidb.Result.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of TiDB's own that can be read: what a loader asks about the cluster. */
final class SystemRows {
  private static final String SERVER_VERSION = "283";

  private final Backend backend;
  private final List<ImportJob> importJobs = new ArrayList<>();
  private final List<DdlJob> ddlJobs = new ArrayList<>();
  private String address = "";
  private String statusAddress = "";

  SystemRows(Backend backend) {
    this.backend = backend;
  }

  /** A row of {@code mysql.tidb_import_jobs}. */
  private record ImportJob(String database, String table, String status) {}

  /** A row of {@code information_schema.ddl_jobs}. */
  private record DdlJob(String database, String table, String type, String state) {}

  synchronized void addImportJob(String database, String table, String status) {
    importJobs.add(new ImportJob(database, table, status));
  }

  synchronized void addDdlJob(String database, String table, String type, String state) {
    ddlJobs.add(new DdlJob(database, table, type, state));
  }

  synchronized void listensOn(String hostAndPort) {
    address = hostAndPort;
  }

  synchronized void showsStatusOn(String hostAndPort) {
    statusAddress = hostAndPort;
  }

  /** Returns a table's rows, or null when it is none of these. */
  Rows of(String database, String table, Variables variables) {
    String name = (database + "." + table).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "mysql.tidb" -> tidb(variables);
      case "mysql.global_variables" -> globalVariables(variables);
      case "mysql.tidb_import_jobs" -> importJobs();
      case "information_schema.ddl_jobs" -> ddlJobs();
      case "information_schema.cluster_info" -> clusterInfo();
      case "information_schema.schemata" -> schemata();
      case "information_schema.tables" -> tables();
      default -> null;
    };
  }

  private Rows tidb(Variables variables) {
    String gc = "tikv_gc_";
    return Rows.of(
            Column.text("VARIABLE_NAME"), Column.text("VARIABLE_VALUE"), Column.text("COMMENT"))
        .add("bootstrapped", "True", "Bootstrap flag. Do not delete.")
        .add("tidb_server_version", SERVER_VERSION, "Bootstrap version. Do not delete.")
        .add("system_tz", variables.global("system_time_zone"), "TiDB Global System Timezone.")
        .add(
            "new_collation_enabled",
            backend.newCollation() ? "True" : "False",
            "If the new collations are enabled. Do not edit it.")
        .add(gc + "enable", variables.global("tidb_gc_enable").equals("ON") ? "true" : "false", "")
        .add(gc + "run_interval", variables.global("tidb_gc_run_interval"), "")
        .add(gc + "life_time", variables.global("tidb_gc_life_time"), "");
  }

  private static Rows globalVariables(Variables variables) {
    Rows rows = Rows.of(Column.text("VARIABLE_NAME"), Column.text("VARIABLE_VALUE"));
    variables.all().forEach(rows::add);
    return rows;
  }

  /** Nobody runs IMPORT INTO here: there are the jobs that someone pretends. */
  private synchronized Rows importJobs() {
    Rows rows =
        Rows.of(
            Column.number("id"),
            Column.text("table_schema"),
            Column.text("table_name"),
            Column.number("table_id"),
            Column.text("status"),
            Column.text("step"));
    for (int i = 0; i < importJobs.size(); i++) {
      ImportJob job = importJobs.get(i);
      rows.add(String.valueOf(i + 1), job.database(), job.table(), "0", job.status(), "");
    }
    return rows;
  }

  /** DDL is done at once here: there are the jobs that someone pretends. */
  private synchronized Rows ddlJobs() {
    Rows rows =
        Rows.of(
            Column.number("JOB_ID"),
            Column.text("DB_NAME"),
            Column.text("TABLE_NAME"),
            Column.text("JOB_TYPE"),
            Column.text("STATE"));
    for (int i = 0; i < ddlJobs.size(); i++) {
      DdlJob job = ddlJobs.get(i);
      rows.add(String.valueOf(i + 1), job.database(), job.table(), job.type(), job.state());
    }
    return rows;
  }

  private synchronized Rows clusterInfo() {
    Rows rows =
        Rows.of(
            Column.text("TYPE"),
            Column.text("INSTANCE"),
            Column.text("STATUS_ADDRESS"),
            Column.text("VERSION"));
    String version = Variables.VERSION.substring(Variables.VERSION.indexOf("-v") + 2);
    rows.add("tidb", address, statusAddress, version);
    for (Backend.Instance each : backend.instances()) {
      rows.add(each.type(), each.address(), each.statusAddress(), each.version());
    }
    return rows;
  }

  private Rows schemata() {
    Rows rows =
        Rows.of(
            Column.text("CATALOG_NAME"),
            Column.text("SCHEMA_NAME"),
            Column.text("DEFAULT_CHARACTER_SET_NAME"),
            Column.text("DEFAULT_COLLATION_NAME"));
    for (JsonNode each : backend.databases()) {
      rows.add("def", name(each, "db_name"), text(each, "charset"), text(each, "collate"));
    }
    return rows;
  }

  private Rows tables() {
    Rows rows =
        Rows.of(
            Column.text("TABLE_SCHEMA"),
            Column.text("TABLE_NAME"),
            Column.text("TABLE_TYPE"),
            Column.text("TABLE_COLLATION"),
            Column.number("TIDB_TABLE_ID"));
    for (JsonNode database : backend.databases()) {
      for (JsonNode table : backend.tables(database.path("id").asLong())) {
        rows.add(
            name(database, "db_name"),
            name(table, "name"),
            "BASE TABLE",
            text(table, "collate"),
            text(table, "id"));
      }
    }
    return rows;
  }

  private static String name(JsonNode node, String field) {
    return node.path(field).path("O").asText();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
