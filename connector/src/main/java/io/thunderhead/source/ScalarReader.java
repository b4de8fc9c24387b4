package io.thunderhead.source;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.SourceKind;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/** The readers of Spark's scalar types. */
enum ScalarReader implements ValueReader {
  TEXT(SourceKind.TEXT) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromText(row.getString(index), out);
    }
  },
  BYTES(SourceKind.BYTES) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromBytes((byte[]) row.get(index), out);
    }
  },
  BOOLEAN(SourceKind.BOOLEAN) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromBoolean(row.getBoolean(index), out);
    }
  },
  INTEGER(SourceKind.INTEGER) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromLong(((Number) row.get(index)).longValue(), out);
    }
  },
  FLOAT(SourceKind.FLOAT) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromFloat(row.getFloat(index), out);
    }
  },
  DOUBLE(SourceKind.DOUBLE) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromDouble(row.getDouble(index), out);
    }
  },
  DECIMAL(SourceKind.DECIMAL) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromDecimal(row.getDecimal(index), out);
    }
  },
  DATE(SourceKind.DATE) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      type.fromDate(FrameValues.epochDay(row.get(index)), out);
    }
  },
  CIVIL(SourceKind.CIVIL) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      LocalDateTime value = (LocalDateTime) row.get(index);
      type.fromCivil(
          value.toEpochSecond(ZoneOffset.UTC), value.get(ChronoField.MICRO_OF_SECOND), out);
    }
  },
  INSTANT(SourceKind.INSTANT) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      Object value = row.get(index);
      type.fromInstant(FrameValues.epochSecond(value), FrameValues.micros(value), out);
    }
  },
  DURATION(SourceKind.DURATION) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      Object value = row.get(index);
      long micros =
          value instanceof LocalTime time
              ? time.toNanoOfDay() / NANOS_PER_MICRO
              : ((Duration) value).toNanos() / NANOS_PER_MICRO;
      type.fromDuration(micros, out);
    }
  },
  NOTHING(SourceKind.TEXT) {
    @Override
    public void read(Row row, int index, ColumnType type, Datum out) {
      out.setNull();
    }
  };

  private static final long NANOS_PER_MICRO = 1000;

  private final SourceKind kind;

  ScalarReader(SourceKind kind) {
    this.kind = kind;
  }

  @Override
  public SourceKind kind() {
    return kind;
  }

  @Override
  public String text(Row row, int index) {
    Object value = row.get(index);
    return value instanceof byte[] bytes
        ? "0x" + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }

  /** Returns the reader of a Spark type, null when it is no scalar or no column can take it. */
  static ScalarReader of(DataType type) {
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return INTEGER;
    }
    if (type instanceof StringType || type instanceof VarcharType || type instanceof CharType) {
      return TEXT;
    } else if (type instanceof BinaryType) {
      return BYTES;
    } else if (type instanceof BooleanType) {
      return BOOLEAN;
    } else if (type instanceof FloatType) {
      return FLOAT;
    } else if (type instanceof DoubleType) {
      return DOUBLE;
    } else if (type instanceof DecimalType) {
      return DECIMAL;
    } else if (type instanceof NullType) {
      return NOTHING;
    }
    return ofTime(type);
  }

  private static ScalarReader ofTime(DataType type) {
    if (type instanceof DateType) {
      return DATE;
    } else if (type instanceof TimestampType) {
      return INSTANT;
    } else if (type instanceof TimestampNTZType) {
      return CIVIL;
    }
    boolean timeOfDay = type.typeName().startsWith("time(");
    return timeOfDay || type instanceof DayTimeIntervalType ? DURATION : null;
  }
}
