package io.thunderhead.schema;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import io.thunderhead.option.TableName;
import java.io.Serializable;
import java.util.List;

/** A table and the database that holds it. */
public record FoundTable(DatabaseInfo database, TableInfo table) implements Serializable {

  /**
   * Returns the table with some partitions open.
   *
   * @throws LoadException TABLE_NOT_FOUND when it has no such partition
   */
  public FoundTable only(List<String> partitions) {
    try {
      return new FoundTable(database, table.only(partitions));
    } catch (IllegalArgumentException e) {
      List<String> known =
          table.partition() == null
              ? List.of()
              : table.partition().definitions().stream().map(each -> each.name()).toList();
      throw new LoadException(
          ErrorCode.TABLE_NOT_FOUND,
          known.isEmpty()
              ? "table %s is not partitioned (TiDB error 1747). Leave option partitions out."
                  .formatted(table.name())
              : "unknown partition '%s' in table '%s' (TiDB error 1735).%s"
                  .formatted(e.getMessage(), table.name(), NearestName.hint(e.getMessage(), known)),
          e);
    }
  }

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
