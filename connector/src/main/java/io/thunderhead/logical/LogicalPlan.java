package io.thunderhead.logical;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.RowStatement;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.type.SqlMode;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that the executors need to write rows by SQL, frozen on the driver.
 *
 * @param jobId tells loads apart in the ledger
 * @param ledgerSchema database of the ledger
 * @param target what is written to
 * @param encode how values are converted
 * @param onDuplicate ERROR, REPLACE or IGNORE
 * @param batch how rows go, and how many at once
 * @param foreignKeys whether foreign keys are checked
 * @param retries of one batch
 * @param answer longest wait for one statement
 */
public record LogicalPlan(
    SqlServers servers,
    long jobId,
    String ledgerSchema,
    Target target,
    EncodeSettings encode,
    ConflictStrategy onDuplicate,
    Batch batch,
    boolean foreignKeys,
    RetryPolicy retries,
    Duration answer)
    implements Serializable {
  /**
   * A table.
   *
   * @param table only its columns count, and whether it has row ids of its own
   * @param autoRandom whether a column of it is AUTO_RANDOM
   * @param tidb whether it is TiDB's
   * @param undoesLoadData whether a transaction there undoes what LOAD DATA did in it
   * @param partitions the only ones that take rows; empty for all
   */
  public record Target(
      TableName name,
      TableInfo table,
      boolean autoRandom,
      boolean tidb,
      boolean undoesLoadData,
      List<String> partitions)
      implements Serializable {
    /** Takes a copy of the names. */
    public Target {
      partitions = List.copyOf(partitions);
    }

    /** Returns the target with the partitions that take rows; none for all. */
    public Target only(List<String> names) {
      return new Target(name, table, autoRandom, tidb, undoesLoadData, names);
    }

    /** Returns what statements write into or read from: the table, or partitions of it. */
    public String sql() {
      return partitions.isEmpty()
          ? name.quoted()
          : name.quoted()
              + partitions.stream()
                  .map(TableName::quoted)
                  .collect(Collectors.joining(", ", " PARTITION (", ")"));
    }

    ServerKind kind() {
      return tidb ? ServerKind.TIDB : ServerKind.OTHER;
    }
  }

  /**
   * How rows go in batches.
   *
   * @param bytes of the statement's text, as UTF-8
   * @param statement that brings the rows
   * @param rowsPerSecond of one task, 0 for no bound
   */
  public record Batch(int rows, long bytes, RowStatement statement, long rowsPerSecond)
      implements Serializable {
    /** Checks that a batch has room for a row. */
    public Batch {
      if (rows < 1 || bytes < 1 || rowsPerSecond < 0) {
        throw new IllegalArgumentException(
            "batch: %d rows, %d bytes, %d rows a second (expected: above 0, above 0, not below 0)"
                .formatted(rows, bytes, rowsPerSecond));
      }
    }
  }

  /** Checks the strategy. */
  public LogicalPlan {
    if (onDuplicate == ConflictStrategy.REMOVE || onDuplicate == ConflictStrategy.RECORD) {
      throw new IllegalArgumentException(
          "on-duplicate %s (expected: error, replace or ignore)".formatted(onDuplicate.word()));
    }
  }

  /**
   * Returns a zone as sessions set it. Offsets are known to every server, names only to those that
   * were given a table of zones.
   */
  public static String zone(ZoneId zone) {
    ZoneId shortest = zone.normalized();
    if (shortest instanceof ZoneOffset offset) {
      return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }
    return zone.getId();
  }

  /** Tells whether rows may go by LOAD DATA, as far as it does not hang on their columns. */
  boolean mayLoadData() {
    return batch.statement() == RowStatement.AUTO
        && target.undoesLoadData()
        && target.partitions().isEmpty()
        && onDuplicate != ConflictStrategy.IGNORE
        && !encode.sqlMode().contains(SqlMode.NO_BACKSLASH_ESCAPES);
  }

  /** Returns the plan with another pace of each task. */
  public LogicalPlan paced(long rowsPerSecond) {
    return new LogicalPlan(
        servers,
        jobId,
        ledgerSchema,
        target,
        encode,
        onDuplicate,
        new Batch(batch.rows(), batch.bytes(), batch.statement(), rowsPerSecond),
        foreignKeys,
        retries,
        answer);
  }
}
