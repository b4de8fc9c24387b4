package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;

/** What columns hold that a row does not bring (kv-encoding 4.13). */
final class DefaultValues {
  private static final Set<SqlMode> STRICT = Set.of(SqlMode.STRICT_ALL_TABLES);

  private final ConversionRules local;
  private final ConversionRules utc;
  private final Instant now;

  /** Takes the zone and the instant of CURRENT_TIMESTAMP. */
  DefaultValues(ZoneId zone, boolean newCollation, Instant statementTime) {
    this.local = new ConversionRules(STRICT, zone, newCollation);
    this.utc = new ConversionRules(STRICT, ZoneOffset.UTC, newCollation);
    this.now = statementTime;
  }

  /**
   * Returns what a new row holds in a column that the input does not have.
   *
   * @param type the column's type, for its zero value
   * @param strict whether a column that must not be NULL needs a default
   * @return null when the input must have the column
   */
  Datum ofNewRow(ColumnInfo column, ColumnType type, boolean strict) {
    Datum value = new Datum();
    if (column.defaultValue() != null) {
      fill(column, column.defaultValue(), value);
    } else if (!column.type().notNull()) {
      value.setNull();
    } else if (column.type().tp() == FieldType.ENUM) {
      type.fromLong(1, value);
    } else if (strict || column.type().tp() == FieldType.VECTOR) {
      return null;
    } else {
      type.zero(value);
    }
    return value;
  }

  /** Returns what a row holds in a column that is younger than the row. */
  Datum ofOldRow(ColumnInfo column, ColumnType type) {
    Datum value = new Datum();
    if (column.originDefault() != null) {
      fill(column, column.originDefault(), value);
    } else if (column.type().notNull()) {
      type.zero(value);
    }
    return value;
  }

  private void fill(ColumnInfo column, String text, Datum out) {
    try {
      if (isTime(column.type().tp()) && isNow(text)) {
        ColumnTypes.of(column, local).fromInstant(now.getEpochSecond(), 0, out);
      } else if (column.type().tp() == FieldType.BIT) {
        byte[] bits = text.getBytes(StandardCharsets.ISO_8859_1);
        ColumnTypes.of(column, local).fromBytes(bits, out);
      } else {
        boolean isUtc = column.type().tp() == FieldType.TIMESTAMP && column.version() > 0;
        ColumnTypes.of(column, isUtc ? utc : local).fromText(text, out);
      }
    } catch (BadValueException e) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column '"
              + column.name()
              + "' ("
              + column.type().sql()
              + "): its default '"
              + text
              + "' cannot be stored: "
              + e.getMessage()
              + "; bring the column in the input",
          e);
    }
  }

  /** Tells whether a column without a value gets what only the load itself knows. */
  static boolean isOfTheMoment(ColumnInfo column) {
    return column.defaultIsExpression()
        || (column.defaultValue() != null
            && isTime(column.type().tp())
            && isNow(column.defaultValue()));
  }

  private static boolean isTime(int tp) {
    return tp == FieldType.DATE || tp == FieldType.DATETIME || tp == FieldType.TIMESTAMP;
  }

  private static boolean isNow(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("CURRENT_TIMESTAMP") || upper.startsWith("CURRENT_DATE");
  }
}
