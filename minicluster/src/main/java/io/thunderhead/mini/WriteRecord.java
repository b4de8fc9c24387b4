package io.thunderhead.mini;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * One value of the write column family (import-protocol 3.5).
 *
 * @param type what the version is
 * @param startTs timestamp under which a long value lies in the default column family
 * @param shortValue the value itself when it has at most {@link #SHORT_VALUE_MAX} bytes, else null
 * @param txnSource origin bits, zero when absent; {@code 1 << 16} marks a physical import
 * @param gcFence timestamp from which the version is hidden, or -1 when there is none
 */
record WriteRecord(Type type, long startTs, byte[] shortValue, long txnSource, long gcFence) {
  /** Longest value, in bytes, that is held in the record itself. */
  static final int SHORT_VALUE_MAX = 255;

  private static final byte SHORT_VALUE = 'v';
  private static final byte OVERLAPPED_ROLLBACK = 'R';
  private static final byte GC_FENCE = 'F';
  private static final byte LAST_CHANGE = 'l';
  private static final byte TXN_SOURCE = 'S';
  private static final long NO_FENCE = -1;

  /** Bytes that the fields besides the value mostly fit into. */
  private static final int FIELDS_ROOM = 32;

  /** Kind of a version; the tag is the record's first byte. */
  enum Type {
    PUT('P', "Put"),
    DELETE('D', "Delete"),
    LOCK('L', "Lock"),
    ROLLBACK('R', "Rollback");

    private final char tag;
    private final String shown;

    Type(char tag, String shown) {
      this.tag = tag;
      this.shown = shown;
    }

    /** Returns the name that TiKV prints. */
    String shown() {
      return shown;
    }

    private static Type of(byte tag) {
      for (Type type : values()) {
        if (type.tag == tag) {
          return type;
        }
      }
      throw new IllegalArgumentException("write record type: " + tag + " (expected: P, D, L or R)");
    }
  }

  static WriteRecord put(long startTs, byte[] shortValue, long txnSource) {
    return new WriteRecord(Type.PUT, startTs, shortValue, txnSource, NO_FENCE);
  }

  static WriteRecord of(Type type, long startTs, long txnSource) {
    return new WriteRecord(type, startTs, null, txnSource, NO_FENCE);
  }

  /** Tells whether a garbage collection fence does not hide the version from a read at a ts. */
  boolean visibleAt(long readTs) {
    return gcFence == NO_FENCE || (gcFence != 0 && Long.compareUnsigned(gcFence, readTs) > 0);
  }

  byte[] toBytes() {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream((shortValue == null ? 0 : shortValue.length) + FIELDS_ROOM);
    out.write(type.tag);
    Varints.writeUnsigned(out, startTs);
    if (shortValue != null) {
      out.write(SHORT_VALUE);
      out.write(shortValue.length);
      out.writeBytes(shortValue);
    }
    if (gcFence != NO_FENCE) {
      out.write(GC_FENCE);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(gcFence).array());
    }
    if (txnSource != 0) {
      out.write(TXN_SOURCE);
      Varints.writeUnsigned(out, txnSource);
    }
    return out.toByteArray();
  }

  /** Reads a record; bytes that are none end in an IllegalArgumentException. */
  static WriteRecord parse(byte[] bytes) {
    try {
      return parse(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "write record: " + Keys.hex(bytes) + " ends early (expected: type, ts, fields)", e);
    }
  }

  private static WriteRecord parse(ByteBuffer in) {
    Type type = Type.of(in.get());
    long startTs = Varints.readUnsigned(in);
    byte[] shortValue = null;
    long txnSource = 0;
    long gcFence = NO_FENCE;
    while (in.hasRemaining()) {
      byte field = in.get();
      switch (field) {
        case SHORT_VALUE -> {
          shortValue = new byte[in.get() & 0xFF];
          in.get(shortValue);
        }
        case OVERLAPPED_ROLLBACK -> {}
        case GC_FENCE -> gcFence = in.getLong();
        case LAST_CHANGE -> {
          in.getLong();
          Varints.readUnsigned(in);
        }
        case TXN_SOURCE -> txnSource = Varints.readUnsigned(in);
        // A newer writer may append fields; TiKV stops at the first it does not know.
        default -> in.position(in.limit());
      }
    }
    return new WriteRecord(type, startTs, shortValue, txnSource, gcFence);
  }
}
