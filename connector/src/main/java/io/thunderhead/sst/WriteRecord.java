package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;

/**
 * A value of the write family (import-protocol 3.5): type, start timestamp as a varint, for a short
 * value {@code v}, its length in one byte and itself, then {@code S} and the transaction source.
 *
 * <p>An instance shows one record after the other as they are read.
 */
final class WriteRecord {
  static final byte PUT = 'P';
  static final byte DELETE = 'D';

  /** Longest value, in bytes, that stands in the record. */
  static final int SHORT_VALUE_MAX = 255;

  /** Marks rows of a physical import, so that change feeds leave them out. */
  private static final long PHYSICAL_IMPORT = 1 << 16;

  private static final int SHORT_VALUE = 'v';
  private static final int TXN_SOURCE = 'S';

  private byte type;
  private long startTs;
  private int valueFrom;
  private int valueLength;

  /** Appends a put with its value, which has at most 255 bytes. */
  static void putShort(Bytes out, long startTs, byte[] value, int from, int length) {
    if (length > SHORT_VALUE_MAX) {
      throw new IllegalArgumentException(
          "short value of %d bytes (expected: at most %d)".formatted(length, SHORT_VALUE_MAX));
    }
    Varint.put(out.put(PUT), startTs);
    out.put(SHORT_VALUE).put(length).put(value, from, length);
    putSource(out);
  }

  /**
   * Appends a record without a value: a delete, or a put whose value lies in the default family.
   */
  static void put(Bytes out, byte type, long startTs) {
    Varint.put(out.put(type), startTs);
    putSource(out);
  }

  private static void putSource(Bytes out) {
    Varint.put(out.put(TXN_SOURCE), PHYSICAL_IMPORT);
  }

  /** Reads a record and refuses one that no import writes. */
  void read(ByteReader in) {
    type = (byte) in.unsignedByte();
    startTs = in.varint();
    valueLength = -1;
    int field = in.unsignedByte();
    if (field == SHORT_VALUE) {
      valueLength = in.unsignedByte();
      valueFrom = in.skip(valueLength);
      field = in.unsignedByte();
    }
    boolean known = type == PUT || (type == DELETE && !hasShortValue());
    if (!known || field != TXN_SOURCE || in.varint() != PHYSICAL_IMPORT || in.hasMore()) {
      throw new IllegalArgumentException(
          "write record of type %d with field %d (expected: what an import writes)"
              .formatted(type, field));
    }
  }

  boolean isDelete() {
    return type == DELETE;
  }

  long startTs() {
    return startTs;
  }

  boolean hasShortValue() {
    return valueLength >= 0;
  }

  /** Returns where the short value starts in the array that was read. */
  int valueFrom() {
    return valueFrom;
  }

  int valueLength() {
    return valueLength;
  }
}
