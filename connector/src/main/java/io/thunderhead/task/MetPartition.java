package io.thunderhead.task;

import io.thunderhead.aside.BadRowMarks;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.conflict.RowMark;
import io.thunderhead.encode.EntryOwner;
import io.thunderhead.tikv.KvPair;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds the keys of one partition that rows of the table claim as well, and the records of those.
 *
 * <p>Takes KVs in key order, marked with their rows, and gives {@code record key → row BE64 ‖ key}
 * for each that meets one. Where the table has nothing in the partition, no KV is even read.
 */
public final class MetPartition
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<Tuple2<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;

  public MetPartition(Broadcast<LoadPlan> plan) {
    this.plan = plan;
  }

  /** Returns the number of the input's row in what {@link #call} gives. */
  static long row(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /** Returns the key that both claim. */
  static byte[] key(byte[] value) {
    return Arrays.copyOfRange(value, Long.BYTES, value.length);
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(
      Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    StoredKvs existing = StoredKvs.ofTask(load, partition);
    if (existing.isEmpty()) {
      return Collections.emptyIterator();
    }
    MarkedKeys keys = load.duplicates().keys();
    EntryOwner owners = new EntryOwner(load.table());
    return new Unfolding<>(
        kvs,
        (kv, out) -> {
          byte[] key = kv._1();
          if (!BadRowMarks.isMark(key) && keys.contains(key)) {
            KvPair met = existing.find(key);
            if (met != null) {
              out.accept(meeting(owner(load, owners, met), key, RowMark.row(kv._2())));
            }
          }
        });
  }

  private static Tuple2<byte[], byte[]> meeting(byte[] owner, byte[] key, long row) {
    return new Tuple2<>(
        owner, ByteBuffer.allocate(Long.BYTES + key.length).putLong(row).put(key).array());
  }

  private static byte[] owner(LoadPlan load, EntryOwner owners, KvPair met) {
    try {
      return owners.recordKey(met.key(), met.value());
    } catch (IllegalArgumentException e) {
      throw StoredKeys.inconsistent(
          load,
          "the value of key %s cannot be read: %s"
              .formatted(HexFormat.of().formatHex(met.key()), e.getMessage()));
    }
  }
}
