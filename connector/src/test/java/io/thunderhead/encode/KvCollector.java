package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps pairs as hex by key, and adds up the checksum of kv-encoding 9. */
final class KvCollector implements KvSink {
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

  private final TreeMap<String, String> kvs = new TreeMap<>();
  private long checksum;
  private long count;
  private long bytes;

  @Override
  public void put(Bytes key, Bytes value) {
    HexFormat hex = HexFormat.of();
    String old =
        kvs.put(
            hex.formatHex(key.array(), 0, key.length()),
            hex.formatHex(value.array(), 0, value.length()));
    if (old != null) {
      throw new AssertionError("two pairs with one key");
    }
    checksum ^= ~update(update(-1L, key), value);
    count++;
    bytes += key.length() + value.length();
  }

  SortedMap<String, String> kvs() {
    return kvs;
  }

  long checksum() {
    return checksum;
  }

  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  private static long update(long start, Bytes data) {
    long crc = start;
    for (int i = 0; i < data.length(); i++) {
      crc ^= data.array()[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
    }
    return crc;
  }
}
