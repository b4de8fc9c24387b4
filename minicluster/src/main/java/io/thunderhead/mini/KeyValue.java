package io.thunderhead.mini;

import java.util.Objects;

/**
 * A raw key and its value.
 *
 * @param value what to store, or null to delete the key
 */
public record KeyValue(byte[] key, byte[] value) {
  /** Checks that there is a key. */
  public KeyValue {
    Objects.requireNonNull(key, "key");
  }
}
