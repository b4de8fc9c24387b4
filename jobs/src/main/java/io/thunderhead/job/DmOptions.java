package io.thunderhead.job;

import io.thunderhead.dm.DmEndpoint;
import io.thunderhead.dm.DmTask;
import io.thunderhead.dm.StartPlace;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.Dump;
import io.thunderhead.route.DumpMetadata;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for what DM is told, so that it goes on where a load ended. */
final class DmOptions {
  private static final String NAME = "thunderhead";
  private static final String SOURCE = "mysql-01";
  private static final String NO_SOURCE = "SOURCE_HOST:3306";
  private static final String NO_TARGET = "TIDB_HOST:4000";

  @Option(
      names = "--dm-task",
      paramLabel = "FOLDER",
      description =
          "Writes dm-task.yaml and dm-source.yaml there once all tables are loaded: a task of DM that"
              + " replicates what the source wrote after the snapshot.")
  private String folder;

  @Option(
      names = "--dm-binlog",
      defaultValue = "",
      paramLabel = "FILE:POSITION",
      description =
          "Where the task begins, of exports that do not tell; at the snapshot's end or before it.")
  private String binlog;

  @Option(
      names = "--dm-gtid",
      defaultValue = "",
      paramLabel = "SET",
      description = "The same as a set of GTIDs.")
  private String gtid;

  @Option(
      names = "--dm-source",
      paramLabel = "HOST:PORT",
      description = "The MySQL whose binlog the task reads; default: that of --from-mysql.")
  private String source;

  @Option(
      names = "--dm-source-user",
      paramLabel = "NAME",
      description = "Its user; default: that of --from-mysql.")
  private String sourceUser;

  boolean wanted() {
    return folder != null;
  }

  /** Tells whether the place must come from the source itself. */
  boolean needsPlace() {
    return wanted() && binlog.isBlank() && gtid.isBlank();
  }

  /** Makes the folder, before anything is loaded. */
  DmFolder folder() {
    return DmFolder.make(folder);
  }

  /**
   * Puts a task together.
   *
   * @param metadata what the source tells of its place, or null
   * @param live the server that rows are read from, or null
   * @param options of the load, which tell the target
   * @throws LoadException INVALID_OPTION when nobody tells a place that DM could start at
   */
  DmTask task(
      Dump dump,
      DumpMetadata metadata,
      DmEndpoint live,
      DumpArguments arguments,
      Map<String, String> options) {
    StartPlace place =
        needsPlace() ? StartPlace.of(metadata) : StartPlace.given(binlog, gtid.strip());
    String upstream = metadata == null || metadata.upstream() == null ? "" : host(metadata, place);
    String address =
        source != null
            ? source
            : live != null ? live.address() : upstream.isEmpty() ? NO_SOURCE : upstream;
    String user = sourceUser != null ? sourceUser : live != null ? live.user() : "root";
    String tidb = options.getOrDefault("tidb", NO_TARGET).split(",", -1)[0].strip();
    return new DmTask(
        NAME,
        arguments.sourceId().isEmpty() ? SOURCE : arguments.sourceId(),
        place,
        endpoint("dm-source", address, user),
        endpoint("tidb", tidb, options.getOrDefault("user", "root")),
        dump.tables(),
        arguments.routes(),
        arguments.caseSensitive());
  }

  /** The primary's host, where the place is one in its binlog. */
  private static String host(DumpMetadata metadata, StartPlace place) {
    DumpMetadata.Upstream upstream = metadata.upstream();
    boolean ofPrimary =
        metadata.binlogFile().isEmpty() && place.file().equals(upstream.binlogFile());
    return ofPrimary && !upstream.host().isEmpty() ? upstream.host() + ":3306" : "";
  }

  private static DmEndpoint endpoint(String option, String address, String user) {
    try {
      return new DmEndpoint(address, user);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: '%s' (expected: host:port)".formatted(option, address),
          e);
    }
  }
}
