package io.thunderhead.source;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads CSV files through Spark as columns of text; the encoder makes values of them. */
public final class CsvSource {
  /** Column that holds file and text of a line whose fields do not fit the header, else NULL. */
  public static final String BAD_LINE = "_thunderhead_bad_line";

  private CsvSource() {}

  /**
   * Opens the files.
   *
   * @return one text column for each column of the files, and {@link #BAD_LINE}
   * @throws LoadException SOURCE_UNREADABLE when a path matches no file or all files are empty
   */
  public static Dataset<Row> open(SparkSession spark, CsvSettings settings) {
    settings.paths().forEach(path -> checkPath(spark, path));
    List<String> columns = settings.columns();
    if (settings.header()) {
      columns = List.of(reader(spark, settings).csv(paths(settings)).columns());
    }
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    Dataset<Row> rows =
        reader(spark, settings)
            .schema(schema.add(BAD_LINE, DataTypes.StringType))
            .csv(paths(settings));
    return rows.withColumn(
        BAD_LINE,
        functions.when(
            rows.col(BAD_LINE).isNotNull(),
            functions.concat(
                functions.input_file_name(), functions.lit(": "), rows.col(BAD_LINE))));
  }

  private static String[] paths(CsvSettings settings) {
    return settings.paths().toArray(String[]::new);
  }

  private static DataFrameReader reader(SparkSession spark, CsvSettings settings) {
    return spark
        .read()
        .options(
            Map.of(
                "header",
                String.valueOf(settings.header()),
                "sep",
                settings.separator(),
                "quote",
                settings.quote(),
                "escape",
                settings.quote(),
                "nullValue",
                settings.nullText(),
                "emptyValue",
                "",
                "mode",
                "PERMISSIVE",
                "columnNameOfCorruptRecord",
                BAD_LINE,
                "enforceSchema",
                "false",
                "maxCharsPerColumn",
                "-1"));
  }

  private static void checkPath(SparkSession spark, String text) {
    Path path = new Path(text);
    try {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
      if (found == null || found.length == 0) {
        throw new LoadException(
            ErrorCode.SOURCE_UNREADABLE,
            "no file matches %s. Check the path and that this machine may read it."
                .formatted(text));
      }
      long bytes = 0;
      for (FileStatus file : found) {
        bytes += path.getFileSystem(hadoop).getContentSummary(file.getPath()).getLength();
      }
      if (bytes == 0) {
        throw new LoadException(
            ErrorCode.SOURCE_UNREADABLE,
            "%s is empty (0 bytes). Check the export that wrote it.".formatted(text));
      }
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s cannot be read (%s). Check the path, its file system and the credentials."
              .formatted(text, e.getMessage()),
          e);
    }
  }
}
