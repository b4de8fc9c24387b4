package io.thunderhead.parquet;

import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands on floats of 16 bits, little-endian: 1 bit of sign, 5 of exponent, 10 of mantissa. */
final class Float16Converter extends PrimitiveConverter {
  private static final int MANTISSA_BITS = 10;
  private static final int MAX_EXPONENT = 31;
  private static final int BIAS = 15;

  private final ValueSink sink;

  Float16Converter(ValueSink sink) {
    this.sink = sink;
  }

  @Override
  public void addBinary(Binary value) {
    sink.putFloat(toFloat(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort()));
  }

  static float toFloat(short bits) {
    int exponent = bits >> MANTISSA_BITS & MAX_EXPONENT;
    int mantissa = bits & (1 << MANTISSA_BITS) - 1;
    float magnitude;
    if (exponent == MAX_EXPONENT) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) mantissa, 1 - BIAS - MANTISSA_BITS);
    } else {
      magnitude =
          Math.scalb((float) (mantissa | 1 << MANTISSA_BITS), exponent - BIAS - MANTISSA_BITS);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
