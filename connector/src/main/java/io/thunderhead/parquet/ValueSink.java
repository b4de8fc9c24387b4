package io.thunderhead.parquet;

import org.apache.parquet.io.api.Binary;

/** Takes the values of one column, one for each call. */
interface ValueSink {
  void putBoolean(boolean value);

  void putInteger(long value);

  /** Takes an integer of 64 unsigned bits. */
  void putUnsigned(long value);

  void putFloat(float value);

  void putDouble(double value);

  /** Takes a decimal of at most 64 bits. */
  void putDecimal(long unscaled, int scale);

  /** Takes a decimal whose unscaled value is a big-endian two's complement. */
  void putDecimal(Binary unscaled, int scale);

  void putText(Binary utf8);

  /** Takes the 16 bytes of a UUID. */
  void putUuid(Binary bytes);

  /** Takes a date, in days since 1970-01-01. */
  void putDate(long epochDay);

  /** Takes a wall clock's time, in seconds since 1970-01-01 00:00:00 on the wall. */
  void putCivil(long wallSecond, int micros);

  void putInstant(long epochSecond, int micros);
}
