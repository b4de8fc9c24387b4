package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.AnalyzeLevel;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.TableStatistics;
import io.thunderhead.sql.TidbClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TiDB's planner learns of the rows (import-protocol 4.7). */
final class Statistics {
  private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

  private final TidbClient tidb;
  private final LoadOptions options;
  private final TableInfo table;

  /**
   * @param tidb null when no server is named
   */
  Statistics(TidbClient tidb, LoadOptions options, TableInfo table) {
    this.tidb = tidb;
    this.options = options;
    this.table = table;
  }

  /**
   * Has statistics gathered as far as the options ask.
   *
   * @param rows in the table
   * @return what became of it, as the report tells it
   * @throws LoadException UNFINISHED when they are required and could not be gathered
   */
  String gather(long rows, Phases phases) {
    String statement = TableStatistics.analyzeStatement(options.table());
    if (options.analyze() == AnalyzeLevel.OFF) {
      return tidb == null ? "off; " + statement + " gathers them" : noted(rows, statement);
    } else if (tidb == null) {
      return "none yet, plans may be slow; run " + statement;
    }
    try {
      return phases.run(
          "analyze",
          () -> {
            statistics().analyze();
            return "gathered by " + statement;
          });
    } catch (LoadException e) {
      if (options.analyze() == AnalyzeLevel.REQUIRED) {
        throw new LoadException(
            ErrorCode.UNFINISHED,
            "the rows are in the table, but statistics could not be gathered: %s Run %s"
                .formatted(e.getMessage(), statement),
            e);
      }
      LOG.warn("statistics of {} could not be gathered: {}", options.table(), e.getMessage());
      return "not gathered (%s); run %s".formatted(e.getMessage(), statement);
    }
  }

  private String noted(long rows, String statement) {
    try {
      statistics().noteRows(table.id(), rows);
      return "%d rows noted, TiDB analyzes the table by itself".formatted(rows);
    } catch (LoadException e) {
      LOG.info("mysql.stats_meta of {} stays as it is: {}", options.table(), e.getMessage());
      return "off; " + statement + " gathers them";
    }
  }

  private TableStatistics statistics() {
    return new TableStatistics(tidb, options.table());
  }
}
