package io.thunderhead.journal;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.sql.TidbClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Files of jobs in a table of a database of the cluster: a file is a few rows, one a mebibyte,
 * which are written in one transaction.
 *
 * <pre>
 * thunderhead_jobs_v1 (job, name, piece, writer, content), primary key (job, name, piece)
 * </pre>
 */
final class TidbJobFiles implements JobFiles {
  /** TiDB takes entries of 6 MiB and packets of 64 MiB; hex digits double these bytes. */
  private static final int PIECE = 1 << 20;

  private final TidbClient tidb;
  private final String schema;
  private final String table;
  private boolean isThere;

  /**
   * @param schema database, made when something is written first
   */
  TidbJobFiles(TidbClient tidb, String schema) {
    this.tidb = tidb;
    this.schema = schema;
    this.table = TidbClient.quoted(schema) + ".thunderhead_jobs_v1";
  }

  @Override
  public String place() {
    return "database " + schema + " of TiDB";
  }

  @Override
  public List<Long> jobs() {
    return query("SELECT DISTINCT job FROM " + table).stream().map(Long::valueOf).toList();
  }

  @Override
  public List<String> names(long job) {
    return query("SELECT name FROM %s WHERE job = %d AND piece = 0".formatted(table, job));
  }

  @Override
  public byte[] read(long job, String name) {
    List<String> pieces =
        query(
            "SELECT HEX(content) FROM %s WHERE %s ORDER BY piece".formatted(table, of(job, name)));
    if (pieces.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    pieces.forEach(piece -> content.writeBytes(HexFormat.of().parseHex(piece)));
    return content.toByteArray();
  }

  /** Returns the texts of one column; none while there is no table. */
  private List<String> query(String sql) {
    if (!isThere && !look()) {
      return List.of();
    }
    return failing("read", () -> tidb.rows(sql)).stream().map(row -> row.get(0)).toList();
  }

  private boolean look() {
    String sql =
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = %s AND table_name = 'thunderhead_jobs_v1'"
            .formatted(text(schema));
    isThere = !failing("find", () -> tidb.rows(sql)).get(0).get(0).equals("0");
    return isThere;
  }

  @Override
  public void write(long job, String name, byte[] content) {
    make();
    List<String> statements = new ArrayList<>();
    statements.add("BEGIN");
    statements.add("DELETE FROM %s WHERE %s".formatted(table, of(job, name)));
    for (int piece = 0; piece == 0 || piece * PIECE < content.length; piece++) {
      int from = piece * PIECE;
      byte[] some = Arrays.copyOfRange(content, from, Math.min(from + PIECE, content.length));
      statements.add(
          "INSERT INTO %s VALUES (%s)".formatted(table, values(job, name, piece, "", some)));
    }
    statements.add("COMMIT");
    failing("write", () -> run("records of job " + job, statements));
  }

  /** Asks who has written it: an answer that was lost does not tell. */
  @Override
  public boolean create(long job, String name, byte[] content) {
    if (content.length > PIECE) {
      throw new IllegalArgumentException(
          "%d bytes (expected: at most %d)".formatted(content.length, PIECE));
    }
    make();
    String writer = UUID.randomUUID().toString();
    failing(
        "write",
        () ->
            run(
                "records of job " + job,
                List.of(
                    "INSERT IGNORE INTO %s VALUES (%s)"
                        .formatted(table, values(job, name, 0, writer, content)))));
    String written = "SELECT writer FROM %s WHERE %s AND piece = 0".formatted(table, of(job, name));
    return query(written).equals(List.of(writer));
  }

  @Override
  public void delete(long job, String name) {
    if (isThere || look()) {
      String sql = "DELETE FROM %s WHERE %s".formatted(table, of(job, name));
      failing("remove", () -> run(sql, List.of(sql)));
    }
  }

  private void make() {
    if (!isThere && !look()) {
      failing(
          "make",
          () ->
              run(
                  "table of jobs in " + schema,
                  List.of(
                      "CREATE DATABASE IF NOT EXISTS " + TidbClient.quoted(schema),
                      "CREATE TABLE IF NOT EXISTS "
                          + table
                          + " (job BIGINT NOT NULL, name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, piece INT NOT NULL, writer VARCHAR(36) NOT NULL, content MEDIUMBLOB NOT NULL, PRIMARY KEY (job, name, piece))")));
      isThere = true;
    }
  }

  private Void run(String what, List<String> statements) {
    tidb.run(what, statements);
    return null;
  }

  private static String of(long job, String name) {
    return "job = %d AND name = %s".formatted(job, text(name));
  }

  private static String values(long job, String name, int piece, String writer, byte[] content) {
    return "%d, %s, %d, '%s', %s".formatted(job, text(name), piece, writer, bytes(content));
  }

  /** Hex digits mean the same in every SQL mode and need no escapes. */
  private static String text(String text) {
    return "CONVERT(%s USING utf8mb4)".formatted(bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String bytes(byte[] bytes) {
    return "X'" + HexFormat.of().formatHex(bytes) + "'";
  }

  private interface Work<T> {
    T run();
  }

  private <T> T failing(String what, Work<T> work) {
    try {
      return work.run();
    } catch (LoadException e) {
      if (e.code() != ErrorCode.SQL_FAILED) {
        throw e;
      }
      throw new LoadException(
          ErrorCode.JOB_STORE_FAILED,
          "cannot %s records of jobs in %s (%s). Grant CREATE, SELECT, INSERT and DELETE there, or name a folder with option job-dir."
              .formatted(what, place(), e.getMessage()),
          e);
    }
  }
}
