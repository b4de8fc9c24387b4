package io.thunderhead.dump;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.SmallFile;
import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.RoutedFile;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Makes the databases, tables and views of a dump that the cluster does not have. */
final class TargetSchemas {
  private final SchemaSink sink;
  private final Configuration hadoop;
  private final Map<String, Set<String>> names;

  /**
   * @param names of all tables and views that are there, by database; all in lower case
   * @param sink null when nothing can be made
   */
  TargetSchemas(Map<String, Set<String>> names, SchemaSink sink, Configuration hadoop) {
    this.sink = sink;
    this.hadoop = hadoop;
    this.names = names;
  }

  /**
   * Makes a database that is not there.
   *
   * @param file of the dump, null when it has none
   */
  void makeDatabase(String name, RoutedFile file) {
    if (sink == null || names.containsKey(lower(name))) {
      return;
    }
    String statement =
        file == null
            ? "CREATE DATABASE IF NOT EXISTS " + TableName.quoted(name)
            : SchemaScript.createDatabase(text(file), name);
    sink.execute(null, found(statement, file, "CREATE DATABASE"));
  }

  /**
   * Makes a table that is not there.
   *
   * @throws LoadException TABLE_NOT_FOUND when nothing says or nothing can run how it is made
   */
  synchronized void makeTable(Dump.DumpTable table) {
    if (has(table.name())) {
      return;
    }
    if (sink == null || table.schema() == null) {
      throw new LoadException(
          ErrorCode.TABLE_NOT_FOUND,
          "table %s does not exist, and %s. Create it first."
              .formatted(
                  table.name(),
                  table.schema() == null
                      ? "the source has no file %s-schema.sql that creates it"
                          .formatted(table.name())
                      : "the load may not create it (option no-schema, or no SQL address)"));
    }
    String statement = SchemaScript.createTable(text(table.schema()), table.name());
    sink.execute(table.name().database(), found(statement, table.schema(), "CREATE TABLE"));
  }

  /** Makes a view that is not there. Returns whether there was anything to do. */
  synchronized boolean makeView(Dump.DumpTable view) {
    if (sink == null || has(view.name())) {
      return false;
    }
    String statement = SchemaScript.createView(text(view.schema()), view.name());
    sink.execute(view.name().database(), found(statement, view.schema(), "CREATE VIEW"));
    return true;
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
