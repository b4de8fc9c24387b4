package io.thunderhead.parquet;

import io.thunderhead.type.NestedWriter;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;

/** Writes the values of a leaf of a nested column, each behind what its place asks for. */
final class NestedSink implements ValueSink {
  private final NestedWriter out;
  private final Runnable opener;

  /**
   * @param opener called before each value: writes its key and what else stands before it
   */
  NestedSink(NestedWriter out, Runnable opener) {
    this.out = out;
    this.opener = opener;
  }

  @Override
  public void putBoolean(boolean value) {
    opener.run();
    out.putBoolean(value);
  }

  @Override
  public void putInteger(long value) {
    opener.run();
    out.putInteger(value);
  }

  @Override
  public void putUnsigned(long value) {
    opener.run();
    out.putUnsigned(value);
  }

  @Override
  public void putFloat(float value) {
    putDouble(value);
  }

  @Override
  public void putDouble(double value) {
    opener.run();
    out.putDouble(value);
  }

  @Override
  public void putDecimal(long unscaled, int scale) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(unscaled).array();
    opener.run();
    out.putDecimal(bytes, 0, bytes.length, scale);
  }

  @Override
  public void putDecimal(Binary unscaled, int scale) {
    byte[] bytes = unscaled.getBytes();
    opener.run();
    out.putDecimal(bytes, 0, bytes.length, scale);
  }

  @Override
  public void putText(Binary utf8) {
    byte[] bytes = utf8.getBytes();
    opener.run();
    out.putText(bytes, 0, bytes.length);
  }

  @Override
  public void putUuid(Binary bytes) {
    ByteBuffer uuid = bytes.toByteBuffer();
    opener.run();
    out.putText(new UUID(uuid.getLong(), uuid.getLong()).toString());
  }

  @Override
  public void putDate(long epochDay) {
    opener.run();
    out.putDate(epochDay);
  }

  @Override
  public void putCivil(long wallSecond, int micros) {
    opener.run();
    out.putCivil(wallSecond, micros);
  }

  @Override
  public void putInstant(long epochSecond, int micros) {
    opener.run();
    out.putInstant(epochSecond, micros);
  }
}
