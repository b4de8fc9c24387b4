package io.thunderhead.bench;

import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Parquet files to measure readers with, as Spark writes them. */
final class ParquetInput {
  static final List<String> NAMES = List.of("flights", "lineitem");

  private static final String FLIGHTS =
      "minicluster/src/test/resources/golden/nyc/dumps/parquet/nyc.flights.*.parquet";

  /** Columns of TPC-H's kind: keys, decimals, dates, short and long texts. */
  private static final String[] LINEITEM = {
    "id div 4 AS l_orderkey",
    "hash(id) % 200000 AS l_partkey",
    "hash(id, 1) % 10000 AS l_suppkey",
    "cast(id % 4 + 1 AS int) AS l_linenumber",
    "cast(abs(hash(id, 2)) % 50 + 1 AS decimal(15,2)) AS l_quantity",
    "cast(abs(hash(id, 3)) % 10000000 / 100 AS decimal(15,2)) AS l_extendedprice",
    "cast(abs(hash(id, 4)) % 11 / 100 AS decimal(15,2)) AS l_discount",
    "cast(abs(hash(id, 5)) % 9 / 100 AS decimal(15,2)) AS l_tax",
    "element_at(array('R', 'A', 'N'), cast(abs(hash(id, 6)) % 3 + 1 AS int)) AS l_returnflag",
    "element_at(array('O', 'F'), cast(abs(hash(id, 7)) % 2 + 1 AS int)) AS l_linestatus",
    "date_add(DATE'1992-01-01', abs(hash(id, 8)) % 2500) AS l_shipdate",
    "date_add(DATE'1992-01-01', abs(hash(id, 9)) % 2500) AS l_commitdate",
    "date_add(DATE'1992-01-01', abs(hash(id, 10)) % 2500) AS l_receiptdate",
    "element_at(array('DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'),"
        + " cast(abs(hash(id, 11)) % 4 + 1 AS int)) AS l_shipinstruct",
    "element_at(array('AIR', 'TRUCK', 'MAIL', 'SHIP', 'RAIL', 'FOB', 'REG AIR'),"
        + " cast(abs(hash(id, 12)) % 7 + 1 AS int)) AS l_shipmode",
    "substr(sha2(cast(id AS string), 256), 1, cast(10 + abs(hash(id, 13)) % 34 AS int)) AS l_comment"
  };

  private ParquetInput() {}

  /** Writes a file of so many rows at least to a new folder. */
  static SourceFile write(SparkSession spark, String name, Path folder, long rows)
      throws IOException {
    rows(spark, name, rows).coalesce(1).write().parquet(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return new SourceFile(
          file.toUri().toString(), Files.size(file), 0, FileFormat.PARQUET, Compression.NONE);
    }
  }

  private static Dataset<Row> rows(SparkSession spark, String name, long rows) {
    if (name.equals("lineitem")) {
      return spark.range(rows).selectExpr(LINEITEM);
    }
    Dataset<Row> once =
        spark.read().parquet(System.getProperty("thunderhead.home", ".") + "/" + FLIGHTS);
    long times = (rows - 1) / once.count() + 1;
    Dataset<Row> repeated = once;
    for (long copy = 1; copy < times; copy++) {
      repeated = repeated.union(once);
    }
    return repeated;
  }
}
