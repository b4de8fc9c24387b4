package io.thunderhead.job;

import io.thunderhead.ddl.DdlException;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.sql.TidbClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for a cluster inside this process, which ends with it. */
final class EmbeddedOptions {
  @Option(
      names = "--embedded",
      description = "Starts a cluster in this process, makes the table by --ddl, and ends with it.")
  private boolean wanted;

  @Option(
      names = "--ddl",
      paramLabel = "FILE",
      description = "SQL file that creates database and table in the embedded cluster.")
  private Path ddl;

  @Option(
      names = "--stores",
      defaultValue = "3",
      description = "Stores of the embedded cluster; default ${DEFAULT-VALUE}.")
  private int stores;

  @Option(
      names = "--replicas",
      defaultValue = "3",
      description = "Replicas of each region there; default ${DEFAULT-VALUE}.")
  private int replicas;

  boolean wanted() {
    return wanted;
  }

  /**
   * Starts the cluster and runs the DDL; without {@code --embedded}, an empty handle.
   *
   * @param ddlNeeded whether nothing else can make the table
   */
  Cluster start(boolean ddlNeeded) {
    if (!wanted) {
      return new Cluster(null);
    }
    if (ddl == null && ddlNeeded) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option ddl is missing: --embedded needs a SQL file that creates the table");
    }
    return start(stores, replicas, ddl == null ? "" : read(ddl));
  }

  /** Starts a cluster and runs a script in it. */
  static Cluster start(int stores, int replicas, String script) {
    MiniCluster cluster = MiniCluster.builder().stores(stores).replicas(replicas).start();
    try {
      cluster.execute(script);
      return new Cluster(cluster);
    } catch (DdlException e) {
      cluster.close();
      throw e;
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "the SQL file %s cannot be read. Check the path.".formatted(file),
          e);
    }
  }

  /** A running embedded cluster, or none. */
  record Cluster(MiniCluster mini) implements AutoCloseable {
    String pdAddress() {
      return mini == null ? null : mini.pdAddress();
    }

    /**
     * Returns options that lead to it: TiDB's only where the driver is there to reach it. No job is
     * kept that could not be continued in another process.
     */
    Map<String, String> options() {
      if (mini == null) {
        return Map.of();
      }
      return TidbClient.hasDriver()
          ? Map.of("pd", mini.pdAddress(), "job-dir", "none", "tidb", mini.tidbAddress())
          : Map.of("pd", mini.pdAddress(), "job-dir", "none");
    }

    /** Does for the user what a report leaves to do, as TiDB would on the statement it names. */
    void finish(LoadReport report) {
      if (mini != null) {
        report.remaining().forEach(mini::execute);
      }
    }

    @Override
    public void close() {
      if (mini != null) {
        mini.close();
      }
    }
  }
}
