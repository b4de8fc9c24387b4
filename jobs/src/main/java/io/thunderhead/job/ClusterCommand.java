package io.thunderhead.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thunderhead cluster}: an embedded cluster for other processes, until it is stopped. */
@Command(
    name = "cluster",
    description = "Runs an embedded cluster until its input ends or it is stopped.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (EmbeddedOptions.Cluster cluster =
        EmbeddedOptions.start(stores, replicas, EmbeddedOptions.read(ddl))) {
      out.println("PD listens at " + cluster.pdAddress());
      out.println(
          "load: ./thunderhead import --pd "
              + cluster.pdAddress()
              + " --table DB.TABLE --csv FILE");
      out.println("read: ./thunderhead read --pd " + cluster.pdAddress() + " --table DB.TABLE");
      out.flush();
      while (System.in.read() >= 0) {
        // The cluster runs until whoever started it closes its input.
      }
    }
    return ExitCode.OK;
  }
}
