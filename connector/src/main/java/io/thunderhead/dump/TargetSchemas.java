package io.thunderhead.dump;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.SmallFile;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.RoutedFile;
import io.thunderhead.sql.TidbClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** Makes the databases, tables and views of a dump that the cluster does not have. */
final class TargetSchemas {
  private final TidbClient tidb;
  private final String excuse;
  private final Configuration hadoop;
  private final Map<String, Set<String>> names;

  /**
   * Reads the names of all tables.
   *
   * @param options say where the cluster is
   * @param makes whether anything may be made
   */
  TargetSchemas(LoadOptions options, boolean makes, Configuration hadoop) {
    boolean can = makes && !options.tidb().isEmpty();
    this.tidb = can ? new TidbClient(options.tidb(), options.user(), options.password()) : null;
    this.excuse =
        makes ? "option tidb names no server that can make it" : "option no-schema is given";
    this.hadoop = hadoop;
    this.names =
        options.backend() == Backend.LOCAL || options.tidb().isEmpty()
            ? SchemaReader.names(options)
            : bySql(options);
  }

  private static Map<String, Set<String>> bySql(LoadOptions options) {
    TidbClient client = new TidbClient(options.tidb(), options.user(), options.password());
    Map<String, Set<String>> names = new TreeMap<>();
    for (List<String> row : client.rows("SELECT SCHEMA_NAME FROM information_schema.schemata")) {
      names.put(lower(row.get(0)), new TreeSet<>());
    }
    for (List<String> row :
        client.rows("SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.tables")) {
      names.computeIfAbsent(lower(row.get(0)), any -> new TreeSet<>()).add(lower(row.get(1)));
    }
    return names;
  }

  /**
   * Makes a database that is not there.
   *
   * @param file of the dump, null when it has none
   */
  void makeDatabase(String name, RoutedFile file) {
    if (tidb == null || names.containsKey(lower(name))) {
      return;
    }
    String statement =
        file == null
            ? "CREATE DATABASE IF NOT EXISTS " + TableName.quoted(name)
            : SchemaScript.createDatabase(text(file), name);
    tidb.run(found(statement, file, "CREATE DATABASE"));
  }

  /**
   * Makes a table that is not there.
   *
   * @throws LoadException TABLE_NOT_FOUND when nothing says or nothing can run how it is made
   */
  void makeTable(Dump.DumpTable table) {
    if (has(table.name())) {
      return;
    }
    if (tidb == null || table.schema() == null) {
      throw missing(
          "table",
          table.name(),
          tidb == null
              ? excuse
              : "the source has no file %s-schema.sql that creates it".formatted(table.name()));
    }
    String statement = SchemaScript.createTable(text(table.schema()), table.name());
    make(table.name(), found(statement, table.schema(), "CREATE TABLE"));
  }

  /**
   * Makes a view that is not there.
   *
   * @return what was done
   * @throws LoadException TABLE_NOT_FOUND when nothing can make it
   */
  String makeView(Dump.DumpTable view) {
    if (has(view.name())) {
      return "was there";
    }
    if (tidb == null) {
      throw missing("view", view.name(), excuse);
    }
    String statement = SchemaScript.createView(text(view.schema()), view.name());
    make(view.name(), found(statement, view.schema(), "CREATE VIEW"));
    return "made";
  }

  /** Tables may refer to others that are made later. */
  private void make(TableName name, String statement) {
    tidb.run(
        "the schema file of " + name,
        List.of(
            "SET foreign_key_checks = 0", "USE " + TableName.quoted(name.database()), statement));
  }

  private static LoadException missing(String what, TableName name, String reason) {
    return new LoadException(
        ErrorCode.TABLE_NOT_FOUND,
        "%s %s does not exist, and %s. Create it first.".formatted(what, name, reason));
  }

  private boolean has(TableName name) {
    return names.getOrDefault(lower(name.database()), Set.of()).contains(lower(name.table()));
  }

  private String text(RoutedFile file) {
    return SmallFile.read(file.file().path(), file.compression(), hadoop);
  }

  private static String found(String statement, RoutedFile file, String what) {
    if (statement == null) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "schema file %s has no %s statement. Check the export that wrote it."
              .formatted(file.file().path(), what));
    }
    return statement;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
