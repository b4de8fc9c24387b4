package io.thunderhead.logical;

import java.sql.SQLException;
import java.util.Set;

/** What a failed statement means for the rows that it was to write. */
enum SqlFailure {
  /** The transaction is over or may be; another try on another connection may do. */
  PASSING,
  /** A row claims a primary or unique key that is taken. */
  DUPLICATE,
  /** One of the rows cannot be stored; the others can. */
  OF_A_ROW,
  /** Fewer rows at once may do. */
  TOO_LARGE,
  /** No other try would do. */
  LASTING;

  /**
   * Servers' own troubles that pass: lock waits and deadlocks, KILL, shutdown, too many
   * connections; of TiDB also schema changes, write conflicts, memory limits, resource groups, and
   * everything that stores and PD do not answer in time.
   */
  private static final Set<Integer> PASSING_CODES =
      Set.of(
          1040, 1053, 1105, 1158, 1159, 1160, 1161, 1205, 1213, 1317, 1412, 1927, 3024, 8002, 8005,
          8022, 8027, 8028, 8175, 8252, 9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9010, 9011,
          9012, 9013);

  private static final Set<Integer> DUPLICATES = Set.of(1062, 1169, 1586);

  /** A packet or a transaction beyond what the server takes. */
  private static final Set<Integer> SIZES = Set.of(1153, 8004, 8025);

  /** Values, constraints, foreign keys and partitions that a row does not fit. */
  private static final Set<Integer> ROWS =
      Set.of(
          1048, 1264, 1265, 1292, 1366, 1367, 1406, 1416, 1451, 1452, 1525, 1526, 1644, 1690, 1748,
          3140, 3141, 3156, 3819, 4025, 8101);

  static SqlFailure of(SQLException failure) {
    int code = failure.getErrorCode();
    String state = String.valueOf(failure.getSQLState());
    if (SIZES.contains(code)
        || failure.getClass().getSimpleName().equals("PacketTooBigException")) {
      return TOO_LARGE;
    } else if (DUPLICATES.contains(code)) {
      return DUPLICATE;
    } else if (PASSING_CODES.contains(code) || state.startsWith("08") || state.startsWith("40")) {
      return PASSING;
    } else if (ROWS.contains(code) || state.startsWith("22")) {
      return OF_A_ROW;
    }
    return LASTING;
  }

  /** Returns code and first line of what the server says. */
  static String text(SQLException failure) {
    String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return failure.getErrorCode() == 0
        ? line
        : "error %d, %s".formatted(failure.getErrorCode(), line);
  }
}
