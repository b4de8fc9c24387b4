package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/** Where an encoder pours key-value pairs. */
@FunctionalInterface
public interface KvSink {
  /** Takes one pair, key raw; both buffers are only valid during the call. */
  void put(Bytes key, Bytes value);

  /** Tells whether a pair of this raw key is wanted; of others, no value is made. */
  default boolean takes(Bytes key) {
    return true;
  }
}
