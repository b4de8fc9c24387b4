package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.ConflictFormat;
import io.thunderhead.task.ConflictLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder in which a load told its rows in conflict, read back. */
public final class ConflictFolder {
  private final Dataset<Row> lines;

  private ConflictFolder(Dataset<Row> lines) {
    this.lines = lines;
  }

  /**
   * Opens a folder; its files are CSV or Parquet, as they are named.
   *
   * @throws LoadException SOURCE_UNREADABLE when there is no such folder, or nothing told in it
   */
  public static ConflictFolder open(SparkSession spark, String folder) {
    ConflictFormat format = format(spark.sparkContext().hadoopConfiguration(), folder);
    return new ConflictFolder(
        spark
            .read()
            .schema(ConflictLines.SCHEMA)
            .format(format.word())
            .option("header", "true")
            .option("escape", "\"")
            .load(folder));
  }

  private static ConflictFormat format(Configuration hadoop, String folder) {
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(hadoop);
      for (FileStatus each : files.listStatus(path)) {
        for (ConflictFormat format : ConflictFormat.values()) {
          if (each.getPath().getName().endsWith("." + format.word())) {
            return format;
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "folder %s cannot be read (%s). Give that of one load, below the one of option conflict-rows."
              .formatted(folder, e.getMessage()),
          e);
    }
    throw new LoadException(
        ErrorCode.SOURCE_UNREADABLE,
        "folder %s has no files of rows in conflict. Give that of one load, below the one of option conflict-rows."
            .formatted(folder));
  }

  /** Returns a folder's name as it is understood from anywhere. */
  static String everywhere(String folder, Configuration hadoop) {
    Path path = new Path(folder);
    try {
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option conflict-rows: folder %s cannot be reached (%s)"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Returns how many lines there are of each index and action. */
  public TableReader.Rows counts() {
    return texts(
        lines.groupBy("table", "index", "action").count().orderBy("table", "index", "action"));
  }

  /**
   * Returns lines in order of their keys.
   *
   * @param limit most lines
   */
  public TableReader.Rows lines(int limit) {
    return texts(
        lines.orderBy("table", "index", "key", "part", "row_number", "action").limit(limit));
  }

  private static TableReader.Rows texts(Dataset<Row> rows) {
    List<List<String>> texts = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      texts.add(
          new ArrayList<>(
              IntStream.range(0, row.size())
                  .mapToObj(i -> row.isNullAt(i) ? null : row.get(i).toString())
                  .toList()));
    }
    return new TableReader.Rows(Arrays.asList(rows.columns()), texts);
  }
}
