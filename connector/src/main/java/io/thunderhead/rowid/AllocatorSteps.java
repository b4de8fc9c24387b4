package io.thunderhead.rowid;

import io.thunderhead.encode.AutoIds;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;

/** The statements that keep later inserts off the ids of a load (import-protocol 4.5). */
public final class AllocatorSteps {
  private AllocatorSteps() {}

  /** Returns one statement for each allocator that must be raised. */
  static List<String> of(TableInfo table, TableName name, AutoIds ids) {
    List<String> steps = new ArrayList<>();
    String alter = "ALTER TABLE %s.%s ".formatted(quoted(name.database()), quoted(name.table()));
    long rowId = table.separatesAutoIncrement() ? 0 : ids.rowId();
    AutoIds shared = new AutoIds(0, ids.autoIncrement(), 0).max(new AutoIds(0, rowId, 0));
    if (shared.autoIncrement() != 0) {
      steps.add(alter + "AUTO_INCREMENT = " + Long.toUnsignedString(shared.autoIncrement() + 1));
    }
    if (ids.autoRandom() != 0) {
      steps.add(alter + "AUTO_RANDOM_BASE = " + Long.toUnsignedString(ids.autoRandom() + 1));
    }
    return steps;
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
