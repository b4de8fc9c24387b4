package io.thunderhead.spark;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** TiDB's DEFAULT for what a column of Spark's CREATE TABLE says. */
final class DefaultClause {
  /** The present time, also in the words of {@link ColumnDefaults}. */
  private static final Pattern NOW =
      Pattern.compile(
          "(convert_timezone\\(current_timezone\\(\\), '[^']+', CAST\\()?"
              + "(date_trunc\\('\\w+', )?(current_timestamp|now)(\\(\\))?\\)?( AS TIMESTAMP_NTZ\\)\\))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*+'");
  private static final Pattern OF_THE_MOMENT =
      Pattern.compile(
          "\\b(current_\\w+|now|localtimestamp|curdate|user|session_user|unix_timestamp)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DIGITS = Pattern.compile("\\((\\d)\\)");

  private DefaultClause() {}

  /** Returns a schema without defaults. */
  static StructType without(StructType schema) {
    StructType plain = new StructType();
    for (StructField field : schema.fields()) {
      plain =
          plain.add(
              new StructField(
                  field.name(),
                  field.dataType(),
                  field.nullable(),
                  new MetadataBuilder()
                      .withMetadata(field.metadata())
                      .remove(ColumnDefaults.CURRENT)
                      .remove(ColumnDefaults.OF_OLD_ROWS)
                      .build()));
    }
    return plain;
  }

  /**
   * Returns the clause, with a space before it, or nothing.
   *
   * @param type of TiDB
   * @throws LoadException UNSUPPORTED for what TiDB would not fill in as Spark does
   */
  static String of(StructField field, String type) {
    if (!field.metadata().contains(ColumnDefaults.CURRENT)) {
      return "";
    }
    String sql = field.metadata().getString(ColumnDefaults.CURRENT).strip();
    if (TypeProperty.isClock(type) && NOW.matcher(sql).matches()) {
      Matcher digits = DIGITS.matcher(type);
      return " DEFAULT CURRENT_TIMESTAMP" + (digits.find() ? digits.group() : "");
    }
    boolean changes = OF_THE_MOMENT.matcher(QUOTED.matcher(sql).replaceAll("")).find();
    if (changes || (field.dataType() instanceof TimestampType && !isNull(sql))) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column '%s': DEFAULT %s is another value at another time or in another time zone. Leave it out and add it in TiDB, by ALTER TABLE."
              .formatted(field.name(), sql));
    }
    String constant = isNull(sql) ? null : constant(sql, field.dataType());
    return constant == null ? "" : " DEFAULT " + constant;
  }

  private static boolean isNull(String sql) {
    return sql.equalsIgnoreCase("NULL");
  }

  private static String constant(String sql, DataType type) {
    String asText =
        type instanceof BinaryType
            ? "hex(CAST((%s) AS BINARY))"
            : type instanceof BooleanType
                ? "CAST(CAST((%s) AS INT) AS STRING)"
                : "CAST(CAST((%s) AS " + type.sql() + ") AS STRING)";
    String value = SparkSession.active().sql("SELECT " + asText.formatted(sql)).head().getString(0);
    if (value == null) {
      return null;
    } else if (type instanceof BinaryType) {
      return value.isEmpty() ? "''" : "x'" + value + "'";
    }
    boolean number = type instanceof NumericType || type instanceof BooleanType;
    return number ? value : TableDdl.text(value);
  }
}
