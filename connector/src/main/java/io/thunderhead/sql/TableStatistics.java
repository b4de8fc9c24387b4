package io.thunderhead.sql;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.time.Duration;
import java.util.List;

/** What TiDB sums up and counts of one table, on statements that take as long as the table asks. */
public final class TableStatistics {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int FIRST_NUMBER = 2;

  private final TidbClient tidb;
  private final String quotedName;

  public TableStatistics(TidbClient tidb, TableName name) {
    this.tidb = tidb;
    this.quotedName = TidbClient.quoted(name.database()) + "." + TidbClient.quoted(name.table());
  }

  /**
   * Returns checksum, KVs and bytes as ADMIN CHECKSUM TABLE tells them, 64 unsigned bits each
   * (import-protocol 4.4).
   *
   * @param concurrency requests that TiDB has under way at once
   * @throws LoadException UNREACHABLE, ACCESS_DENIED or SQL_FAILED
   */
  public long[] checksum(int concurrency) {
    String sql = "ADMIN CHECKSUM TABLE " + quotedName;
    List<String> row =
        tidb.inSession(
                sql,
                LONGEST,
                session -> {
                  session.run("SET SESSION tidb_checksum_table_concurrency = " + concurrency);
                  session.run("SET SESSION tidb_backoff_weight = 30");
                  return session.rows(sql);
                })
            .get(0);
    return new long[] {
      Long.parseUnsignedLong(row.get(FIRST_NUMBER)),
      Long.parseUnsignedLong(row.get(FIRST_NUMBER + 1)),
      Long.parseUnsignedLong(row.get(FIRST_NUMBER + 2))
    };
  }

  /** Returns the statement that gathers statistics. */
  public static String analyzeStatement(TableName name) {
    return "ANALYZE TABLE %s.%s"
        .formatted(TidbClient.quoted(name.database()), TidbClient.quoted(name.table()));
  }

  /**
   * Gathers statistics.
   *
   * @throws LoadException UNREACHABLE, ACCESS_DENIED or SQL_FAILED
   */
  public void analyze() {
    String sql = "ANALYZE TABLE " + quotedName;
    tidb.inSession(
        sql,
        LONGEST,
        session -> {
          session.run(sql);
          return null;
        });
  }

  /**
   * Tells TiDB's statistics how many rows there are, so that it analyzes the table by itself soon
   * (import-protocol 4.7).
   *
   * @param tableId the table's, not a partition's
   * @throws LoadException UNREACHABLE, ACCESS_DENIED or SQL_FAILED
   */
  public void noteRows(long tableId, long rows) {
    String sql =
        "UPDATE mysql.stats_meta SET modify_count = %d, count = %d, version = @@tidb_current_ts WHERE table_id = %d"
            .formatted(rows, rows, tableId);
    tidb.inSession(
        sql,
        LONGEST,
        session -> {
          session.run("BEGIN");
          session.run(sql);
          session.run("COMMIT");
          return null;
        });
  }
}
