package io.thunderhead.sqldump;

import io.thunderhead.type.Charset;
import java.io.Serializable;
import java.util.List;

/**
 * How the files of one table are written.
 *
 * @param columns of statements without a column list, in order; more values than these are dropped
 * @param backslashEscapes whether a backslash in a string escapes what follows; false is the SQL
 *     mode NO_BACKSLASH_ESCAPES
 * @param charset of the file; BINARY takes the bytes of strings as they are
 * @param rowLimit longest row in bytes
 */
public record SqlDialect(
    List<String> columns, boolean backslashEscapes, Charset charset, int rowLimit)
    implements Serializable {
  /** Longest row that TiDB's own tools take: 120 MiB. */
  public static final int DEFAULT_ROW_LIMIT = 120 << 20;

  private static final int MAX_ROW_LIMIT = 1 << 29;

  /** Checks that there are columns and that rows of some length are allowed. */
  public SqlDialect {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || rowLimit <= 0 || rowLimit > MAX_ROW_LIMIT) {
      throw new IllegalArgumentException(
          "sql: columns %s, row limit %d (expected: a column; 1..%d)"
              .formatted(columns, rowLimit, MAX_ROW_LIMIT));
    }
  }

  /** Returns what Dumpling and Mydumper write. */
  public static SqlDialect of(List<String> columns) {
    return new SqlDialect(columns, true, Charset.BINARY, DEFAULT_ROW_LIMIT);
  }
}
