package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.CsvSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Tells lines that the source could not cut into fields from good rows. */
final class BadLines {
  private static final int SHOWN = 200;

  private final StructType input;
  private final int column;

  BadLines(StructType input) {
    this.input = input;
    this.column = Arrays.asList(input.fieldNames()).indexOf(CsvSource.BAD_LINE);
  }

  /** Puts the column of bad lines behind all others, so that positions of the others stand. */
  static Dataset<Row> toEnd(Dataset<Row> rows) {
    List<String> names = new ArrayList<>(Arrays.asList(rows.columns()));
    if (!names.remove(CsvSource.BAD_LINE)) {
      return rows;
    }
    names.add(CsvSource.BAD_LINE);
    return rows.select(
        names.stream()
            .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
            .toArray(Column[]::new));
  }

  /** Returns the input's columns that belong to the table; they come first in every row. */
  StructType columns() {
    return new StructType(
        Arrays.stream(input.fields())
            .filter(f -> !f.name().equals(CsvSource.BAD_LINE))
            .toArray(StructField[]::new));
  }

  /**
   * Refuses a bad line.
   *
   * @throws LoadException BAD_ROW with file and line
   */
  void reject(Row row) {
    if (column < 0 || row.isNullAt(column)) {
      return;
    }
    String line = row.getString(column);
    throw new LoadException(
        ErrorCode.BAD_ROW,
        "a line has another number of fields than the %d columns of its header: %s. Mend the line, or check separator and quote."
            .formatted(input.length() - 1, shortened(line)));
  }

  /** Adds the row to a failure to encode it; without its cause, so that it can travel. */
  LoadException locate(LoadException failure, Row row) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < row.length() && values.length() <= SHOWN; i++) {
      if (i != column) {
        values.append(values.isEmpty() ? "" : ", ").append(row.get(i));
      }
    }
    return new LoadException(
        failure.code(), failure.getMessage() + " (the row: " + shortened(values.toString()) + ").");
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
