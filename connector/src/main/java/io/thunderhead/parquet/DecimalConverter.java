package io.thunderhead.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands on decimals, which may be INT32, INT64 or bytes of any length. */
final class DecimalConverter extends PrimitiveConverter {
  private final ValueSink sink;
  private final int scale;

  DecimalConverter(ValueSink sink, int scale) {
    this.sink = sink;
    this.scale = scale;
  }

  @Override
  public void addInt(int value) {
    sink.putDecimal(value, scale);
  }

  @Override
  public void addLong(long value) {
    sink.putDecimal(value, scale);
  }

  @Override
  public void addBinary(Binary value) {
    int length = value.length();
    if (length == 0 || length > Long.BYTES) {
      putLong(value, length);
      return;
    }
    ByteBuffer bytes = value.toByteBuffer();
    long unscaled = bytes.get();
    while (bytes.hasRemaining()) {
      unscaled = unscaled << Byte.SIZE | (bytes.get() & 0xff);
    }
    sink.putDecimal(unscaled, scale);
  }

  /** Puts 0 for no bytes, as big-endian numbers without digits are. */
  private void putLong(Binary value, int length) {
    if (length == 0) {
      sink.putDecimal(0, scale);
    } else {
      sink.putDecimal(value, scale);
    }
  }
}
