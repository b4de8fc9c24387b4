package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.load.TableReader;
import io.thunderhead.source.CsvSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Arguments and a Spark session in, a report out. */
final class ImportJob {
  private ImportJob() {}

  /**
   * Loads the input, writes the report where it is wanted, and prints it.
   *
   * @param out takes the report
   * @param progress takes progress lines
   */
  static LoadReport run(
      ImportArguments arguments, SparkSession spark, PrintWriter out, PrintWriter progress) {
    Dataset<Row> rows = computed(CsvSource.open(spark, arguments.csv()), arguments.set());
    LoadReport report =
        BulkLoad.run(
            rows,
            arguments.options(),
            line -> {
              progress.println(line);
              progress.flush();
            });
    out.print(report.toText());
    out.flush();
    if (arguments.json() != null) {
      writeJson(arguments, report);
    }
    if (arguments.show() > 0) {
      TableReader.Rows shown = TableReader.read(arguments.options(), arguments.show());
      out.println();
      RowPrinter.table(shown, out);
    }
    return report;
  }

  private static Dataset<Row> computed(Dataset<Row> rows, Map<String, String> set) {
    Dataset<Row> result = rows;
    for (Map.Entry<String, String> column : set.entrySet()) {
      result = withColumn(result, column.getKey(), column.getValue());
    }
    return result;
  }

  private static Dataset<Row> withColumn(Dataset<Row> rows, String name, String expression) {
    try {
      return rows.withColumn(name, functions.expr(expression));
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option set: '%s=%s' is no Spark SQL expression over the input's columns (%s)"
                .formatted(
                    name,
                    expression,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
            e);
      }
      throw e;
    }
  }

  private static void writeJson(ImportArguments arguments, LoadReport report) {
    try {
      Files.writeString(arguments.json(), report.toJson() + System.lineSeparator());
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "the load is done, but its report cannot be written to %s (%s). Check option json."
              .formatted(arguments.json(), e),
          e);
    }
  }
}
