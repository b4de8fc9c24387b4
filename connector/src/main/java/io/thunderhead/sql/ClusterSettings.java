package io.thunderhead.sql;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/**
 * What the cluster itself settles about stored bytes (kv-encoding 6.7).
 *
 * @param newCollation {@code new_collation_enabled} of {@code mysql.tidb}
 * @param rowFormat global {@code tidb_row_format_version}, 1 or 2
 * @param rowChecksum global {@code tidb_enable_row_level_checksum}
 * @param timeZone global {@code time_zone}, the server's own for SYSTEM
 * @param version what the server tells of itself
 */
public record ClusterSettings(
    boolean newCollation, int rowFormat, boolean rowChecksum, ZoneId timeZone, String version) {

  /** Servers before 7.1 have no checksums of rows and do not know the variable. */
  private static final int UNKNOWN_VARIABLE = 1193;

  /**
   * Asks a cluster.
   *
   * @throws LoadException when it cannot be asked or is no TiDB
   */
  public static ClusterSettings of(TidbClient tidb) {
    return tidb.inSession("reading the cluster's settings", ClusterSettings::read);
  }

  private static ClusterSettings read(TidbClient.Session session) throws SQLException {
    String version = value(session, "SELECT VERSION()", "");
    if (!version.contains("TiDB")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option tidb: the server there is '%s' and no TiDB. Give the SQL port of a TiDB server, 4000 by default."
              .formatted(version));
    }
    String collation =
        value(
            session,
            "SELECT variable_value FROM mysql.tidb WHERE variable_name = 'new_collation_enabled'",
            "False");
    String format = value(session, "SELECT @@global.tidb_row_format_version", "1");
    String checksum;
    try {
      checksum = value(session, "SELECT @@global.tidb_enable_row_level_checksum", "0");
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
      checksum = "0";
    }
    String zone = value(session, "SELECT @@global.time_zone", "SYSTEM");
    if (zone.equalsIgnoreCase("SYSTEM")) {
      zone = value(session, "SELECT @@global.system_time_zone", "UTC");
    }
    return new ClusterSettings(
        collation.equalsIgnoreCase("True"),
        Integer.parseInt(format),
        TidbClient.isOn(checksum),
        zone(zone),
        version);
  }

  private static String value(TidbClient.Session session, String query, String absent)
      throws SQLException {
    List<List<String>> rows = session.rows(query);
    return rows.isEmpty() || rows.get(0).get(0) == null ? absent : rows.get(0).get(0);
  }

  /** An unknown zone only matters to a load that wants it. */
  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
