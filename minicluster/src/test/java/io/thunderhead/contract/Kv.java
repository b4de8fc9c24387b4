package io.thunderhead.contract;

import java.nio.charset.StandardCharsets;

/** A raw key and the user value under it. */
record Kv(byte[] key, byte[] value) {
  static Kv of(byte[] key, String value) {
    return new Kv(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
