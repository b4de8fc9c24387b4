package io.thunderhead.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A CSV file of TPC-H's lineitem.
 *
 * @param name what it is called in the results
 */
record Lineitem(String name, Path file) {
  /** The table: a clustered key and one index, two KVs a row. */
  static final String DDL =
      """
      CREATE DATABASE IF NOT EXISTS test;
      CREATE TABLE test.lineitem (
        l_orderkey BIGINT NOT NULL, l_partkey BIGINT NOT NULL, l_suppkey BIGINT NOT NULL,
        l_linenumber BIGINT NOT NULL, l_quantity DECIMAL(15,2) NOT NULL,
        l_extendedprice DECIMAL(15,2) NOT NULL, l_discount DECIMAL(15,2) NOT NULL,
        l_tax DECIMAL(15,2) NOT NULL, l_returnflag CHAR(1) NOT NULL,
        l_linestatus CHAR(1) NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL,
        l_receiptdate DATE NOT NULL, l_shipinstruct CHAR(25) NOT NULL,
        l_shipmode CHAR(10) NOT NULL, l_comment VARCHAR(44) NOT NULL,
        PRIMARY KEY (l_orderkey, l_linenumber) CLUSTERED, KEY kd (l_shipdate, l_partkey));
      """;

  /** The columns as Spark names their types. */
  static final String SPARK_SCHEMA =
      "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber BIGINT,"
          + " l_quantity DECIMAL(15,2), l_extendedprice DECIMAL(15,2), l_discount DECIMAL(15,2),"
          + " l_tax DECIMAL(15,2), l_returnflag STRING, l_linestatus STRING, l_shipdate DATE,"
          + " l_commitdate DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING,"
          + " l_comment STRING";

  private static final String GENERATOR = "tpchgen-cli";

  /** From version 3 on the format is a command. */
  private static final String GENERATOR_VERSION = "4.0.0";

  /** Takes a file that is there. */
  static Lineitem in(Path file) {
    return new Lineitem("lineitem", file);
  }

  /**
   * Generates rows, unless the folder has them from before.
   *
   * @throws IllegalStateException when there is no generator and none can be had
   */
  static Lineitem generated(double scale, Path folder) throws IOException, InterruptedException {
    String name = "lineitem SF " + (scale == Math.rint(scale) ? "" + (long) scale : "" + scale);
    Path kept = folder.resolve(name.replace(' ', '-') + ".csv");
    if (!Files.exists(kept)) {
      Path fresh = Files.createTempDirectory(folder, "generated");
      run(
          generator(folder),
          "csv",
          "--scale-factor",
          Double.toString(scale),
          "--tables",
          "lineitem",
          "--output-dir",
          fresh.toString());
      Files.move(fresh.resolve("lineitem.csv"), kept);
      Files.delete(fresh);
    }
    return new Lineitem(name, kept);
  }

  private static String generator(Path folder) throws IOException, InterruptedException {
    for (String place : System.getenv("PATH").split(System.getProperty("path.separator"))) {
      if (Files.isExecutable(Path.of(place, GENERATOR))) {
        return Path.of(place, GENERATOR).toString();
      }
    }
    Path venv = folder.resolve("venv");
    Path installed = venv.resolve("bin").resolve(GENERATOR);
    if (!Files.isExecutable(installed)) {
      try {
        run("python3", "-m", "venv", venv.toString());
        run(
            venv.resolve("bin/pip").toString(),
            "install",
            "--quiet",
            GENERATOR + "==" + GENERATOR_VERSION);
      } catch (IOException | IllegalStateException e) {
        throw new IllegalStateException(
            "%s is not on the PATH and cannot be installed into %s (%s). Install it with 'pip install %s==%s', or give a file of lineitem with --csv."
                .formatted(GENERATOR, venv, e.getMessage(), GENERATOR, GENERATOR_VERSION),
            e);
      }
    }
    return installed.toString();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told;
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      List<String> all = lines.toList();
      told = all.isEmpty() ? "" : all.get(all.size() - 1);
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "'%s' failed with code %d: %s".formatted(String.join(" ", command), code, told));
    }
  }
}
