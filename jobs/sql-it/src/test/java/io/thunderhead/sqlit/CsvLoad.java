package io.thunderhead.sqlit;

import io.thunderhead.input.InputSettings;
import io.thunderhead.load.LogicalLoad;
import io.thunderhead.load.LogicalReport;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.source.FileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Loads of files. */
final class CsvLoad {
  private CsvLoad() {}

  static LogicalReport load(
      SparkSession spark, Path file, Map<String, String> source, LoadOptions options) {
    FileInput input =
        new FileInput(
            TableFiles.of(
                new FileLister(spark.sparkContext().hadoopConfiguration())
                    .list(List.of(file.toString())),
                FileFormat.CSV),
            InputSettings.of(SourceOptions.parse(source)),
            Map.of());
    return LogicalLoad.run(spark, input, options, line -> {});
  }
}
