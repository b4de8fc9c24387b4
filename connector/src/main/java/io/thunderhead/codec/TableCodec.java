package io.thunderhead.codec;

import java.nio.charset.StandardCharsets;

/**
 * Layout of the keys of tables and of metadata, all raw (kv-encoding 1.1 and 6.1).
 *
 * <pre>
 * record  't' INT(physical id) '_r' handle
 * index   't' INT(physical id) '_i' INT(index id) values [handle]
 * meta    'm' BYTES(key) UINT(type) [BYTES(field)]
 * </pre>
 */
public final class TableCodec {
  /** Length of {@code t{id}}. */
  public static final int TABLE_PREFIX_LENGTH = 9;

  /** Length of {@code t{id}_r}. */
  public static final int RECORD_PREFIX_LENGTH = 11;

  /** Length of {@code t{id}_i{index id}}. */
  public static final int INDEX_PREFIX_LENGTH = 19;

  /** Length of a record key whose handle is an integer. */
  public static final int INT_RECORD_KEY_LENGTH = 19;

  private static final long META_STRING = 's';
  private static final long META_HASH = 'h';

  private TableCodec() {}

  /** Returns {@code t{id}}. */
  public static byte[] tablePrefix(long id) {
    Bytes out = new Bytes(TABLE_PREFIX_LENGTH);
    putTablePrefix(out, id);
    return out.toByteArray();
  }

  /** Returns {@code t{id}_r}. */
  public static byte[] recordPrefix(long physicalId) {
    Bytes out = new Bytes(RECORD_PREFIX_LENGTH);
    putRecordPrefix(out, physicalId);
    return out.toByteArray();
  }

  /** Returns the record key of an integer handle. */
  public static byte[] recordKey(long physicalId, long handle) {
    Bytes out = new Bytes(INT_RECORD_KEY_LENGTH);
    putRecordPrefix(out, physicalId);
    MemComparable.encodeInt(out, handle);
    return out.toByteArray();
  }

  /** Appends {@code t{id}_r}. */
  public static void putRecordPrefix(Bytes out, long physicalId) {
    putTablePrefix(out, physicalId);
    out.put('_').put('r');
  }

  /** Appends {@code t{id}_i{index id}}. */
  public static void putIndexPrefix(Bytes out, long id, long indexId) {
    putTablePrefix(out, id);
    MemComparable.encodeInt(out.put('_').put('i'), indexId);
  }

  /** Returns {@code t{id}_i{index id}}. */
  public static byte[] indexPrefix(long id, long indexId) {
    Bytes out = new Bytes(INDEX_PREFIX_LENGTH);
    putIndexPrefix(out, id, indexId);
    return out.toByteArray();
  }

  /**
   * Returns an exclusive end for a range whose last raw key is {@code lastRawKey}: the next handle
   * for an integer-handle record key, else the key with {@code 00} behind it (import-protocol 1.5).
   */
  public static byte[] nextKey(byte[] lastRawKey) {
    if (lastRawKey.length == INT_RECORD_KEY_LENGTH && isRecordKey(lastRawKey)) {
      long handle = intHandle(lastRawKey);
      long table = tableId(lastRawKey);
      return handle == Long.MAX_VALUE ? tablePrefix(table + 1) : recordKey(table, handle + 1);
    }
    return new Bytes(lastRawKey.length + 1).put(lastRawKey).put(0).toByteArray();
  }

  /** Tells whether a raw key starts as a record key. */
  public static boolean isRecordKey(byte[] key) {
    return isTableKey(key) && key[TABLE_PREFIX_LENGTH + 1] == 'r';
  }

  /**
   * Returns the table or partition id in a record or index key.
   *
   * @throws IllegalArgumentException when the key is neither
   */
  public static long tableId(byte[] key) {
    return MemComparable.decodeInt(requireTableKey(key), 1);
  }

  /** Returns the index id in an index key, -1 for a record key. */
  public static long indexId(byte[] key) {
    return isRecordKey(requireTableKey(key))
        ? -1
        : MemComparable.decodeInt(key, RECORD_PREFIX_LENGTH);
  }

  /**
   * Returns the integer handle in a record key.
   *
   * @throws IllegalArgumentException when the key is not a record key of an integer handle
   */
  public static long intHandle(byte[] recordKey) {
    if (recordKey.length != INT_RECORD_KEY_LENGTH || !isRecordKey(recordKey)) {
      throw new IllegalArgumentException(
          "key: " + KeyRange.hex(recordKey) + " (expected: t{id}_r and a handle of 8 bytes)");
    }
    return MemComparable.decodeInt(recordKey, RECORD_PREFIX_LENGTH);
  }

  /** Returns the key of a metadata string. */
  public static byte[] metaStringKey(String key) {
    return metaKey(key, META_STRING).toByteArray();
  }

  /** Returns the key of one field of a metadata hash. */
  public static byte[] metaHashKey(String key, String field) {
    Bytes out = metaKey(key, META_HASH);
    byte[] raw = field.getBytes(StandardCharsets.UTF_8);
    MemComparable.encodeBytes(out, raw, 0, raw.length);
    return out.toByteArray();
  }

  /** Returns what the keys of all fields of a metadata hash start with. */
  public static byte[] metaHashPrefix(String key) {
    return metaKey(key, META_HASH).toByteArray();
  }

  /**
   * Returns the field in the key of a metadata hash field.
   *
   * @throws IllegalArgumentException when the key is not one
   */
  public static String metaHashField(byte[] metaHashKey) {
    if (metaHashKey.length == 0 || metaHashKey[0] != 'm') {
      throw new IllegalArgumentException(
          "key: " + KeyRange.hex(metaHashKey) + " (expected: first byte 'm')");
    }
    int end = MemComparable.decodeBytes(metaHashKey, 1, new Bytes(metaHashKey.length));
    if (MemComparable.decodeUint(metaHashKey, end) != META_HASH) {
      throw new IllegalArgumentException(
          "key: " + KeyRange.hex(metaHashKey) + " (expected: type 'h')");
    }
    Bytes field = new Bytes(metaHashKey.length);
    int fieldEnd = MemComparable.decodeBytes(metaHashKey, end + Long.BYTES, field);
    if (fieldEnd != metaHashKey.length) {
      throw new IllegalArgumentException(
          "key: " + KeyRange.hex(metaHashKey) + " (expected: end at " + fieldEnd + ")");
    }
    return new String(field.array(), 0, field.length(), StandardCharsets.UTF_8);
  }

  private static void putTablePrefix(Bytes out, long id) {
    out.put('t');
    MemComparable.encodeInt(out, id);
  }

  private static Bytes metaKey(String key, long type) {
    byte[] raw = key.getBytes(StandardCharsets.UTF_8);
    Bytes out = new Bytes(64);
    out.put('m');
    MemComparable.encodeBytes(out, raw, 0, raw.length);
    MemComparable.encodeUint(out, type);
    return out;
  }

  private static boolean isTableKey(byte[] key) {
    return key.length >= RECORD_PREFIX_LENGTH
        && key[0] == 't'
        && key[TABLE_PREFIX_LENGTH] == '_'
        && (key[TABLE_PREFIX_LENGTH + 1] == 'r' || key[TABLE_PREFIX_LENGTH + 1] == 'i');
  }

  private static byte[] requireTableKey(byte[] key) {
    if (!isTableKey(key)) {
      throw new IllegalArgumentException(
          "key: " + KeyRange.hex(key) + " (expected: t{id}_r or t{id}_i)");
    }
    return key;
  }
}
