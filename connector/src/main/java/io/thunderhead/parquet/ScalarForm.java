package io.thunderhead.parquet;

import io.thunderhead.type.SourceKind;
import java.util.Map;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the values of a leaf are, by its physical and its logical type (kv-encoding 8.4).
 *
 * <p>Unsigned integers of 32 bits are exact here, where TiDB takes those from 2^31 on for negative.
 * Nanoseconds are rounded half up to microseconds, as those of INT96 are.
 *
 * @param kind of the values
 * @param converters makes what hands the values to a sink
 */
record ScalarForm(SourceKind kind, Converters converters) {
  /** Makes converters. */
  @FunctionalInterface
  interface Converters {
    PrimitiveConverter make(ValueSink sink, LegacyCalendar calendar);
  }

  private static final int UNSIGNED_32 = 32;
  private static final int BITS_64 = 64;
  private static final Map<TimeUnit, Integer> PER_SECOND =
      Map.of(TimeUnit.MILLIS, 1000, TimeUnit.MICROS, 1_000_000, TimeUnit.NANOS, 1_000_000_000);

  /** Returns the form of a leaf, null when it is not supported. */
  static ScalarForm of(PrimitiveType type) {
    LogicalTypeAnnotation logical = known(type.getLogicalTypeAnnotation());
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return new ScalarForm(
          SourceKind.DECIMAL, (sink, calendar) -> new DecimalConverter(sink, scale));
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN ->
          new ScalarForm(
              SourceKind.UNSIGNED, (sink, calendar) -> new NumberConverters.OfBoolean(sink));
      case INT32 -> ofInt32(type, logical);
      case INT64 -> ofInt64(type, logical);
      case INT96 -> new ScalarForm(SourceKind.INSTANT, Int96Converter::new);
      case FLOAT ->
          new ScalarForm(SourceKind.FLOAT, (sink, calendar) -> new NumberConverters.OfFloat(sink));
      case DOUBLE ->
          new ScalarForm(
              SourceKind.DOUBLE, (sink, calendar) -> new NumberConverters.OfDouble(sink));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> ofBytes(logical);
    };
  }

  /** Tells whether the bits of an integer have no sign. */
  static boolean isUnsigned(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    boolean narrowed =
        logical instanceof IntLogicalTypeAnnotation integer
            && type.getPrimitiveTypeName() == PrimitiveTypeName.INT64
            && integer.getBitWidth() < BITS_64;
    return narrowed || (logical instanceof IntLogicalTypeAnnotation of && !of.isSigned());
  }

  private static ScalarForm ofInt32(PrimitiveType type, LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return new ScalarForm(SourceKind.DATE, NumberConverters.OfDate::new);
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      return ofTime(time.getUnit(), time.isAdjustedToUTC(), false);
    } else if (logical == null || logical instanceof IntLogicalTypeAnnotation) {
      long mask = isUnsigned(type) ? -1L >>> UNSIGNED_32 : -1L;
      return new ScalarForm(
          SourceKind.INTEGER, (sink, calendar) -> new NumberConverters.OfInteger(sink, mask));
    }
    return null;
  }

  private static ScalarForm ofInt64(PrimitiveType type, LogicalTypeAnnotation logical) {
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      return ofTime(time.getUnit(), time.isAdjustedToUTC(), true);
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      return ofTime(time.getUnit(), time.isAdjustedToUTC(), false);
    } else if (isUnsigned(type)) {
      return new ScalarForm(
          SourceKind.UNSIGNED, (sink, calendar) -> new NumberConverters.OfUnsigned(sink));
    } else if (logical == null || logical instanceof IntLogicalTypeAnnotation) {
      return new ScalarForm(
          SourceKind.INTEGER, (sink, calendar) -> new NumberConverters.OfInteger(sink, -1L));
    }
    return null;
  }

  /** A time of day is one of 1970-01-01. */
  private static ScalarForm ofTime(TimeUnit unit, boolean instant, boolean rebased) {
    int perSecond = PER_SECOND.get(unit);
    return instant
        ? new ScalarForm(
            SourceKind.INSTANT,
            (sink, calendar) ->
                new NumberConverters.OfInstant(sink, perSecond, rebased ? calendar : null))
        : new ScalarForm(
            SourceKind.CIVIL, (sink, calendar) -> new NumberConverters.OfCivil(sink, perSecond));
  }

  private static ScalarForm ofBytes(LogicalTypeAnnotation logical) {
    return switch (String.valueOf(logical)) {
      case "null", "STRING", "ENUM", "JSON", "BSON" ->
          new ScalarForm(SourceKind.TEXT, (sink, calendar) -> new TextConverter(sink));
      case "UUID" -> new ScalarForm(SourceKind.BYTES, (sink, calendar) -> new UuidConverter(sink));
      case "FLOAT16" ->
          new ScalarForm(SourceKind.FLOAT, (sink, calendar) -> new Float16Converter(sink));
      default -> null;
    };
  }

  /** Only NULL is of the type UNKNOWN, which some Parquet libraries have and others do not. */
  private static LogicalTypeAnnotation known(LogicalTypeAnnotation logical) {
    return "UNKNOWN".equals(String.valueOf(logical)) ? null : logical;
  }
}
