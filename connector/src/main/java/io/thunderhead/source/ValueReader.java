package io.thunderhead.source;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.SourceKind;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
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

/** Hands a value of one Spark type to a column's type; chosen once for each column. */
enum ValueReader {
  TEXT(SourceKind.TEXT) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromText(row.getString(index), out);
    }
  },
  BYTES(SourceKind.BYTES) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromBytes((byte[]) row.get(index), out);
    }
  },
  BOOLEAN(SourceKind.BOOLEAN) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromLong(row.getBoolean(index) ? 1 : 0, out);
    }
  },
  INTEGER(SourceKind.INTEGER) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromLong(((Number) row.get(index)).longValue(), out);
    }
  },
  FLOAT(SourceKind.FLOAT) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromFloat(row.getFloat(index), out);
    }
  },
  DOUBLE(SourceKind.DOUBLE) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromDouble(row.getDouble(index), out);
    }
  },
  DECIMAL(SourceKind.DECIMAL) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      type.fromDecimal(row.getDecimal(index), out);
    }
  },
  DATE(SourceKind.DATE) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      Object value = row.get(index);
      LocalDate date = value instanceof Date sql ? sql.toLocalDate() : (LocalDate) value;
      type.fromDate(date.toEpochDay(), out);
    }
  },
  CIVIL(SourceKind.CIVIL) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      LocalDateTime value = (LocalDateTime) row.get(index);
      type.fromCivil(
          value.toEpochSecond(ZoneOffset.UTC), value.get(ChronoField.MICRO_OF_SECOND), out);
    }
  },
  INSTANT(SourceKind.INSTANT) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      Object value = row.get(index);
      if (value instanceof Timestamp timestamp) {
        readTimestamp(timestamp, type, out);
      } else {
        Instant instant = (Instant) value;
        type.fromInstant(instant.getEpochSecond(), instant.get(ChronoField.MICRO_OF_SECOND), out);
      }
    }
  },
  NOTHING(SourceKind.TEXT) {
    @Override
    void read(Row row, int index, ColumnType type, Datum out) {
      out.setNull();
    }
  };

  private static final int NANOS_PER_MICRO = 1000;
  private static final int MICROS_PER_SECOND = 1_000_000;

  /** From 1900 on, a java.sql.Timestamp of Spark is the instant itself. */
  private static final long REBASED_BEFORE_MILLIS = -2_208_988_800_000L;

  private final SourceKind kind;

  ValueReader(SourceKind kind) {
    this.kind = kind;
  }

  /** Returns the kind of the values. */
  SourceKind kind() {
    return kind;
  }

  /** Converts the value at {@code index}, which is not null. */
  abstract void read(Row row, int index, ColumnType type, Datum out);

  /** Returns the reader of a Spark type, null when there is none. */
  static ValueReader of(DataType type) {
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

  private static ValueReader ofTime(DataType type) {
    if (type instanceof DateType) {
      return DATE;
    } else if (type instanceof TimestampType) {
      return INSTANT;
    }
    return type instanceof TimestampNTZType ? CIVIL : null;
  }

  private static void readTimestamp(Timestamp timestamp, ColumnType type, Datum out) {
    long millis = timestamp.getTime();
    if (millis >= REBASED_BEFORE_MILLIS) {
      int micros = timestamp.getNanos() / NANOS_PER_MICRO;
      type.fromInstant(Math.floorDiv(millis, 1000L), micros, out);
    } else {
      long all = DateTimeUtils.fromJavaTimestamp(timestamp);
      int micros = (int) Math.floorMod(all, (long) MICROS_PER_SECOND);
      type.fromInstant(Math.floorDiv(all, (long) MICROS_PER_SECOND), micros, out);
    }
  }
}
