package io.thunderhead.mini;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a {@link MiniCluster} until standard input ends or the process is told to stop. */
public final class MiniClusterMain {
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "usage: MiniClusterMain [--stores N] [--replicas N] [--port N] [--ddl FILE] [--dir DIR] [--index-limit N]",
          "  --stores N    number of stores (default 3)",
          "  --replicas N  peers of each region (default 3, at most the stores)",
          "  --port N      port of PD (default 0: any free one)",
          "  --index-limit N  indexes that a table may have, TiDB's index-limit (default 64)",
          "  --ddl FILE    SQL that makes databases and tables",
          "  --dir DIR     where the stores keep their files (default: a temporary folder)");

  private MiniClusterMain() {}

  /** Parses the arguments, starts, prints how to connect, and waits. */
  public static void main(String[] args) throws IOException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    MiniCluster cluster = arguments.start();
    AtomicBoolean closed = new AtomicBoolean();
    Runnable close =
        () -> {
          if (closed.compareAndSet(false, true)) {
            cluster.close();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(close, "mini-close"));
    if (arguments.ddl() != null) {
      cluster.execute(Files.readString(arguments.ddl()));
    }
    greet(cluster, System.out);
    waitForEnd();
    close.run();
  }

  private static void greet(MiniCluster cluster, PrintStream out) {
    out.println("PD: " + cluster.pdAddress());
    out.println("TiDB: " + cluster.tidbAddress() + " (user root, no password)");
    out.println("TiDB status: " + cluster.tidbStatusAddress());
    out.println(
        "./thunderhead import --pd " + cluster.pdAddress() + " --table DB.TABLE --csv FILE");
    out.println("./thunderhead read --pd " + cluster.pdAddress() + " --table DB.TABLE");
    out.println("The cluster stops when standard input ends.");
    out.flush();
  }

  private static void waitForEnd() throws IOException {
    int read;
    do {
      read = System.in.read();
    } while (read >= 0);
  }

  /** What the command line says. */
  record Arguments(int stores, int replicas, int port, Path ddl, Path directory, int indexLimit) {
    static Arguments parse(String[] args) {
      int stores = 3;
      int replicas = -1;
      int port = 0;
      int indexLimit = 64;
      Path ddl = null;
      Path directory = null;
      for (int i = 0; i < args.length; i += 2) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(args[i] + ": no value");
        }
        String value = args[i + 1];
        switch (args[i]) {
          case "--stores" -> stores = number(args[i], value);
          case "--replicas" -> replicas = number(args[i], value);
          case "--port" -> port = number(args[i], value);
          case "--index-limit" -> indexLimit = number(args[i], value);
          case "--ddl" -> ddl = Path.of(value);
          case "--dir" -> directory = Path.of(value);
          default -> throw new IllegalArgumentException(args[i] + ": no such option");
        }
      }
      int peers = replicas < 0 ? Math.min(3, stores) : replicas;
      return new Arguments(stores, peers, port, ddl, directory, indexLimit);
    }

    private static int number(String option, String value) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + ": " + value + " (expected: a number)", e);
      }
    }

    MiniCluster start() {
      MiniClusterBuilder builder =
          MiniCluster.builder().stores(stores).replicas(replicas).port(port).indexLimit(indexLimit);
      return (directory == null ? builder : builder.directory(directory)).start();
    }
  }
}
