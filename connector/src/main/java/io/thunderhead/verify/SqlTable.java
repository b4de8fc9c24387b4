package io.thunderhead.verify;

import io.thunderhead.option.TableName;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of a live server.
 *
 * @param constants columns that it lacks, with the value that all its rows stand for
 */
public record SqlTable(TableName name, Map<String, String> constants) implements Serializable {
  /** Takes a copy whose names are in lower case. */
  public SqlTable {
    Map<String, String> lower = new TreeMap<>();
    constants.forEach((column, value) -> lower.put(column.toLowerCase(Locale.ROOT), value));
    constants = lower;
  }

  /**
   * Returns the expression that shows a column's values whole. MySQL shows six digits of a FLOAT,
   * and all of the DOUBLE that is the same.
   */
  String shown(ColumnInfo column) {
    String constant = constants.get(column.name().toLowerCase(Locale.ROOT));
    if (constant != null) {
      return KeyChunks.text(constant);
    }
    String quoted = TableName.quoted(column.name());
    return column.type().tp() == FieldType.FLOAT ? quoted + " * 1e0" : quoted;
  }
}
