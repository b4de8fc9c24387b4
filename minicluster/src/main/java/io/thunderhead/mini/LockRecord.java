package io.thunderhead.mini;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * One value of the lock column family, whose key is a data key without a timestamp.
 *
 * @param type what the transaction will do with the key
 * @param primary raw key that decides the transaction
 * @param startTs the transaction
 * @param ttl milliseconds after which others may roll it back
 * @param shortValue value to be written when it is short, else null
 * @param txnSize keys of the transaction in the region
 * @param minCommitTs no commit below it
 */
record LockRecord(
    Type type,
    byte[] primary,
    long startTs,
    long ttl,
    byte[] shortValue,
    long txnSize,
    long minCommitTs) {
  private static final byte SHORT_VALUE = 'v';
  private static final byte FOR_UPDATE_TS = 'f';
  private static final byte TXN_SIZE = 't';
  private static final byte MIN_COMMIT_TS = 'c';

  /** Kind of a lock; the tag is the record's first byte. */
  enum Type {
    PUT('P', Op.Put),
    DELETE('D', Op.Del),
    LOCK('L', Op.Lock),
    PESSIMISTIC('S', Op.PessimisticLock);

    private final char tag;
    private final Op op;

    Type(char tag, Op op) {
      this.tag = tag;
      this.op = op;
    }

    private static Type of(byte tag) {
      for (Type type : values()) {
        if (type.tag == tag) {
          return type;
        }
      }
      throw new IllegalArgumentException("lock type: " + tag + " (expected: P, D, L or S)");
    }
  }

  /** Tells whether a read at {@code readTs} has to wait for the transaction. */
  boolean blocks(long readTs, byte[] rawKey) {
    if (type == Type.LOCK || type == Type.PESSIMISTIC) {
      return false;
    }
    if (Long.compareUnsigned(startTs, readTs) > 0
        || Long.compareUnsigned(minCommitTs, readTs) > 0) {
      return false;
    }
    return readTs != -1L || Keys.compare(rawKey, primary) != 0;
  }

  LockInfo toInfo(byte[] rawKey) {
    return LockInfo.newBuilder()
        .setPrimaryLock(ByteString.copyFrom(primary))
        .setLockVersion(startTs)
        .setKey(ByteString.copyFrom(rawKey))
        .setLockTtl(ttl)
        .setTxnSize(txnSize)
        .setLockType(type.op)
        .setMinCommitTs(minCommitTs)
        .build();
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type.tag);
    Varints.writeCompactBytes(out, primary);
    Varints.writeUnsigned(out, startTs);
    Varints.writeUnsigned(out, ttl);
    if (shortValue != null) {
      out.write(SHORT_VALUE);
      out.write(shortValue.length);
      out.writeBytes(shortValue);
    }
    if (txnSize > 0) {
      writeLong(out, TXN_SIZE, txnSize);
    }
    if (minCommitTs != 0) {
      writeLong(out, MIN_COMMIT_TS, minCommitTs);
    }
    return out.toByteArray();
  }

  static LockRecord parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return parse(in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "lock: " + Keys.hex(bytes) + " ends early (expected: type, primary, ts, ttl, fields)", e);
    }
  }

  private static LockRecord parse(ByteBuffer in) {
    Type type = Type.of(in.get());
    byte[] primary = Varints.readCompactBytes(in);
    long startTs = Varints.readUnsigned(in);
    long ttl = in.hasRemaining() ? Varints.readUnsigned(in) : 0;
    byte[] shortValue = null;
    long txnSize = 0;
    long minCommitTs = 0;
    while (in.hasRemaining()) {
      byte field = in.get();
      switch (field) {
        case SHORT_VALUE -> {
          shortValue = new byte[in.get() & 0xFF];
          in.get(shortValue);
        }
        case FOR_UPDATE_TS -> in.getLong();
        case TXN_SIZE -> txnSize = in.getLong();
        case MIN_COMMIT_TS -> minCommitTs = in.getLong();
        default -> in.position(in.limit());
      }
    }
    return new LockRecord(type, primary, startTs, ttl, shortValue, txnSize, minCommitTs);
  }

  private static void writeLong(ByteArrayOutputStream out, byte field, long value) {
    out.write(field);
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }
}
