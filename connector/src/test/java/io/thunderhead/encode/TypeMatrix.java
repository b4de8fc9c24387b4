package io.thunderhead.encode;

import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.type.SqlMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Loads a value of each Spark type into a column of each TiDB type. */
final class TypeMatrix {
  /** Types of TiDB, one for each way that types convert. */
  static final List<String> TARGETS =
      List.of(
          "BIGINT",
          "BIGINT UNSIGNED",
          "FLOAT",
          "DOUBLE",
          "DECIMAL(40,4)",
          "DATE",
          "DATETIME(6)",
          "TIMESTAMP(6)",
          "TIME(6)",
          "YEAR",
          "BIT(64)",
          "VARCHAR(100)",
          "VARBINARY(100)",
          "ENUM('a','b')",
          "SET('a','b')",
          "JSON",
          "VECTOR");

  /** What stands for a pair of types that is refused before the load. */
  static final String REFUSED = "refused";

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZONE, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH);

  private final Map<String, TableInfo> tables = new TreeMap<>();

  TypeMatrix() {
    for (String target : TARGETS) {
      tables.put(target, SqlTable.of("CREATE TABLE t (c " + target + ")"));
    }
  }

  /**
   * Evaluates expressions of Spark SQL.
   *
   * @return for each expression its type, and for each target what is stored, as a client sees it,
   *     {@link #REFUSED}, or {@code bad: } and why the value is
   */
  List<Map<String, String>> cells(List<String> expressions) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      selected.add(expressions.get(i) + " AS c" + i);
    }
    Dataset<Row> frame = LocalSpark.session().sql("SELECT " + String.join(", ", selected));
    Row row = frame.collectAsList().get(0);
    return IntStream.range(0, expressions.size())
        .mapToObj(i -> cells(frame.schema().fields()[i], row.get(i)))
        .toList();
  }

  private Map<String, String> cells(StructField field, Object value) {
    StructType schema = new StructType().add("c", field.dataType());
    Map<String, String> cells = new TreeMap<>();
    cells.put("", field.dataType().simpleString());
    for (String target : TARGETS) {
      cells.put(target, cell(tables.get(target), schema, value));
    }
    return cells;
  }

  private static String cell(TableInfo table, StructType schema, Object value) {
    FrameEncoder encoder;
    try {
      encoder = new FrameEncoder(table, schema, SETTINGS);
    } catch (LoadException e) {
      return REFUSED;
    }
    List<String> stored = new ArrayList<>();
    try {
      encoder.encode(
          RowFactory.create(value),
          1,
          (key, bytes) ->
              stored.addAll(
                  new RowDecoder(table, ZONE).decode(key.toByteArray(), bytes.toByteArray())));
    } catch (LoadException e) {
      return "bad: " + e.getMessage();
    }
    return String.valueOf(stored.get(0));
  }
}
