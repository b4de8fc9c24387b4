package io.thunderhead.logical;

import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.TableName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rows by {@code LOAD DATA LOCAL INFILE}, as the text that {@code INSERT} would bring them
 * by: values in parentheses, parted by commas. It costs a server less than the same text as a
 * statement.
 *
 * <p>{@code LOCAL} lets rows in that {@code INSERT} refuses: it warns, cuts values short and leaves
 * taken keys alone. So rows count as written only when all of them are and the server has nothing
 * to say; else their transaction is rolled back and they go by {@code INSERT}, which names the row
 * and the cause. After each failure twice as many batches pass before the next try.
 *
 * <p>Not thread-safe.
 */
final class LocalInfile {
  private static final Logger LOG = LoggerFactory.getLogger(LocalInfile.class);
  private static final int LONGEST_PAUSE = 1 << 16;

  private final LogicalPlan plan;
  private int pause;
  private int passing;

  /** Thrown when rows did not go in as they stand; their transaction must be rolled back. */
  static final class NotAsSentException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAsSentException(String why, SQLException cause) {
      super(why, cause);
    }
  }

  LocalInfile(LogicalPlan plan) {
    this.plan = plan;
    this.passing = plan.mayLoadData() ? 0 : -1;
  }

  /** Tells whether rows of a layout go this way now. */
  boolean takes(RowText.Layout layout) {
    return passing == 0 && layout.readsAsText();
  }

  /** Notes a batch that went by INSERT. */
  void passed() {
    passing -= passing > 0 ? 1 : 0;
  }

  /**
   * Sends rows of one layout.
   *
   * @param text of the rows
   * @return rows that the server counts as changed
   * @throws SQLException when the connection or the transaction is at its end
   */
  long load(SqlSession session, RowText.Layout layout, String text, int rows)
      throws SQLException, NotAsSentException {
    byte[] bytes = (text + ',').getBytes(StandardCharsets.UTF_8);
    long affected;
    String warning;
    try {
      affected = session.load(sql(layout), new ByteArrayInputStream(bytes));
      warning = session.warning();
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.PASSING) {
        // What stands between may not know files of clients, and lose the connection.
        rest();
        throw e;
      }
      throw failed(SqlFailure.text(e), e);
    }
    boolean all =
        plan.onDuplicate() == ConflictStrategy.REPLACE ? affected >= rows : affected == rows;
    if (warning != null || !all) {
      throw failed(warning != null ? warning : affected + " of " + rows + " rows", null);
    }
    return affected;
  }

  private NotAsSentException failed(String why, SQLException cause) {
    rest();
    LOG.info(
        "LOAD DATA does not take a batch as it is; INSERT brings it and {} more: {}",
        pause - 1,
        why);
    return new NotAsSentException(why, cause);
  }

  private void rest() {
    pause = Math.min(LONGEST_PAUSE, Math.max(1, 2 * pause));
    passing = pause;
  }

  private String sql(RowText.Layout layout) {
    return layout.columns().stream()
        .map(each -> TableName.quoted(each.name()))
        .collect(
            Collectors.joining(
                ",",
                "LOAD DATA LOCAL INFILE 'rows' %sINTO TABLE %s CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\\'' ESCAPED BY '\\\\' LINES STARTING BY '(' TERMINATED BY '),' ("
                    .formatted(
                        plan.onDuplicate() == ConflictStrategy.REPLACE ? "REPLACE " : "",
                        plan.target().sql()),
                ")"));
  }
}
