package io.thunderhead.precheck;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputColumns;
import java.util.List;

/**
 * What is loaded into what.
 *
 * @param table null when it is not there
 * @param missing why it is not there; null when it is
 * @param input columns of the rows; null when there are no rows to tell
 * @param loadId of this load, so that it is not in its own way
 * @param ts timestamp at which the table must be empty
 */
public record Target(
    TableName name,
    TableInfo table,
    LoadException missing,
    InputColumns input,
    EncodeSettings settings,
    String loadId,
    long ts) {
  /** Checks that the table is there or missing. */
  public Target {
    if ((table == null) == (missing == null)) {
      throw new IllegalArgumentException("target " + name + ": (expected: a table or a failure)");
    }
  }

  List<String> inputNames() {
    return input == null ? List.of() : input.names();
  }
}
