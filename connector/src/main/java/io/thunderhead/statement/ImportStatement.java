package io.thunderhead.statement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A statement of TiDB's on imports (import-protocol 5.2 and 7.3). */
public sealed interface ImportStatement {

  /** The columns and variables, and the columns that are computed. */
  record Columns(List<String> fields, Map<String, String> set) {
    /** Takes copies that keep the order. */
    public Columns {
      fields = List.copyOf(fields);
      set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
  }

  /**
   * {@code IMPORT INTO t [(columns)] [SET ...] FROM 'path' [FORMAT 'format'] [WITH ...]}.
   *
   * @param table parts of its name
   * @param columns where fields go: names, and variables with {@code @} before them
   * @param format in lower case, empty to go by names
   */
  record OfFiles(
      List<String> table, Columns columns, String path, String format, ImportSettings settings)
      implements ImportStatement {}

  /**
   * {@code IMPORT INTO t [(columns)] FROM SELECT ... [WITH ...]}.
   *
   * @param columns of the table by position of the query's; empty for all
   * @param query text of the query
   */
  record OfQuery(List<String> table, List<String> columns, String query, ImportSettings settings)
      implements ImportStatement {}

  /**
   * {@code SHOW IMPORT JOBS [WHERE ...]} or {@code SHOW IMPORT JOB id}.
   *
   * @param id null for all jobs
   * @param where text of a condition on the columns, empty for none
   */
  record ShowJobs(Long id, String where) implements ImportStatement {}

  /**
   * {@code SHOW IMPORT GROUPS [WHERE ...]} or {@code SHOW IMPORT GROUP 'key'}.
   *
   * @param key null for all groups
   * @param where text of a condition on the columns, empty for none
   */
  record ShowGroups(String key, String where) implements ImportStatement {}

  /** {@code CANCEL IMPORT JOB id}. */
  record CancelJob(long id) implements ImportStatement {}
}
