package io.thunderhead.rows;

import io.thunderhead.input.InputSettings;
import io.thunderhead.source.SourceFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The files that fill one table, as they were listed.
 *
 * @param files in the order in which rows are counted
 * @param settings how they are read
 * @param expressions column to Spark SQL expression over the text of the files' columns
 */
public record FileInput(
    List<SourceFile> files, InputSettings settings, Map<String, String> expressions) {
  /** Takes copies. */
  public FileInput {
    files = List.copyOf(files);
    expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
  }

  /** Returns the bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(SourceFile::length).sum();
  }

  /** Returns the rows of the files, with those columns computed that are. */
  public RowSource rows(SparkSession spark, Consumer<String> told) {
    return rows(spark, told, spark.sparkContext().defaultParallelism());
  }

  /**
   * Returns the rows likewise.
   *
   * @param cores tasks at once that the files are packed for
   */
  public RowSource rows(SparkSession spark, Consumer<String> told, int cores) {
    FileSource source =
        new FileSource(JavaSparkContext.fromSparkContext(spark.sparkContext()), this, told, cores);
    return expressions.isEmpty() ? source : new ComputedSource(spark, source, expressions);
  }
}
