package io.thunderhead.load;

import java.nio.ByteBuffer;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * Tells every ingesting task how many bad rows the encoding tasks met, so that none writes a row of
 * a load that has too many. A mark travels with the KVs and sorts before them: key {@code 00 ‖
 * ingesting partition BE32 ‖ encoding partition BE32}, value the count BE64. Keys of tables begin
 * with {@code t}.
 */
final class BadRowMarks {
  private static final int KEY_LENGTH = 9;

  private BadRowMarks() {}

  static Tuple2<byte[], byte[]> mark(int ingesting, int encoding, long count) {
    return new Tuple2<>(
        ByteBuffer.allocate(KEY_LENGTH).put((byte) 0).putInt(ingesting).putInt(encoding).array(),
        ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }

  static boolean isMark(byte[] key) {
    return key[0] == 0;
  }

  /** Returns the bad rows that a mark tells. */
  static long count(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /** Sends marks where they are meant for, and KVs where another partitioner sends them. */
  static final class MarkPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final Partitioner kvs;

    MarkPartitioner(Partitioner kvs) {
      this.kvs = kvs;
    }

    @Override
    public int numPartitions() {
      return kvs.numPartitions();
    }

    @Override
    public int getPartition(Object rawKey) {
      byte[] key = (byte[]) rawKey;
      return isMark(key) ? ByteBuffer.wrap(key).getInt(1) : kvs.getPartition(key);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MarkPartitioner that && kvs.equals(that.kvs);
    }

    @Override
    public int hashCode() {
      return kvs.hashCode();
    }
  }
}
