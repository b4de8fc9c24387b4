package io.thunderhead.task;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.encode.EntryOwner;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.WriteSpeed;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Deletes the KVs of rows of the table that the input replaces, of one partition, or only looks
 * whether each is there and of its row. The plan's timestamp is that of the deletes.
 *
 * <p>Takes what {@link StoredKeys} gives, in key order.
 */
public final class ClearPartition
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<ClearPartition.Cleared>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final boolean deletes;

  /**
   * What one task found, and deleted.
   *
   * @param found sum of the KVs
   * @param regions one for each region job, empty when nothing is deleted
   */
  public record Cleared(KvChecksum found, List<RegionResult> regions) implements Serializable {}

  public ClearPartition(Broadcast<LoadPlan> plan, boolean deletes) {
    this.plan = plan;
    this.deletes = deletes;
  }

  @Override
  public Iterator<Cleared> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> keys) {
    try {
      return keys.hasNext()
          ? List.of(clear(partition, keys)).iterator()
          : Collections.emptyIterator();
    } catch (LoadException e) {
      throw e.portable();
    }
  }

  private Cleared clear(int partition, Iterator<Tuple2<byte[], byte[]>> keys) {
    LoadPlan load = plan.value();
    IngestSettings settings = load.ingest();
    try (Channels channels = new Channels(load.dialing());
        WriteSpeed.Task speed = WriteSpeed.enter(load.speed())) {
      PdClient pd = PdClient.connect(load.pd(), channels);
      StoredKvs existing = StoredKvs.ofTask(load, partition);
      ImportSstClient client =
          new ImportSstClient(
              pd, channels, settings.writeTimeout(), settings.ingestTimeout(), speed);
      PartitionWriter writer = PartitionWriter.of(load, partition, pd, client, channels);
      Owned owned = new Owned(load, existing);
      KvChecksum.Sum found = new KvChecksum.Sum();
      while (keys.hasNext()) {
        KvPair kv = owned.next(keys.next());
        found.add(kv.key(), 0, kv.key().length, kv.value(), 0, kv.value().length);
        if (deletes) {
          writer.of(kv.key()).delete(kv.key(), kv.value(), kv.value().length);
        }
      }
      writer.close();
      speed.done();
      return new Cleared(found.total(), writer.results());
    }
  }

  /** Reads KVs and sees to it that each is of the row that it is expected to be of. */
  private static final class Owned {
    private final LoadPlan load;
    private final StoredKvs existing;
    private final EntryOwner owners;
    private byte[] previous;

    Owned(LoadPlan load, StoredKvs existing) {
      this.load = load;
      this.existing = existing;
      this.owners = new EntryOwner(load.table());
    }

    KvPair next(Tuple2<byte[], byte[]> expected) {
      byte[] key = expected._1();
      KvPair kv = existing.find(key);
      if (kv == null) {
        throw inconsistent("is not there", expected);
      }
      if (Arrays.equals(previous, key) || !Arrays.equals(owner(kv, expected), expected._2())) {
        throw inconsistent("is of another", expected);
      }
      previous = key;
      return kv;
    }

    private byte[] owner(KvPair kv, Tuple2<byte[], byte[]> expected) {
      try {
        return owners.recordKey(kv.key(), kv.value());
      } catch (IllegalArgumentException e) {
        throw inconsistent("cannot be read: " + e.getMessage(), expected);
      }
    }

    private LoadException inconsistent(String how, Tuple2<byte[], byte[]> expected) {
      return StoredKeys.inconsistent(
          load,
          "record %s must have the key %s, which %s"
              .formatted(
                  HexFormat.of().formatHex(expected._2()),
                  HexFormat.of().formatHex(expected._1()),
                  how));
    }
  }
}
