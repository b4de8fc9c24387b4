package io.thunderhead.parquet;

import io.thunderhead.codec.Bytes;
import io.thunderhead.source.SourceRow;
import java.nio.ByteBuffer;
import org.apache.parquet.io.api.Binary;

/** Puts values into a row; booleans are 1 and 0 (kv-encoding 8.4). */
final class RowSink implements ValueSink {
  private SourceRow row = new SourceRow();

  /** Fills {@code next} from now on. */
  void fill(SourceRow next) {
    row = next;
  }

  SourceRow row() {
    return row;
  }

  @Override
  public void putBoolean(boolean value) {
    row.putUnsigned(value ? 1 : 0);
  }

  @Override
  public void putInteger(long value) {
    row.putInteger(value);
  }

  @Override
  public void putUnsigned(long value) {
    row.putUnsigned(value);
  }

  @Override
  public void putFloat(float value) {
    row.putFloat(value);
  }

  @Override
  public void putDouble(double value) {
    row.putDouble(value);
  }

  @Override
  public void putDecimal(long unscaled, int scale) {
    row.putDecimal(unscaled, scale);
  }

  @Override
  public void putDecimal(Binary unscaled, int scale) {
    append(unscaled);
    row.endDecimal(scale);
  }

  @Override
  public void putText(Binary utf8) {
    append(utf8);
    row.endText();
  }

  @Override
  public void putUuid(Binary bytes) {
    append(bytes);
    row.endUuid();
  }

  @Override
  public void putDate(long epochDay) {
    row.putDate(epochDay);
  }

  @Override
  public void putCivil(long wallSecond, int micros) {
    row.putCivil(wallSecond, micros);
  }

  @Override
  public void putInstant(long epochSecond, int micros) {
    row.putInstant(epochSecond, micros);
  }

  private void append(Binary value) {
    ByteBuffer from = value.toByteBuffer();
    int length = from.remaining();
    Bytes to = row.buffer();
    from.get(to.reserve(length), to.length(), length);
    to.advance(length);
  }
}
