package io.thunderhead.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A raw key and the user value under it, equal by their bytes. */
record Kv(byte[] key, byte[] value) {
  private static final int SHOWN = 40;

  static Kv of(byte[] key, String value) {
    return new Kv(key, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kv kv && Arrays.equals(key, kv.key) && Arrays.equals(value, kv.value);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    byte[] head = Arrays.copyOf(value, Math.min(SHOWN, value.length));
    return WireKeys.hex(key) + " = " + WireKeys.hex(head) + " (" + value.length + " bytes)";
  }
}
