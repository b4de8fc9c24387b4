package io.thunderhead.logical;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.sql.TidbClient;
import java.util.List;
import java.util.stream.Stream;

/** The driver's side of the ledger of one job. */
public final class LogicalLedger {
  private final TidbClient tidb;
  private final LogicalPlan plan;

  /**
   * What all tasks of a job did.
   *
   * @param done rows of the input that are dealt with, bad ones included
   * @param loaded rows that statements wrote
   * @param leftOut rows whose keys are taken
   * @param replaced rows that gave way
   */
  public record Totals(long done, long loaded, long leftOut, long replaced) {}

  public LogicalLedger(TidbClient tidb, LogicalPlan plan) {
    this.tidb = tidb;
    this.plan = plan;
  }

  /** Tells whether the job has parts. */
  public boolean isBegun() {
    return isThere(tidb, plan.ledgerSchema()) && !tidb.rows(Ledger.begun(plan)).isEmpty();
  }

  private static boolean isThere(TidbClient tidb, String schema) {
    return !tidb.rows(Ledger.isThere(schema)).get(0).get(0).equals("0");
  }

  /**
   * Enters the parts of a job; makes the tables of the ledger where they are not there.
   *
   * @param layout of the input, 0 when it cannot be told
   * @param goesOn whether the job was begun before
   * @throws LoadException JOB_REFUSED when the job cannot go on over this input
   */
  public void begin(int parts, long layout, boolean goesOn) {
    tidb.run("the ledger in " + plan.ledgerSchema(), Ledger.tables(plan.ledgerSchema()));
    List<List<String>> begun = tidb.rows(Ledger.begun(plan));
    String table = plan.target().name().toString();
    if (goesOn) {
      boolean same =
          layout != 0
              && begun.equals(
                  List.of(List.of(table, String.valueOf(layout), String.valueOf(parts))));
      if (!same) {
        throw new LoadException(
            ErrorCode.JOB_REFUSED,
            "job %d cannot go on over this input: %s. Give the same files, options and number of cores as before; a DataFrame's load cannot go on at all."
                .formatted(plan.jobId(), why(begun, table, parts)));
      }
    }
    if (goesOn) {
      tidb.run("the parts of job " + plan.jobId(), Ledger.proceed(plan));
    }
    tidb.run("the parts of job " + plan.jobId(), Ledger.begin(plan, parts, layout));
  }

  private String why(List<List<String>> begun, String table, int parts) {
    if (begun.isEmpty()) {
      return "%s knows no such job".formatted(plan.ledgerSchema());
    }
    List<String> first = begun.get(0);
    return "it was begun with table %s in %s parts, and this is table %s in %d parts%s"
        .formatted(
            first.get(0),
            first.get(2),
            table,
            parts,
            Stream.of(first.get(2)).anyMatch(String.valueOf(parts)::equals)
                ? " of other files or sizes"
                : "");
  }

  /**
   * Keeps tasks that are still at work from writing more, until the job goes on.
   *
   * @return what the ledger counts then
   * @throws LoadException when it is not known whether they are kept from it
   */
  public Totals suspend() {
    tidb.run("the parts of job " + plan.jobId(), Ledger.suspend(plan));
    return totals();
  }

  /** Returns what the ledger counts. */
  public Totals totals() {
    List<Long> sums = tidb.rows(Ledger.totals(plan)).get(0).stream().map(Long::parseLong).toList();
    return new Totals(
        sums.get(0), sums.get(1) - sums.get(2) - sums.get(3), sums.get(3), sums.get(4));
  }

  /** Forgets the job; tasks that are still at work write no more. */
  public void end() {
    forget(tidb, plan.ledgerSchema(), plan.jobId());
  }

  /** Forgets a job likewise, by its id. */
  public static void forget(TidbClient tidb, String schema, long jobId) {
    if (isThere(tidb, schema)) {
      tidb.run("the end of job " + jobId, Ledger.end(schema, jobId));
    }
  }
}
