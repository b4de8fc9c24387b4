package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.CsvSource;
import java.util.Arrays;
import org.apache.spark.sql.Row;
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
            .formatted(
                input.length() - 1,
                line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "..."));
  }
}
