package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/** The handle of distinct entries, the digit 0 of others (kv-encoding 3.3 a). */
final class LegacyIndexValue extends IndexValueEncoder {
  private static final int NOT_DISTINCT = '0';

  @Override
  void put(boolean distinct, HandleEncoder handle, Bytes value) {
    if (distinct) {
      handle.putIndexValue(value);
    } else {
      value.put(NOT_DISTINCT);
    }
  }
}
