package io.thunderhead.it;

import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.option.LoadOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A user's program that loads one table for each line {@code TABLE FOLDER STEP} that it is told, on
 * one Spark session. The executor that computes a row in the middle of the step dies, once; a step
 * of another name kills nobody.
 */
public final class LoadsProbe {
  /** Rows of each load, those that are bad among them. */
  static final long ROWS = 20_000;

  /** One row of so many is bad. */
  static final long BAD = 4_000;

  private static final int PARTITIONS = 4;

  private LoadsProbe() {}

  /** Takes PD's address. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate();
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ");
        load(spark, args[0], order[0], Path.of(order[1]), order[2]);
      }
    }
  }

  private static void load(
      SparkSession spark, String pd, String table, Path folder, String deadlyStep) {
    Dataset<Row> rows =
        spark
            .range(0, ROWS, 1, PARTITIONS)
            .map(new Deadly(deadlyStep, folder.toString()), Encoders.LONG())
            .toDF("id")
            .withColumn("k", functions.expr("id * 3"))
            .withColumn("v", functions.expr("if(id % " + BAD + " = 7, null, concat('row ', id))"));
    LoadOptions options =
        LoadOptions.parse(
            Map.of(
                "pd",
                pd,
                "table",
                table,
                "region-split-keys",
                "10000",
                "max-error",
                "100",
                "bad-rows",
                folder.resolve("bad").toString()));
    try {
      LoadReport report = BulkLoad.run(rows, options, System.out::println);
      System.out.print(report.toText());
      System.out.println("ended " + table);
    } catch (RuntimeException e) {
      System.out.println("failed " + table + ": " + e);
    }
  }

  /** Hands every row on, but for the first time that one is computed in a step. */
  private static final class Deadly implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final String folder;

    Deadly(String step, String folder) {
      this.step = step;
      this.folder = folder;
    }

    @Override
    public Long call(Long row) throws Exception {
      if (row == ROWS - 100 && isDeadly()) {
        String self = String.valueOf(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-9", self).start().waitFor();
        throw new IllegalStateException("process " + self + " lives (expected: killed)");
      }
      return row;
    }

    private boolean isDeadly() throws IOException {
      String now = TaskContext.get().getLocalProperty("spark.job.description");
      return now != null
          && now.contains(": " + step)
          && Files.deleteIfExists(Path.of(folder, "armed"));
    }
  }
}
