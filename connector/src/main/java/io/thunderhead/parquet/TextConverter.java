package io.thunderhead.parquet;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands on byte arrays as text; a dictionary's are decoded once. */
final class TextConverter extends PrimitiveConverter {
  private final ValueSink sink;
  private Binary[] entries = {};

  TextConverter(ValueSink sink) {
    this.sink = sink;
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary dictionary) {
    entries = new Binary[dictionary.getMaxId() + 1];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Binary.fromConstantByteArray(dictionary.decodeToBinary(i).getBytes());
    }
  }

  @Override
  public void addValueFromDictionary(int id) {
    sink.putText(entries[id]);
  }

  @Override
  public void addBinary(Binary value) {
    sink.putText(value);
  }
}
