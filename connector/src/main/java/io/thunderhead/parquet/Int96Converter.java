package io.thunderhead.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * Hands on INT96 as instants: LE64 nanoseconds of the day, LE32 Julian day; rounded half up to
 * microseconds.
 */
final class Int96Converter extends PrimitiveConverter {
  private static final long EPOCH_JULIAN_DAY = 2_440_588;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1000;

  private final ValueSink sink;
  private final LegacyCalendar calendar;

  Int96Converter(ValueSink sink, LegacyCalendar calendar) {
    this.sink = sink;
    this.calendar = calendar;
  }

  @Override
  public void addBinary(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = (bytes.getInt() & 0xffff_ffffL) - EPOCH_JULIAN_DAY;
    boolean up = Math.floorMod(nanos, NANOS_PER_MICRO) >= NANOS_PER_MICRO / 2;
    long all = Math.floorDiv(nanos, NANOS_PER_MICRO) + (up ? 1 : 0);
    long second = day * SECONDS_PER_DAY + Math.floorDiv(all, MICROS_PER_SECOND);
    int micros = (int) Math.floorMod(all, MICROS_PER_SECOND);
    if (calendar.rebasesInt96(second)) {
      NumberConverters.putMicros(sink, calendar.micros(second, micros));
    } else {
      sink.putInstant(second, micros);
    }
  }
}
