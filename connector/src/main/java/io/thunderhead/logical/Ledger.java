package io.thunderhead.logical;

import io.thunderhead.option.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each part of a job has come, in the cluster itself: written in the transactions that
 * write the rows, so that whoever cannot know whether a batch was committed reads it here.
 *
 * <p>A part moves on by an update that names the position it comes from. Of two tasks that write
 * the same part at once, one waits for the other's transaction and then finds the part moved.
 */
final class Ledger {
  /** Reasons beyond are cut. */
  private static final int REASON = 1_000;

  private static final int PARTS_OF_A_STATEMENT = 1_000;
  private static final String PARTS = "thunderhead_parts_v2";

  /** A batch that is under way holds its part for less. */
  private static final int LOCK_WAIT_SECONDS = 10;

  private final String parts;
  private final String refused;
  private final String ofPart;
  private final String ofJob;

  /**
   * Where a part stands.
   *
   * @param rows of the input that are dealt with
   * @param digest of these rows, in their order
   */
  record Position(long rows, long digest) {}

  /**
   * @param schema database of the ledger
   */
  Ledger(String schema, long jobId, int part) {
    this.parts = partsTable(schema);
    this.refused = refusedTable(schema);
    this.ofJob = "job_id = " + jobId;
    this.ofPart = "job_id = %d AND part = %d".formatted(jobId, part);
  }

  private static String partsTable(String schema) {
    return TableName.quoted(schema) + "." + PARTS;
  }

  private static String refusedTable(String schema) {
    return TableName.quoted(schema) + ".thunderhead_refused_v1";
  }

  /** Returns the statements that make the tables where they are not there. */
  static List<String> tables(String schema) {
    return List.of(
        "CREATE DATABASE IF NOT EXISTS " + TableName.quoted(schema),
        "CREATE TABLE IF NOT EXISTS "
            + partsTable(schema)
            + " (job_id BIGINT NOT NULL, part INT NOT NULL, table_name VARCHAR(261) NOT NULL,"
            + " layout BIGINT NOT NULL, rows_done BIGINT NOT NULL DEFAULT 0,"
            + " digest BIGINT NOT NULL DEFAULT 0, rows_sent BIGINT NOT NULL DEFAULT 0,"
            + " rows_bad BIGINT NOT NULL DEFAULT 0,"
            + " rows_refused BIGINT NOT NULL DEFAULT 0, rows_left_out BIGINT NOT NULL DEFAULT 0,"
            + " rows_replaced BIGINT NOT NULL DEFAULT 0,"
            + " update_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,"
            + " PRIMARY KEY (job_id, part))",
        "CREATE TABLE IF NOT EXISTS "
            + refusedTable(schema)
            + " (job_id BIGINT NOT NULL, part INT NOT NULL, row_number_of_part BIGINT NOT NULL,"
            + " reason VARCHAR(1000) NOT NULL, PRIMARY KEY (job_id, part, row_number_of_part))");
  }

  /** Returns the statements that enter the parts of a job, unless they are there. */
  static List<String> begin(LogicalPlan plan, int parts, long layout) {
    List<String> statements = new ArrayList<>();
    for (int from = 0; from < parts; from += PARTS_OF_A_STATEMENT) {
      List<String> rows = new ArrayList<>();
      for (int part = from; part < Math.min(parts, from + PARTS_OF_A_STATEMENT); part++) {
        rows.add(
            "(%d,%d,%s,%d)"
                .formatted(plan.jobId(), part, text(plan.target().name().toString()), layout));
      }
      statements.add(
          "INSERT IGNORE INTO %s (job_id, part, table_name, layout) VALUES %s"
              .formatted(partsTable(plan.ledgerSchema()), String.join(",", rows)));
    }
    return statements;
  }

  /** Returns the query of a job's sums: rows sent, refused, left out, replaced. */
  static String totals(LogicalPlan plan) {
    return "SELECT COALESCE(SUM(rows_done),0), COALESCE(SUM(rows_sent),0), COALESCE(SUM(rows_refused),0), COALESCE(SUM(rows_left_out),0), COALESCE(SUM(rows_replaced),0) FROM %1$s WHERE job_id IN (%2$d, -%2$d)"
        .formatted(partsTable(plan.ledgerSchema()), plan.jobId());
  }

  /** Returns the query of the tables and input layouts that a job was begun with, and its parts. */
  static String begun(LogicalPlan plan) {
    return "SELECT table_name, layout, COUNT(*) FROM %1$s WHERE job_id IN (%2$d, -%2$d) GROUP BY table_name, layout"
        .formatted(partsTable(plan.ledgerSchema()), plan.jobId());
  }

