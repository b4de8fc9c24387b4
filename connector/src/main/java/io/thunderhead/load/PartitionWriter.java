package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionCuts;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.ingest.RegionSplitter;
import io.thunderhead.ingest.SortedKvWriter;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.TikvClient;
import io.thunderhead.tikv.WriteSpeed;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;

/**
 * One task's connections to the cluster, and its writers: one after the other, for the ranges of a
 * partition in order.
 */
final class PartitionWriter implements AutoCloseable {
  /** How long a task waits for the peers of regions that it makes while it writes. */
  private static final Duration SCATTER_PATIENCE = Duration.ofSeconds(20);

  private final LoadPlan load;
  private final int partition;
  private final boolean deletes;
  private final Channels channels;
  private final WriteSpeed.Task speed;
  private final RegionScanner regions;
  private final ImportSstClient client;
  private final RegionCuts cuts;
  private final Iterator<KeyRange> ranges;
  private final List<RegionResult> results = new ArrayList<>();
  private KeyRange range;
  private SortedKvWriter writer;

  /**
   * Connects.
   *
   * @param deletes whether KVs are deleted too, which only streams to the stores carry
   */
  PartitionWriter(LoadPlan load, int partition, boolean deletes) {
    this.load = load;
    this.partition = partition;
    this.deletes = deletes;
    this.channels = new Channels(load.dialing());
    this.speed = WriteSpeed.enter(load.speed());
    try {
      PdClient pd = PdClient.connect(load.pd(), channels);
      this.client =
          new ImportSstClient(
              pd, channels, load.ingest().writeTimeout(), load.ingest().ingestTimeout(), speed);
      this.cuts = cuts(load, pd, channels);
      this.regions = new RegionScanner(pd);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.ranges = load.partitions().get(partition).iterator();
  }

  private static RegionCuts cuts(LoadPlan load, PdClient pd, Channels channels) {
    PdHttp http = new PdHttp(pd, channels);
    TikvClient tikv = new TikvClient(pd, channels);
    return new RegionCuts(
        keys -> new RegionSplitter(pd, http, tikv, 0, SCATTER_PATIENCE).splitAndScatter(keys),
        load.region().bytes(),
        load.region().keys());
  }

  /** Puts the next KV, whose value is the first bytes of an array; keys in ascending order. */
  void put(byte[] key, byte[] value, int valueLength) {
    of(key).write(key, value, valueLength);
  }

  /** Deletes a KV that is in the table. */
  void delete(byte[] key, byte[] value, int valueLength) {
    of(key).delete(key, value, valueLength);
  }

  /** Returns the writer for a key; keys that are in no range are refused by the last one. */
  private SortedKvWriter of(byte[] key) {
    while (writer == null || (!range.contains(key) && ranges.hasNext())) {
      endRange();
      range = ranges.next();
      writer =
          load.ingest().ssts() == null || deletes
              ? new SortedKvWriter(regions, client, load.ingest(), range)
              : new SortedKvWriter(regions, client, load.ingest(), range, localFolder());
      writer.cutRegions(cuts);
    }
    return writer;
  }

  /** Returns one of the executor's own folders, which Spark removes with all they hold. */
  private Path localFolder() {
    File[] folders = SparkEnv.get().blockManager().diskBlockManager().localDirs();
    return folders[partition % folders.length].toPath();
  }

  private void endRange() {
    if (writer != null) {
      writer.close();
      results.addAll(writer.results());
    }
  }

  /** Writes what is left and returns what went into each region. */
  List<RegionResult> finish() {
    endRange();
    writer = null;
    speed.done();
    return results;
  }

  @Override
  public void close() {
    speed.close();
    channels.close();
  }
}
