package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.error.Outcome;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.precheck.Precheck;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.TikvClient;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed load leaves in its table, and how to be rid of it. */
final class LeftBehind {
  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

  private final TikvClient tikv;
  private final PdClient pd;
  private final LoadOptions options;
  private final TableInfo table;
  private final boolean appends;
  private final boolean replaces;

  /**
   * @param replaces whether the load takes out rows that were in the table
   */
  LeftBehind(Cluster cluster, LoadOptions options, TableInfo table, boolean replaces) {
    this.replaces = replaces;
    this.appends = options.mode() == LoadMode.APPEND;
    this.options = options;
    this.tikv = cluster.tikv();
    this.pd = cluster.pd();
    this.table = table;
  }

  /** Runs Spark work and turns its failure into one that says what is left in the cluster. */
  <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      LoadException known = LoadException.findIn(e);
      ErrorCode code = known == null ? ErrorCode.INTERNAL : known.code();
      String problem = known == null ? "Spark failed: " + firstLine(e) : known.getMessage();
      throw new LoadException(code, problem + " " + text() + late(code), e);
    }
  }

  /** TRUNCATE gives the table another id, so that a late ingest goes to keys of no table. */
  private String late(ErrorCode code) {
    return code.outcome() == Outcome.UNKNOWN && !appends
        ? " An ingest that was sent may still take place: TRUNCATE keeps it out, DELETE does not."
        : "";
  }

  /** Runs a step likewise. */
  void guarded(Runnable step) {
    guarded(
        () -> {
          step.run();
          return null;
        });
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Looks into the table, and says what to do before the next load. */
  String text() {
    if (appends) {
      return "Part of the rows may be in %s beside those that were there%s; TRUNCATE would take both."
          .formatted(
              options.target(), replaces ? ", and rows that were to be replaced may be gone" : "");
    }
    try {
      boolean empty = Precheck.firstKv(tikv, table, pd.timestamp()) == null;
      return empty
          ? "Nothing was written to %s.".formatted(options.target())
          : "Part of the rows is in %s; empty it with %s before the next load."
              .formatted(options.target(), options.emptyingSql());
    } catch (RuntimeException e) {
      LOG.debug("the table could not be looked at", e);
      return "What is in %s could not be seen; look before the next load."
          .formatted(options.target());
    }
  }
}
