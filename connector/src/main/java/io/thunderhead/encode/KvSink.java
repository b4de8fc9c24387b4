package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/** Where an encoder pours key-value pairs. */
@FunctionalInterface
public interface KvSink {
  /** Takes one pair, key raw; both buffers are only valid during the call. */
  void put(Bytes key, Bytes value);
}
