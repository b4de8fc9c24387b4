package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.DumpMetadata;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Where the source's binlog stands. */
final class BinlogPlace {
  private BinlogPlace() {}

  /**
   * Reads the place, while nothing is written.
   *
   * @param needed whether nothing can be done without it
   * @param told takes a line when the user may not ask for it
   * @return null when the source writes no binlog or its user may not ask for it, unless needed
   * @throws LoadException INVALID_OPTION, ACCESS_DENIED
   */
  static DumpMetadata read(SourceSession session, boolean needed, Consumer<String> told)
      throws SQLException {
    List<List<String>> rows;
    try {
      rows = status(session);
    } catch (SQLException e) {
      if (!SourceFailure.isDenied(e)) {
        throw e;
      }
      String may =
          "the user may not ask the source %s for its place in the binlog (%s)"
              .formatted(session.address(), SourceFailure.text(e));
      if (needed) {
        throw new LoadException(
            ErrorCode.ACCESS_DENIED,
            "option dm-task: %s. Grant REPLICATION CLIENT, or load without --dm-task."
                .formatted(may),
            e);
      }
      told.accept(may + ", and none is told; REPLICATION CLIENT is the right to it");
      return null;
    }
    if (rows.isEmpty()) {
      if (needed) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option dm-task: the source %s writes no binlog (log_bin is off), so nothing can be replicated from it. Switch the binlog on, with binlog_format=ROW, or load without --dm-task."
                .formatted(session.address()));
      }
      return null;
    }
    List<String> row = rows.get(0);
    return new DumpMetadata(row.get(0), row.get(1), gtid(session, row));
  }

  /** The statement has had a new name since MySQL 8.2, and only that since 8.4. */
  private static List<List<String>> status(SourceSession session) throws SQLException {
    try {
      return session.rows("SHOW MASTER STATUS");
    } catch (SQLException e) {
      if (!SourceFailure.isUnknown(e)) {
        throw e;
      }
      return session.rows("SHOW BINARY LOG STATUS");
    }
  }

  private static String gtid(SourceSession session, List<String> row) throws SQLException {
    if (isMariaDb(session)) {
      return session.rows("SELECT @@GLOBAL.gtid_binlog_pos").get(0).get(0);
    }
    String mode = variable(session, "gtid_mode");
    String gtid = row.size() > 4 && row.get(4) != null ? row.get(4).replaceAll("\\s", "") : "";
    // Sets of a time in which GTIDs were on say nothing about what came after.
    return mode.equals("ON") ? gtid : "";
  }

  static boolean isMariaDb(SourceSession session) throws SQLException {
    return version(session).toLowerCase(Locale.ROOT).contains("mariadb");
  }

  static String version(SourceSession session) throws SQLException {
    return session.rows("SELECT VERSION()").get(0).get(0);
  }

  /** Returns what in the source's settings DM cannot replicate from, as lines for a person. */
  static List<String> obstacles(SourceSession session) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    String format = variable(session, "binlog_format");
    if (!format.isEmpty() && !format.equals("ROW")) {
      obstacles.add("binlog_format is %s at the source, and DM needs ROW".formatted(format));
    }
    String image = variable(session, "binlog_row_image");
    if (!image.isEmpty() && !image.equals("FULL")) {
      obstacles.add("binlog_row_image is %s at the source, and DM needs FULL".formatted(image));
    }
    return obstacles;
  }

  /** Returns a global variable in capitals, empty when the server has none of that name. */
  private static String variable(SourceSession session, String name) throws SQLException {
    List<List<String>> rows = session.rows("SHOW GLOBAL VARIABLES LIKE '" + name + "'");
    return rows.isEmpty() ? "" : rows.get(0).get(1).toUpperCase(Locale.ROOT);
  }
}
