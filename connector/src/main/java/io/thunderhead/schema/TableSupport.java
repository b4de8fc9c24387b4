package io.thunderhead.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Says what about a table keeps it from being loaded. */
public final class TableSupport {
  private TableSupport() {}

  /**
   * Returns every reason, by name, why a table cannot be loaded; empty when it can.
   *
   * @param inputColumns names of the columns that the input has, in any case
   */
  public static List<String> unsupported(TableInfo table, Collection<String> inputColumns) {
    return new ArrayList<>();
  }
}
