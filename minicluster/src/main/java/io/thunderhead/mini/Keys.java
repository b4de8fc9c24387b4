package io.thunderhead.mini;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Forms a key takes on its way to disk (import-protocol 1.2, 1.3): raw, encoded (memcomparable),
 * versioned (encoded and eight bytes of inverted timestamp), data key (versioned with a leading
 * {@code z}).
 *
 * <p>Every array is compared as unsigned bytes. Nothing here changes its argument.
 */
final class Keys {
  /** First byte of every key in a store's database. */
  static final byte DATA_PREFIX = 'z';

  /** Bytes of a timestamp behind an encoded key. */
  static final int TS_LENGTH = 8;

  private static final int GROUP = 8;
  private static final int MARKED_GROUP = GROUP + 1;
  private static final HexFormat HEX = HexFormat.of();
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private Keys() {}

  /** Encodes raw bytes so that encoded order is raw order and the end is found without a length. */
  static byte[] encode(byte[] raw) {
    byte[] encoded = new byte[(raw.length / GROUP + 1) * MARKED_GROUP];
    encode(raw, encoded, 0, encoded.length);
    return encoded;
  }

  private static void encode(byte[] raw, byte[] encoded, int start, int end) {
    for (int from = 0, to = start; to < end; from += GROUP, to += MARKED_GROUP) {
      int held = Math.min(GROUP, raw.length - from);
      System.arraycopy(raw, from, encoded, to, held);
      encoded[to + GROUP] = (byte) (0xFF - (GROUP - held));
    }
  }

  /** Returns the raw bytes of the encoded key at the start of {@code bytes}; a tail is ignored. */
  static byte[] decode(byte[] bytes) {
    int length = encodedLength(bytes);
    if (length < 0) {
      throw new IllegalArgumentException("key: " + hex(bytes) + " (expected: a memcomparable key)");
    }
    int pad = 0xFF - (bytes[length - 1] & 0xFF);
    byte[] raw = new byte[length / MARKED_GROUP * GROUP - pad];
    for (int at = 0, to = 0; at < length; at += MARKED_GROUP, to += GROUP) {
      System.arraycopy(bytes, at, raw, to, Math.min(GROUP, raw.length - to));
    }
    return raw;
  }

  /** Returns how many leading bytes form an encoded key, or -1 when there is none. */
  static int encodedLength(byte[] bytes) {
    for (int at = 0; at + MARKED_GROUP <= bytes.length; at += MARKED_GROUP) {
      int pad = 0xFF - (bytes[at + GROUP] & 0xFF);
      if (pad == 0) {
        continue;
      }
      return pad <= GROUP && isZero(bytes, at + GROUP - pad, pad) ? at + MARKED_GROUP : -1;
    }
    return -1;
  }

  /** Appends a timestamp so that newer versions sort first. */
  static byte[] withTs(byte[] encoded, long ts) {
    byte[] versioned = Arrays.copyOf(encoded, encoded.length + TS_LENGTH);
    putInverted(ts, versioned);
    return versioned;
  }

  private static void putInverted(long ts, byte[] key) {
    long inverted = ~ts;
    for (int i = key.length - 1; i >= key.length - TS_LENGTH; i--) {
      key[i] = (byte) inverted;
      inverted >>>= Byte.SIZE;
    }
  }

  /** Returns the timestamp at the end of a versioned key. */
  static long ts(byte[] versioned) {
    long inverted = 0;
    for (int i = versioned.length - TS_LENGTH; i < versioned.length; i++) {
      inverted = (inverted << 8) | (versioned[i] & 0xFF);
    }
    return ~inverted;
  }

  /** Cuts the timestamp off a versioned key. */
  static byte[] withoutTs(byte[] versioned) {
    return Arrays.copyOf(versioned, versioned.length - TS_LENGTH);
  }

  /** Puts the data prefix in front of an encoded or versioned key. */
  static byte[] data(byte[] key) {
    byte[] data = new byte[key.length + 1];
    data[0] = DATA_PREFIX;
    System.arraycopy(key, 0, data, 1, key.length);
    return data;
  }

  /** Returns the data key of a version of a raw key. */
  static byte[] data(byte[] raw, long ts) {
    byte[] data = new byte[1 + (raw.length / GROUP + 1) * MARKED_GROUP + TS_LENGTH];
    data[0] = DATA_PREFIX;
    encode(raw, data, 1, data.length - TS_LENGTH);
    putInverted(ts, data);
    return data;
  }

  /** Returns the data key of a range's end, where empty means infinity. */
  static byte[] dataEnd(byte[] encodedEnd) {
    return encodedEnd.length == 0 ? new byte[] {DATA_PREFIX + 1} : data(encodedEnd);
  }

  /** Cuts the data prefix off. */
  static byte[] withoutPrefix(byte[] dataKey) {
    return Arrays.copyOfRange(dataKey, 1, dataKey.length);
  }

  /** Returns the smallest key above {@code key}. */
  static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /** Returns upper-case hex, the form of keys in TiKV's messages and PD's region listings. */
  static String upperHex(byte[] bytes) {
    return UPPER_HEX.formatHex(bytes);
  }

  private static boolean isZero(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
