package io.thunderhead.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Raw (L0) and memcomparable (L1) key forms, import-protocol 1.1 and 1.2. */
final class WireKeys {
  private static final int GROUP = 8;
  private static final int FULL = 0xFF;

  private WireKeys() {}

  /** Returns the memcomparable form of a raw key; an infinite bound must not be passed. */
  static byte[] encode(byte[] raw) {
    var out = new ByteArrayOutputStream((raw.length / GROUP + 1) * (GROUP + 1));
    for (int from = 0; from <= raw.length; from += GROUP) {
      int filled = Math.min(GROUP, raw.length - from);
      out.write(raw, from, filled);
      out.writeBytes(new byte[GROUP - filled]);
      out.write(FULL - (GROUP - filled));
    }
    return out.toByteArray();
  }

  /**
   * Returns the raw form of a bound; an empty bound stays empty.
   *
   * @throws IllegalArgumentException when the bytes are not exactly one encoded key
   */
  static byte[] decodeBound(byte[] encoded) {
    if (encoded.length == 0) {
      return encoded;
    }
    var out = new ByteArrayOutputStream(encoded.length);
    for (int at = 0; at + GROUP < encoded.length; at += GROUP + 1) {
      int pad = FULL - (encoded[at + GROUP] & 0xFF);
      if (pad > GROUP) {
        break;
      }
      out.write(encoded, at, GROUP - pad);
    }
    byte[] raw = out.toByteArray();
    if (!Arrays.equals(encode(raw), encoded)) {
      throw new IllegalArgumentException("not an encoded key: " + hex(encoded));
    }
    return raw;
  }

  /** {@code t} and the table id: the least key of a table. */
  static byte[] tableStart(long tableId) {
    return ByteBuffer.allocate(9).put((byte) 't').putLong(tableId ^ Long.MIN_VALUE).array();
  }

  /** {@code t}, table id, {@code _r}: what all record keys of a table start with. */
  static byte[] recordPrefix(long tableId) {
    return concat(tableStart(tableId), new byte[] {'_', 'r'});
  }

  static byte[] recordKey(long tableId, long handle) {
    return ByteBuffer.allocate(19)
        .put(recordPrefix(tableId))
        .putLong(handle ^ Long.MIN_VALUE)
        .array();
  }

  /** The versioned key of an SST: {@code z}, encoded key, complement of the timestamp. */
  static byte[] sstKey(byte[] raw, long ts) {
    byte[] encoded = encode(raw);
    return ByteBuffer.allocate(1 + encoded.length + Long.BYTES)
        .put((byte) 'z')
        .put(encoded)
        .putLong(~ts)
        .array();
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
