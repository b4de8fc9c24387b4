package io.thunderhead.load;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.RowFormat;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rowid.ReservedIds;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.ClusterSettings;
import io.thunderhead.sql.TableIds;
import io.thunderhead.sql.TidbClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a load asks of TiDB, when the user names a server: settings and ids. */
public final class TidbSide {
  private final LoadOptions options;
  private final TidbClient tidb;
  private final ClusterSettings settings;

  private TidbSide(LoadOptions options) {
    this.options = options;
    this.tidb = new TidbClient(options.tidb(), options.user(), options.password());
    this.settings = ClusterSettings.of(tidb);
  }

  TidbClient client() {
    return tidb;
  }

  /** Connects, or returns null when the options name no server. */
  public static TidbSide of(LoadOptions options) {
    return options.tidb().isEmpty() ? null : new TidbSide(options);
  }

  /** Returns what options alone settle. */
  public static EncodeSettings settingsWithout(LoadOptions options) {
    return new EncodeSettings(
        options.timeZone(), options.sqlMode(), options.newCollation(), Instant.now());
  }

  /**
   * Returns what options and cluster settle together.
   *
   * @throws LoadException INVALID_OPTION when an option contradicts the cluster; UNSUPPORTED when
   *     the cluster stores rows in a way that is not written
   */
  public EncodeSettings settings() {
    if (options.saysNewCollation() && options.newCollation() != settings.newCollation()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option new-collation: %s, and the cluster's new_collation_enabled is %s. Leave the option out."
              .formatted(options.newCollation(), settings.newCollation()));
    }
    return new EncodeSettings(
        zone(), options.sqlMode(), settings.newCollation(), Instant.now(), rowFormat());
  }

  private ZoneId zone() {
    if (!options.takesTimeZoneOfCluster()) {
      return options.timeZone();
    } else if (settings.timeZone() == null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: the cluster's time_zone is not known here. Write the zone's name.");
    }
    return settings.timeZone();
  }

  private RowFormat rowFormat() {
    if (settings.rowFormat() != 2) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "the cluster's tidb_row_format_version is %d, and only records of version 2 are written. SET GLOBAL tidb_row_format_version = 2; TiDB reads both."
              .formatted(settings.rowFormat()));
    }
    return settings.rowChecksum() ? RowFormat.VERSION_2_CHECKSUM : RowFormat.VERSION_2;
  }

  /** Returns the ids of a load into a table; the names of the input's columns in any case. */
  ReservedIds ids(TableInfo table, Collection<String> input) {
    return new ReservedIds(
        new TableIds(tidb, table, options.table()),
        table,
        input.stream()
            .filter(Objects::nonNull)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
