package io.thunderhead.bench;

import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.option.LoadOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The load beside the traffic, in a process of its own: says when it begins, and what it did. */
final class TrafficLoad {
  static final String BEGIN = "traffic-load begins";
  static final String END = "traffic-load ended ";

  private TrafficLoad() {}

  /** Runs with PD's address, the table, the number of rows, and options as key, value. */
  public static void main(String[] args) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("pd", args[0]);
    options.put("table", args[1]);
    for (int i = 3; i < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      spark.range(1).count();
      System.out.println(BEGIN);
      LoadReport report =
          BulkLoad.run(
              spark
                  .range(Long.parseLong(args[2]))
                  .selectExpr("id", "id * 7 AS k", "repeat(sha2(string(id), 256), 3) AS v"),
              LoadOptions.parse(options),
              line -> {});
      double seconds = report.seconds().get("write-and-ingest");
      System.out.println(
          END
              + String.format(
                  Locale.ROOT, "%.3f %.3f", seconds, report.local().bytes() / 1e6 / seconds));
    }
  }
}
