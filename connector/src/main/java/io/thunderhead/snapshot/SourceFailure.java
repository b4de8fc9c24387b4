package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.sql.SQLException;
import java.util.Set;

/** What a failed statement on the source means to the user. */
final class SourceFailure {
  /** A privilege is missing: of a database, a table, a column, or a global one. */
  private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, 1143, 1227);

  private static final int SYNTAX = 1064;
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int LOCK_WAIT = 1205;
  private static final int DEFINITION_CHANGED = 1412;

  private SourceFailure() {}

  static boolean isDenied(SQLException e) {
    return DENIED.contains(e.getErrorCode());
  }

  static boolean isLockWait(SQLException e) {
    return e.getErrorCode() == LOCK_WAIT;
  }

  /** Tells whether the server is of a version that does not know the statement or variable. */
  static boolean isUnknown(SQLException e) {
    return e.getErrorCode() == SYNTAX || e.getErrorCode() == UNKNOWN_VARIABLE;
  }

  /**
   * Tells a failure.
   *
   * @param doing what was done, such as "reading table d.t"
   */
  static LoadException of(String address, String doing, SQLException e) {
    String said = text(e);
    String state = String.valueOf(e.getSQLState());
    if (isDenied(e)) {
      return new LoadException(
          ErrorCode.ACCESS_DENIED,
          "the source %s does not allow %s (%s). Check --from-user and its password, and grant it SELECT on the tables, RELOAD or LOCK TABLES, and REPLICATION CLIENT."
              .formatted(address, doing, said),
          e);
    }
    if (e.getErrorCode() == DEFINITION_CHANGED) {
      return new LoadException(
          ErrorCode.SOURCE_CHANGED,
          "%s on the source %s: its definition was changed while the snapshot was read (%s), and the old rows are gone. Start again, and change no tables meanwhile."
              .formatted(doing, address, said),
          e);
    }
    if (state.startsWith("08") || e.getErrorCode() == 0) {
      return new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s: the connection to the source %s failed (%s). A snapshot ends with its connections; start again when the source can be reached."
              .formatted(doing, address, said),
          e);
    }
    return new LoadException(
        ErrorCode.SOURCE_UNREADABLE,
        "%s: the source %s answers %s. Mend what it names and start again."
            .formatted(doing, address, said),
        e);
  }

  static String text(SQLException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return e.getErrorCode() == 0 ? line : "error %d, %s".formatted(e.getErrorCode(), line);
  }
}
