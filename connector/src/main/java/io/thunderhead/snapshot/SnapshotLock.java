package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Keeps writers out of the source for the moment in which all snapshots begin: all of them by FLUSH
 * TABLES WITH READ LOCK, or where that is not allowed, as on RDS and Aurora, those of the tables
 * that are read by LOCK TABLES. One connection that needs no place in the binlog does without: its
 * transaction alone is one moment.
 */
final class SnapshotLock implements AutoCloseable {
  /** Others wait behind a lock that waits. */
  private static final int WAIT_SECONDS = 60;

  private final SourceSession session;
  private final String kind;
  private final long since = System.nanoTime();

  /**
   * @param kind null for none
   */
  private SnapshotLock(SourceSession session, String kind) {
    this.session = session;
    this.kind = kind;
  }

  /**
   * Takes the lock.
   *
   * @param alone whether none is needed
   * @throws LoadException ACCESS_DENIED when the user may lock in neither way, SOURCE_UNREADABLE
   *     when the lock is not had in time
   */
  static SnapshotLock take(SourceSession session, List<TableName> tables, boolean alone) {
    try {
      session.run("SET SESSION lock_wait_timeout = " + WAIT_SECONDS);
      try {
        session.run("FLUSH TABLES WITH READ LOCK");
        return new SnapshotLock(session, "FLUSH TABLES WITH READ LOCK");
      } catch (SQLException e) {
        if (!SourceFailure.isDenied(e)) {
          throw e;
        }
        return ofTables(session, tables, alone, e);
      }
    } catch (SQLException e) {
      if (SourceFailure.isLockWait(e)) {
        throw new LoadException(
            ErrorCode.SOURCE_UNREADABLE,
            "the source %s gave no lock within %d s (%s): a long transaction, query or DDL is in the way, see SHOW PROCESSLIST there. Start again when it is over; other writers have gone on."
                .formatted(session.address(), WAIT_SECONDS, SourceFailure.text(e)),
            e);
      }
      throw SourceFailure.of(session.address(), "locking the source for a moment", e);
    }
  }

  private static SnapshotLock ofTables(
      SourceSession session, List<TableName> tables, boolean alone, SQLException refused)
      throws SQLException {
    try {
      session.run(
          tables.stream()
              .map(table -> table.quoted() + " READ")
              .collect(Collectors.joining(", ", "LOCK TABLES ", "")));
      return new SnapshotLock(session, "LOCK TABLES");
    } catch (SQLException e) {
      if (!SourceFailure.isDenied(e)) {
        throw e;
      }
      if (alone) {
        return new SnapshotLock(session, null);
      }
      throw new LoadException(
          ErrorCode.ACCESS_DENIED,
          "the source %s refuses both FLUSH TABLES WITH READ LOCK (%s) and LOCK TABLES (%s), and without a lock connections would see different moments. Grant the user RELOAD, or on RDS and Aurora LOCK TABLES and SELECT on the tables; or read on one connection, which needs no lock: --from-connections 1, without --dm-task."
              .formatted(session.address(), SourceFailure.text(refused), SourceFailure.text(e)),
          e);
    }
  }

  /** Tells whether writers are kept out. */
  boolean isHeld() {
    return kind != null;
  }

  /** Returns by what and for how long writers have been kept out, for a person. */
  String told() {
    return kind == null
        ? "without a lock, which the source grants in no way and one connection does not need"
        : String.format(
            Locale.ROOT,
            "writers kept out for %.2f s by %s",
            (System.nanoTime() - since) / 1e9,
            kind);
  }

  /** Lets writers go on. */
  void release() throws SQLException {
    session.run("UNLOCK TABLES");
  }

  /** Drops the connection, which frees the lock at the latest. */
  @Override
  public void close() {
    session.close();
  }
}
