package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/** The digit 0 for entries that are not distinct, another layout for others (kv-encoding 3.3 a). */
final class LegacyIndexValue extends IndexValueEncoder {
  private static final int NOT_DISTINCT = '0';

  private final IndexValueEncoder ofDistinct;

  LegacyIndexValue(IndexValueEncoder ofDistinct) {
    this.ofDistinct = ofDistinct;
  }

  @Override
  void put(boolean distinct, HandleEncoder handle, long physicalId, Bytes value) {
    if (distinct) {
      ofDistinct.put(true, handle, physicalId, value);
    } else {
      value.put(NOT_DISTINCT);
    }
  }
}
