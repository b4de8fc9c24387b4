package io.thunderhead.task;

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
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;

/** The writers of one partition: one after the other, for its ranges in order. */
public final class PartitionWriter {
  /** How long a task waits for the peers of regions that it makes while it writes. */
  private static final Duration SCATTER_PATIENCE = Duration.ofSeconds(20);

  private final LoadPlan load;
  private final int partition;
  private final RegionScanner regions;
  private final ImportSstClient client;
  private final RegionCuts cuts;
  private final Iterator<KeyRange> ranges;
  private final List<RegionResult> results = new ArrayList<>();
  private KeyRange range;
  private SortedKvWriter writer;

  private PartitionWriter(
      LoadPlan load, int partition, PdClient pd, ImportSstClient client, RegionCuts cuts) {
    this.load = load;
    this.partition = partition;
    this.regions = new RegionScanner(pd);
    this.client = client;
    this.cuts = cuts;
    this.ranges = load.partitions().get(partition).iterator();
  }

  /** Makes the writers of a partition of the plan; the caller closes the channels. */
  static PartitionWriter of(
      LoadPlan load, int partition, PdClient pd, ImportSstClient client, Channels channels) {
    PdHttp http = new PdHttp(pd, channels);
    TikvClient tikv = new TikvClient(pd, channels);
    RegionCuts cuts =
        new RegionCuts(
            keys -> new RegionSplitter(pd, http, tikv, 0, SCATTER_PATIENCE).splitAndScatter(keys),
            load.region().bytes(),
            load.region().keys());
    return new PartitionWriter(load, partition, pd, client, cuts);
  }

  /** Tells whether a key goes to the writer that is at work. */
  boolean isAt(byte[] key) {
    return isAt(key, 0, key.length);
  }

  private boolean isAt(byte[] array, int keyFrom, int keyTo) {
    return writer != null && (range.contains(array, keyFrom, keyTo) || !ranges.hasNext());
  }

  /** Returns the writer for a key; keys that are in no range are refused by the last one. */
  SortedKvWriter of(byte[] key) {
    return of(key, 0, key.length);
  }

  /** Returns the writer for the key in bytes {@code [keyFrom, keyTo)} of an array. */
  SortedKvWriter of(byte[] array, int keyFrom, int keyTo) {
    while (!isAt(array, keyFrom, keyTo)) {
      close();
      range = ranges.next();
      writer =
          load.ingest().ssts() == null
              ? new SortedKvWriter(regions, client, load.ingest(), range)
              : new SortedKvWriter(regions, client, load.ingest(), range, localFolder());
      writer.cutRegions(cuts);
    }
    return writer;
  }

  /** Ends the writer at work. */
  void close() {
    if (writer != null) {
      writer.close();
      results.addAll(writer.results());
      writer = null;
    }
  }

  /** Returns what went into each region; only after {@link #close()}. */
  List<RegionResult> results() {
    return List.copyOf(results);
  }

  /** Returns one of the executor's own folders, which Spark removes with all they hold. */
  private Path localFolder() {
    File[] folders = SparkEnv.get().blockManager().diskBlockManager().localDirs();
    return folders[partition % folders.length].toPath();
  }
}
