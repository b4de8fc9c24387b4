package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.route.DumpMetadata;
import io.thunderhead.route.TableFilter;
import io.thunderhead.sql.SqlServers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads tables of a running MySQL or MariaDB as they all were at one moment, and writes them to a
 * folder as a dump.
 *
 * <p>A snapshot lives in connections and cannot be handed to another process, so this one holds
 * them all: while writers are kept out for a moment, each connection begins a transaction with a
 * consistent snapshot, and the place in the binlog is read. Chunks of the tables are then read on
 * all connections at once, and executors load the files. A connection that is lost takes its
 * snapshot with it; then all fails, and what was written is removed.
 */
public final class LiveSnapshot {
  private final Settings settings;
  private final Configuration hadoop;
  private final Consumer<String> told;
  private final LocalDateTime started = LocalDateTime.now(ZoneOffset.UTC);

  /**
   * What is read and where it goes.
   *
   * @param server the source
   * @param filter tables to read
   * @param connections to read with
   * @param folder of any Hadoop file system, which is made
   * @param chunkBytes of about which a query reads rows
   * @param needsBinlog whether nothing can be done without the place in the binlog
   */
  public record Settings(
      SqlServers server,
      TableFilter filter,
      int connections,
      String folder,
      long chunkBytes,
      boolean needsBinlog) {
    /** Bytes of a chunk unless told otherwise. */
    public static final long CHUNK_BYTES = 64L << 20;

    /** Checks the numbers. */
    public Settings {
      if (connections < 1 || connections > 256) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option from-connections: %d (expected: 1 to 256)".formatted(connections));
      }
    }
  }

  /**
   * What was written.
   *
   * @param folder full path of the dump
   * @param rows of each table of the source
   * @param place in the source's binlog, null when it writes none
   */
  public record Staged(String folder, Map<TableName, Long> rows, DumpMetadata place) {
    /** Takes a copy. */
    public Staged {
      rows = Map.copyOf(rows);
    }
  }

  /** What is known once the snapshot has begun. */
  private record Begun(List<SourceTable> tables, DumpMetadata place) {}

  /**
   * @param told takes progress lines
   */
  public LiveSnapshot(Settings settings, Configuration hadoop, Consumer<String> told) {
    this.settings = settings;
    this.hadoop = hadoop;
    this.told = told;
  }

  /**
   * Takes the snapshot and writes the dump.
   *
   * @throws LoadException ACCESS_DENIED, SOURCE_UNREADABLE, SOURCE_CHANGED, UNSUPPORTED or
   *     INVALID_OPTION; nothing is left in the folder then
   */
  public Staged take() {
    List<SourceSession> sessions = Collections.synchronizedList(new ArrayList<>());
    try {
      for (int i = 0; i < settings.connections(); i++) {
        sessions.add(SourceSession.open(settings.server()));
      }
      return take(sessions);
    } finally {
      sessions.forEach(SourceSession::close);
    }
  }

  private Staged take(List<SourceSession> sessions) {
    Begun begun = begin(sessions);
    StagedFiles files = new StagedFiles(settings.folder(), hadoop);
    try {
      Map<TableName, Long> rows =
          new ParallelRead(sessions, files, settings.chunkBytes(), told).run(begun.tables());
      // Databases and tables as they were; the place comes last.
      writeSchemas(sessions.get(0), begun.tables(), files);
      files.metadata(started, begun.place());
      return new Staged(files.path(), rows, begun.place());
    } catch (IOException e) {
      files.remove();
      throw ParallelRead.unwritable(files.path(), e);
    } catch (RuntimeException e) {
      files.remove();
      throw e;
    }
  }

  private Begun begin(List<SourceSession> sessions) {
    String address = sessions.get(0).address();
    try (SourceSession asking = SourceSession.open(settings.server())) {
      requireKnownServer(asking);
      SourceCatalog catalog = new SourceCatalog(asking);
      List<TableName> views = new ArrayList<>();
      List<SourceCatalog.Listed> listed = catalog.tables(settings.filter(), views);
      if (!views.isEmpty()) {
        told.accept(
            "views are not copied: "
                + String.join(", ", views.stream().map(TableName::toString).toList()));
      }
      List<TableName> names = listed.stream().map(SourceCatalog.Listed::name).toList();
      List<SourceTable> tables = new ArrayList<>();
      boolean alone = settings.connections() == 1 && !settings.needsBinlog();
      for (TableName name : names) {
        catalog.requireReadable(name);
      }
      try (SnapshotLock lock =
          SnapshotLock.take(SourceSession.open(settings.server()), names, alone)) {
        DumpMetadata place =
            lock.isHeld() ? BinlogPlace.read(asking, settings.needsBinlog(), told) : null;
        for (SourceSession session : sessions) {
          session.run("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        }
        for (SourceCatalog.Listed each : listed) {
          tables.add(catalog.table(each));
        }
        String locked = lock.told();
        lock.release();
        tellBegun(locked, tables.size(), place);
        if (settings.needsBinlog()) {
          BinlogPlace.obstacles(asking).forEach(told);
        }
        return new Begun(tables, place);
      }
    } catch (SQLException e) {
      throw SourceFailure.of(address, "beginning the snapshot", e);
    }
  }

  private void tellBegun(String locked, int tables, DumpMetadata place) {
    told.accept(
        "snapshot of %d tables on %d connections, %s; %s"
            .formatted(
                tables,
                settings.connections(),
                locked,
                place == null ? "no place in a binlog is known" : place.toText()));
  }

  private static void requireKnownServer(SourceSession session) throws SQLException {
    String version = BinlogPlace.version(session);
    if (version.contains("TiDB")) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "the source %s is TiDB (%s), which has no locks for a common snapshot. Export it with Dumpling, and load that with --source."
              .formatted(session.address(), version));
    }
  }

  private static void writeSchemas(
      SourceSession session, List<SourceTable> tables, StagedFiles files) throws IOException {
    TreeSet<String> databases = new TreeSet<>();
    for (SourceTable table : tables) {
      databases.add(table.name().database());
      files.table(table.name(), table.create());
    }
    for (String database : databases) {
      try {
        files.database(
            database,
            session.rows("SHOW CREATE DATABASE " + TableName.quoted(database)).get(0).get(1));
      } catch (SQLException e) {
        throw SourceFailure.of(session.address(), "reading database " + database, e);
      }
    }
  }
}
