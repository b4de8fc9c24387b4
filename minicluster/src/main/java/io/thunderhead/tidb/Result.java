package io.thunderhead.tidb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a statement answers. */
sealed interface Result {

  /** Done, without rows. */
  record Done(long affectedRows) implements Result {}

  /** A column of an answer; a number's text is decimal. */
  record Column(String name, boolean number) {
    static Column text(String name) {
      return new Column(name, false);
    }

    static Column number(String name) {
      return new Column(name, true);
    }
  }

  /** Rows of text, null for NULL. */
  record Rows(List<Column> columns, List<List<String>> rows) implements Result {
    static Rows of(Column... columns) {
      return new Rows(List.of(columns), new ArrayList<>());
    }

    Rows add(String... values) {
      rows.add(Arrays.asList(values));
      return this;
    }

    /** Returns the position of a column, in any case, or -1. */
    int position(String name) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }
  }

  Result DONE = new Done(0);
}
