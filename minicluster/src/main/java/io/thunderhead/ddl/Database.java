package io.thunderhead.ddl;

import java.util.LinkedHashMap;
import java.util.Map;

/** A database and its tables by lower-case name, in order of creation. */
final class Database {
  final long id;
  final Name name;
  String charset;
  String collate;
  final Map<String, TableInfo> tables = new LinkedHashMap<>();

  Database(long id, Name name, String charset, String collate) {
    this.id = id;
    this.name = name;
    this.charset = charset;
    this.collate = collate;
  }

  TableInfo table(Name table) {
    return tables.get(table.lower());
  }

  /** Id of the database whose hash has the allocators of a table. */
  long allocatorDatabase(TableInfo table) {
    return table.allocatorDatabaseId == 0 ? id : table.allocatorDatabaseId;
  }
}
