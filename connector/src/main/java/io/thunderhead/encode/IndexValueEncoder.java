package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/** The layout of an index's values; one class for each of kv-encoding 3.1. */
abstract class IndexValueEncoder {
  /**
   * Appends the value of the current row's entry.
   *
   * @param distinct whether the key alone finds the row, so that the value must lead to it
   */
  abstract void put(boolean distinct, HandleEncoder handle, Bytes value);
}
