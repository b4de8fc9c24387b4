package io.thunderhead.encode;

import io.thunderhead.type.SqlMode;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * What a cluster and a session settle about stored bytes.
 *
 * @param zone session time zone, in which text and wall-clock values of TIMESTAMP columns are read
 * @param sqlMode session {@code sql_mode}
 * @param newCollation the cluster's {@code new_collation_enabled}
 * @param statementTime what CURRENT_TIMESTAMP is for all rows; its fraction of a second is dropped
 * @param rowFormat the cluster's layout of records
 */
public record EncodeSettings(
    ZoneId zone,
    Set<SqlMode> sqlMode,
    boolean newCollation,
    Instant statementTime,
    RowFormat rowFormat)
    implements Serializable {
  /** Makes settings of a cluster that has what new clusters have: records of version 2. */
  public EncodeSettings(
      ZoneId zone, Set<SqlMode> sqlMode, boolean newCollation, Instant statementTime) {
    this(zone, sqlMode, newCollation, statementTime, RowFormat.VERSION_2);
  }

  /** Takes a copy of the modes. */
  public EncodeSettings {
    sqlMode = Set.copyOf(sqlMode);
  }

  /** Tells whether a value that must be adjusted fails its row. */
  public boolean strict() {
    return SqlMode.isStrict(sqlMode);
  }
}
