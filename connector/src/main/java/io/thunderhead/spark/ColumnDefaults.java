package io.thunderhead.spark;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The defaults of columns in Spark SQL. Spark fills in what an INSERT leaves out before the loader
 * sees the rows: with the default that a column tells, else with NULL.
 */
final class ColumnDefaults {
  static final String CURRENT = "CURRENT_DEFAULT";
  static final String OF_OLD_ROWS = "EXISTS_DEFAULT";

  private static final Pattern REAL_DATE =
      Pattern.compile("(?!0000)\\d{4}-(?!00)\\d\\d-(?!00)\\d\\d");

  private ColumnDefaults() {}

  /**
   * Returns what tells Spark of a default; nothing when a column must be given, or when Spark
   * cannot know what it holds.
   *
   * @param filledIn whether the loader puts an id or a computed value in the place of NULL
   * @param zone whose wall clock CURRENT_TIMESTAMP is for a DATETIME
   */
  static Metadata metadata(ColumnInfo column, boolean filledIn, ZoneId zone) {
    boolean isNull =
        filledIn
            || (column.defaultValue() == null
                && !column.defaultIsExpression()
                && !column.type().notNull());
    if (isNull) {
      return told("NULL", "NULL");
    } else if (column.defaultValue() == null || !isKnown(column)) {
      return Metadata.empty();
    } else if (isNow(column.defaultValue())) {
      return told(now(column, zone), "NULL");
    }
    String sql = sql(column);
    return told(sql, sql);
  }

  private static Metadata told(String sql, String ofOldRows) {
    return new MetadataBuilder().putString(CURRENT, sql).putString(OF_OLD_ROWS, ofOldRows).build();
  }

  /**
   * Tells whether Spark can fill a column in: it has no default, the present time, or a constant
   * which Spark can write.
   */
  static boolean isKnown(ColumnInfo column) {
    String text = column.defaultValue();
    if (column.defaultIsExpression() || text == null) {
      return !column.defaultIsExpression();
    }
    return switch (column.type().tp()) {
      case FieldType.TIMESTAMP -> isNow(text);
      case FieldType.DATE -> REAL_DATE.matcher(text).matches();
      case FieldType.DATETIME -> isNow(text) || REAL_DATE.matcher(text).lookingAt();
      default -> true;
    };
  }

  private static boolean isNow(String text) {
    return text.toUpperCase(Locale.ROOT).startsWith("CURRENT_TIMESTAMP");
  }

  /** Returns the present time, cut to the digits that the column has. */
  private static String now(ColumnInfo column, ZoneId zone) {
    int digits = Math.max(column.type().decimal(), 0);
    String unit = digits == 0 ? "SECOND" : digits <= 3 ? "MILLISECOND" : "MICROSECOND";
    String instant = "date_trunc('%s', current_timestamp())".formatted(unit);
    return column.type().tp() == FieldType.TIMESTAMP
        ? instant
        : "convert_timezone(current_timezone(), '%s', CAST(%s AS TIMESTAMP_NTZ))"
            .formatted(zone.getId(), instant);
  }

  private static String sql(ColumnInfo column) {
    String text = column.defaultValue();
    DataType type = SparkTypes.of(column.type());
    if (column.type().tp() == FieldType.BIT) {
      byte[] bits = text.getBytes(StandardCharsets.ISO_8859_1);
      return cast(new BigInteger(1, bits).toString(), type);
    } else if (type.equals(DataTypes.BinaryType)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return "X'" + HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT) + "'";
    }
    return type.equals(DataTypes.StringType) ? quoted(text) : cast(text, type);
  }

  private static String cast(String text, DataType type) {
    return "CAST(%s AS %s)".formatted(quoted(text), type.sql());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
