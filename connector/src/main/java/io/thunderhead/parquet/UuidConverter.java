package io.thunderhead.parquet;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands on UUIDs. */
final class UuidConverter extends PrimitiveConverter {
  private final ValueSink sink;

  UuidConverter(ValueSink sink) {
    this.sink = sink;
  }

  @Override
  public void addBinary(Binary value) {
    sink.putUuid(value);
  }
}
