package io.thunderhead.job;

import io.thunderhead.mini.MiniClusterMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thunderhead cluster}: an embedded cluster for other processes, until it is stopped. */
@Command(
    name = "cluster",
    description = "Runs an embedded cluster until its input ends or it is stopped.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
  @Option(
      names = "--ddl",
      required = true,
      paramLabel = "FILE",
      description = "SQL file that creates databases and tables.")
  private Path ddl;

  @Option(names = "--stores", defaultValue = "3", description = "Stores; default ${DEFAULT-VALUE}.")
  private int stores;

  @Option(
      names = "--replicas",
      defaultValue = "3",
      description = "Replicas of each region; default ${DEFAULT-VALUE}.")
  private int replicas;

  @Option(names = "--port", defaultValue = "0", description = "PD's port; default: any free one.")
  private int port;

  @Override
  public Integer call() throws IOException {
    MiniClusterMain.main(
        new String[] {
          "--ddl", ddl.toString(),
          "--stores", String.valueOf(stores),
          "--replicas", String.valueOf(replicas),
          "--port", String.valueOf(port)
        });
    return ExitCode.OK;
  }
}