  /** Returns the query that tells whether there is a ledger. */
  static String isThere(String schema) {
    return "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(TABLE_SCHEMA) = LOWER(%s) AND TABLE_NAME = '%s'"
        .formatted("'" + schema.replace("\\", "\\\\").replace("'", "''") + "'", PARTS);
  }

  /** Returns the statements that forget a job; a task that is still at work can write no more. */
  static List<String> end(String schema, long jobId) {
    String ofJob = " WHERE job_id IN (%1$d, -%1$d)".formatted(jobId);
    return List.of(
        "DELETE FROM " + partsTable(schema) + ofJob, "DELETE FROM " + refusedTable(schema) + ofJob);
  }

  /**
   * Returns the statements that suspend a job: its parts go by the negative of its id, so that a
   * task that is still at work can write no more and what is written stays known.
   */
  static List<String> suspend(LogicalPlan plan) {
    return List.of(
        "SET SESSION innodb_lock_wait_timeout = " + LOCK_WAIT_SECONDS,
        renamed(partsTable(plan.ledgerSchema()), plan.jobId(), -plan.jobId()),
        renamed(refusedTable(plan.ledgerSchema()), plan.jobId(), -plan.jobId()));
  }

  /** Returns the statements that let tasks of a suspended job write again. */
  static List<String> proceed(LogicalPlan plan) {
    return List.of(
        renamed(refusedTable(plan.ledgerSchema()), -plan.jobId(), plan.jobId()),
        renamed(partsTable(plan.ledgerSchema()), -plan.jobId(), plan.jobId()));
  }

  private static String renamed(String table, long from, long to) {
    return "UPDATE %s SET job_id = %d WHERE job_id = %d".formatted(table, to, from);
  }

  /** Returns where the part stands, or null when the job is forgotten. */
  Position position(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT rows_done, digest FROM %s WHERE %s".formatted(parts, ofPart))) {
      return found.next() ? new Position(found.getLong(1), found.getLong(2)) : null;
    }
  }

  /**
   * Moves the part on, in the transaction that writes the rows.
   *
   * @param sent rows of these that go to the server; the others are bad
   * @return whether it stood at {@code from}; nothing may be written otherwise
   */
  boolean advance(Statement statement, Position from, Position to, int sent) throws SQLException {
    return statement.executeUpdate(
            "UPDATE %s SET rows_done = %d, digest = %d, rows_sent = rows_sent + %d, rows_bad = rows_bad + %d WHERE %s AND rows_done = %d AND digest = %d"
                .formatted(
                    parts,
                    to.rows(),
                    to.digest(),
                    sent,
                    to.rows() - from.rows() - sent,
                    ofPart,
                    from.rows(),
                    from.digest()))
        == 1;
  }

  /**
   * Returns the bad rows of all parts of the job: those of this transaction, and committed ones.
   */
  long badRows(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT COALESCE(SUM(rows_bad + rows_refused),0) FROM %s WHERE %s"
                .formatted(parts, ofJob))) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** Notes what became of rows that were sent, in the same transaction. */
  void count(Statement statement, long refusedRows, long leftOut, long replaced)
      throws SQLException {
    statement.executeUpdate(
        "UPDATE %s SET rows_refused = rows_refused + %d, rows_left_out = rows_left_out + %d, rows_replaced = rows_replaced + %d WHERE %s"
            .formatted(parts, refusedRows, leftOut, replaced, ofPart));
  }

  /** Notes a row that the server refuses, in the same transaction. */
  void refuse(Statement statement, LogicalPlan plan, int part, long row, String reason)
      throws SQLException {
    String cut = reason.length() <= REASON ? reason : reason.substring(0, REASON);
    statement.executeUpdate(
        "INSERT INTO %s VALUES (%d,%d,%d,%s)"
            .formatted(refused, plan.jobId(), part, row, text(cut)));
  }

  /** Returns the rows behind a position that the server refused, with why. */
  Map<Long, String> refusals(Statement statement, long after) throws SQLException {
    Map<Long, String> found = new TreeMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT row_number_of_part, reason FROM %s WHERE %s AND row_number_of_part > %d"
                .formatted(refused, ofPart, after))) {
      while (rows.next()) {
        found.put(rows.getLong(1), rows.getString(2));
      }
    }
    return found;
  }

  /** Returns a literal that every session reads alike, whatever it takes backslashes for. */
  private static String text(String value) {
    return value.isEmpty()
        ? "''"
        : "0x" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
  }
}
