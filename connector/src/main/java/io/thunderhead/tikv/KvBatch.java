package io.thunderhead.tikv;

import io.thunderhead.codec.Bytes;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * Some KVs of one timestamp as they go over the wire: a {@code WriteBatch} (import-protocol 3.4).
 *
 * <p>It is put together here, byte by byte, because an object for each pair would cost more than
 * all else that is done to a KV; every peer gets the same bytes.
 *
 * @param message the serialized {@code WriteBatch}
 * @param kvBytes of its keys and values
 */
public record KvBatch(ByteString message, long kvBytes) {
  private static final int REQUEST_BATCH = 2;

  /** Field 1 of a batch, a varint; field 2, of bytes, for each pair. */
  private static final int BATCH_COMMIT_TS = 1 << 3;

  private static final int BATCH_PAIR = (2 << 3) | 2;
  private static final int PAIR_KEY = (1 << 3) | 2;
  private static final int PAIR_VALUE = (2 << 3) | 2;
  private static final int PAIR_OP = 3 << 3;

  /** Returns the message of a Write stream that carries the batch. */
  ImportSstpb.WriteRequest request() {
    return ImportSstpb.WriteRequest.newBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    REQUEST_BATCH,
                    UnknownFieldSet.Field.newBuilder().addLengthDelimited(message).build())
                .build())
        .build();
  }

  /** Puts a batch together. */
  public static final class Builder {
    private final Bytes out;
    private long kvBytes;

    /**
     * @param room bytes that the batch will take, about
     */
    public Builder(long commitTs, int room) {
      out = new Bytes(room);
      out.put(BATCH_COMMIT_TS);
      putVarint(commitTs);
    }

    /** Returns the bytes of the keys and values so far. */
    public long kvBytes() {
      return kvBytes;
    }

    /** Adds a KV whose key and value lie back to back. */
    public void put(byte[] data, int keyFrom, int valueFrom, int end) {
      int key = valueFrom - keyFrom;
      int value = end - valueFrom;
      start(key, 1 + varintLength(value) + value, data, keyFrom);
      out.put(PAIR_VALUE);
      putVarint(value);
      out.put(data, valueFrom, value);
      kvBytes += (long) key + value;
    }

    /** Adds the deletion of a key. */
    public void delete(byte[] data, int keyFrom, int keyTo) {
      start(keyTo - keyFrom, 2, data, keyFrom);
      out.put(PAIR_OP).put(ImportSstpb.Pair.OP.Delete_VALUE);
      kvBytes += keyTo - keyFrom;
    }

    private void start(int key, int rest, byte[] data, int keyFrom) {
      out.put(BATCH_PAIR);
      putVarint(1L + varintLength(key) + key + rest);
      out.put(PAIR_KEY);
      putVarint(key);
      out.put(data, keyFrom, key);
    }

    private static int varintLength(int value) {
      return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private void putVarint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.put((int) rest | 0x80);
        rest >>>= 7;
      }
      out.put((int) rest);
    }

    /** Returns the batch; the builder is used up. */
    public KvBatch build() {
      return new KvBatch(UnsafeByteOperations.unsafeWrap(out.array(), 0, out.length()), kvBytes);
    }
  }
}
