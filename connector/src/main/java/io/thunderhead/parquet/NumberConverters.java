package io.thunderhead.parquet;

import org.apache.parquet.io.api.PrimitiveConverter;

/** Converters of physical numbers. */
final class NumberConverters {
  private static final int MICROS_PER_SECOND = 1_000_000;

  private NumberConverters() {}

  /** Hands on booleans. */
  static final class OfBoolean extends PrimitiveConverter {
    private final ValueSink sink;

    OfBoolean(ValueSink sink) {
      this.sink = sink;
    }

    @Override
    public void addBoolean(boolean value) {
      sink.putBoolean(value);
    }
  }

  /** Hands on INT32 and INT64 as signed integers, of the bits that a mask keeps. */
  static final class OfInteger extends PrimitiveConverter {
    private final ValueSink sink;
    private final long mask;

    OfInteger(ValueSink sink, long mask) {
      this.sink = sink;
      this.mask = mask;
    }

    @Override
    public void addInt(int value) {
      sink.putInteger(value & mask);
    }

    @Override
    public void addLong(long value) {
      sink.putInteger(value & mask);
    }
  }

  /** Hands on the bits of INT64 as an unsigned integer. */
  static final class OfUnsigned extends PrimitiveConverter {
    private final ValueSink sink;

    OfUnsigned(ValueSink sink) {
      this.sink = sink;
    }

    @Override
    public void addLong(long value) {
      sink.putUnsigned(value);
    }
  }

  /** Hands on floats. */
  static final class OfFloat extends PrimitiveConverter {
    private final ValueSink sink;

    OfFloat(ValueSink sink) {
      this.sink = sink;
    }

    @Override
    public void addFloat(float value) {
      sink.putFloat(value);
    }
  }

  /** Hands on doubles. */
  static final class OfDouble extends PrimitiveConverter {
    private final ValueSink sink;

    OfDouble(ValueSink sink) {
      this.sink = sink;
    }

    @Override
    public void addDouble(double value) {
      sink.putDouble(value);
    }
  }

  /** Hands on days. */
  static final class OfDate extends PrimitiveConverter {
    private final ValueSink sink;
    private final LegacyCalendar calendar;

    OfDate(ValueSink sink, LegacyCalendar calendar) {
      this.sink = sink;
      this.calendar = calendar;
    }

    @Override
    public void addInt(int value) {
      sink.putDate(calendar.day(value));
    }
  }

  /** Hands on wall-clock times, counted in a unit. */
  static final class OfCivil extends PrimitiveConverter {
    private final ValueSink sink;
    private final int perSecond;

    OfCivil(ValueSink sink, int perSecond) {
      this.sink = sink;
      this.perSecond = perSecond;
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      long second = Math.floorDiv(value, (long) perSecond);
      int micros = micros(value, perSecond);
      sink.putCivil(second + micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }
  }

  /** Hands on instants, counted in a unit. */
  static final class OfInstant extends PrimitiveConverter {
    private final ValueSink sink;
    private final int perSecond;
    private final LegacyCalendar calendar;

    /**
     * @param calendar null when the instants are never of the hybrid calendar
     */
    OfInstant(ValueSink sink, int perSecond, LegacyCalendar calendar) {
      this.sink = sink;
      this.perSecond = perSecond;
      this.calendar = calendar;
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      int micros = micros(value, perSecond);
      long second = Math.floorDiv(value, (long) perSecond) + micros / MICROS_PER_SECOND;
      if (calendar != null && calendar.rebases(second)) {
        putMicros(sink, calendar.micros(second, micros % MICROS_PER_SECOND));
      } else {
        sink.putInstant(second, micros % MICROS_PER_SECOND);
      }
    }
  }

  /** Hands on an instant in microseconds. */
  static void putMicros(ValueSink sink, long micros) {
    sink.putInstant(
        Math.floorDiv(micros, (long) MICROS_PER_SECOND),
        (int) Math.floorMod(micros, (long) MICROS_PER_SECOND));
  }

  /** Returns the fraction of a second, half a microsecond rounded up: one million at most. */
  private static int micros(long value, int perSecond) {
    int fraction = (int) Math.floorMod(value, (long) perSecond);
    return perSecond <= MICROS_PER_SECOND
        ? fraction * (MICROS_PER_SECOND / perSecond)
        : (fraction + perSecond / MICROS_PER_SECOND / 2) / (perSecond / MICROS_PER_SECOND);
  }
}
