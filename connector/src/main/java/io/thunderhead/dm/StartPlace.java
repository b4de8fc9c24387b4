package io.thunderhead.dm;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.DumpMetadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a source's binlog replication begins.
 *
 * @param file of the binlog, empty when only a GTID set is known
 * @param position of the first event that is not in the snapshot, in bytes; 0 without a file
 * @param gtid transactions that are in the snapshot, empty when none is known
 * @param exact whether the snapshot ends just there; else it may hold changes of later events
 * @param origin where the place is known from, for people
 */
public record StartPlace(String file, long position, String gtid, boolean exact, String origin) {
  private static final Pattern TEXT = Pattern.compile("([^:\\s]+):(\\d+)");
  private static final String OF_TIDB = "tidb-binlog";
  private static final int FIRST_EVENT = 4;

  /** Checks that there is a place. */
  public StartPlace {
    if (file.isEmpty() && gtid.isEmpty()) {
      throw new IllegalArgumentException("neither a binlog file nor a GTID set");
    }
  }

  /**
   * Reads what a user says, which is taken to be at or before the snapshot's end.
   *
   * @param binlog {@code FILE:POSITION}, empty for none
   * @throws LoadException INVALID_OPTION when it is not of this form
   */
  public static StartPlace given(String binlog, String gtid) {
    Matcher place = TEXT.matcher(binlog.strip());
    boolean named = place.matches();
    if ((!named && !binlog.isBlank()) || (named && place.group(2).length() > 18)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option dm-binlog: '%s' (expected: FILE:POSITION such as mysql-bin.000007:4)"
              .formatted(binlog));
    }
    return named
        ? of(place.group(1), place.group(2), gtid, false, "the command line")
        : of("", "0", gtid, false, "the command line");
  }

  /**
   * Takes the place that a dump tells: of the server it was taken from, or, where that writes no
   * binlog, of its primary.
   *
   * @param metadata null when the dump tells none
   * @throws LoadException INVALID_OPTION when there is none that DM could start at
   */
  public static StartPlace of(DumpMetadata metadata) {
    if (metadata == null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option dm-task: the source has no metadata file with a place in the binlog, as exports of Aurora and RDS have none. Give one that is not behind the snapshot with --dm-binlog FILE:POSITION or --dm-gtid SET.");
    }
    if (metadata.binlogFile().equals(OF_TIDB)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option dm-task: the dump was taken from TiDB at timestamp %s, and DM replicates from MySQL and MariaDB. Start a TiCDC changefeed with --start-ts=%s instead."
              .formatted(metadata.position(), metadata.position()));
    }
    DumpMetadata.Upstream upstream = metadata.upstream();
    boolean own = !metadata.binlogFile().isEmpty() || !metadata.gtid().isEmpty();
    if (own || upstream == null) {
      return of(
          metadata.binlogFile(),
          metadata.position(),
          metadata.gtid(),
          metadata.exact(),
          "the snapshot");
    }
    return of(
        upstream.binlogFile(),
        upstream.position(),
        upstream.gtid(),
        metadata.exact(),
        "the snapshot of a replica, in the binlog of its primary " + upstream.host());
  }

  private static StartPlace of(
      String file, String position, String gtid, boolean exact, String origin) {
    boolean usable = position.matches("\\d{1,18}") || file.isEmpty();
    if (!usable || (file.isEmpty() && gtid.isBlank())) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option dm-task: binlog file '%s', position '%s', GTID set '%s' are no place in a binlog. Give it with --dm-binlog FILE:POSITION or --dm-gtid SET."
              .formatted(file, position, gtid));
    }
    long at = file.isEmpty() ? 0 : Math.max(Long.parseLong(position), FIRST_EVENT);
    return new StartPlace(file, at, gtid.replaceAll("\\s", ""), exact, origin);
  }
}
