package io.thunderhead.schema;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import io.thunderhead.option.TableName;
import java.io.Serializable;
import java.util.List;

/** A table and the database that holds it. */
public record FoundTable(DatabaseInfo database, TableInfo table) implements Serializable {

  /** Says that a table does not exist, and what the nearest name is. */
  public static LoadException missing(TableName name, List<String> known) {
    return new LoadException(
        ErrorCode.TABLE_NOT_FOUND,
        "table %s does not exist.%s Create it first; the load does not."
            .formatted(name, NearestName.hint(name.table(), known)));
  }

  /** Says that a database does not exist, and what the nearest name is. */
  public static LoadException missingDatabase(TableName name, List<String> known) {
    return new LoadException(
        ErrorCode.TABLE_NOT_FOUND,
        "database %s does not exist.%s Create it and the table first; the load does not."
            .formatted(name.database(), NearestName.hint(name.database(), known)));
  }
}
