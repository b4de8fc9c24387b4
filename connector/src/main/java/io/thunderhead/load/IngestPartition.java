package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
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
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Writes the sorted KVs of one partition into the regions that hold them. */
final class IngestPartition
    implements Function2<Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<RegionResult>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IngestPartition.class);

  /** How long a task waits for the peers of regions that it makes while it writes. */
  private static final Duration SCATTER_PATIENCE = Duration.ofSeconds(20);

  private final Broadcast<LoadPlan> plan;
  private final LongAccumulator ingestedBytes;

  /**
   * @param ingestedBytes for progress only: a task that runs twice may count twice
   */
  IngestPartition(Broadcast<LoadPlan> plan, LongAccumulator ingestedBytes) {
    this.plan = plan;
    this.ingestedBytes = ingestedBytes;
  }

  @Override
  public Iterator<RegionResult> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    try {
      return ingest(partition, kvs);
    } catch (LoadException e) {
      LOG.warn("partition {} failed", partition, e);
      throw e.portable();
    }
  }

  private Iterator<RegionResult> ingest(int partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    IngestSettings settings = load.ingest();
    try (Channels channels = new Channels(load.dialing());
        WriteSpeed.Task speed = WriteSpeed.enter(load.speed())) {
      PdClient pd = PdClient.connect(load.pd(), channels);
      ImportSstClient client =
          new ImportSstClient(
              pd, channels, settings.writeTimeout(), settings.ingestTimeout(), speed);
      Writers writers = new Writers(load, partition, pd, client, cuts(load, pd, channels));
      for (Tuple2<byte[], byte[]> kv = afterMarks(kvs); kv != null; kv = next(kvs)) {
        writers.of(kv._1()).write(kv._1(), kv._2());
      }
      writers.close();
      speed.done();
      writers.results.forEach(result -> ingestedBytes.add(result.sum().bytes()));
      return writers.results.iterator();
    }
  }

  private static RegionCuts cuts(LoadPlan load, PdClient pd, Channels channels) {
    PdHttp http = new PdHttp(pd, channels);
    TikvClient tikv = new TikvClient(pd, channels);
    return new RegionCuts(
        keys -> new RegionSplitter(pd, http, tikv, 0, SCATTER_PATIENCE).splitAndScatter(keys),
        load.region().bytes(),
        load.region().keys());
  }

  /** One writer after the other, for the ranges of a partition in order. */
  private static final class Writers {
    private final LoadPlan load;
    private final int partition;
    private final RegionScanner regions;
    private final ImportSstClient client;
    private final RegionCuts cuts;
    private final Iterator<KeyRange> ranges;
    private final List<RegionResult> results = new ArrayList<>();
    private KeyRange range;
    private SortedKvWriter writer;

    Writers(LoadPlan load, int partition, PdClient pd, ImportSstClient client, RegionCuts cuts) {
      this.load = load;
      this.partition = partition;
      this.regions = new RegionScanner(pd);
      this.client = client;
      this.cuts = cuts;
      this.ranges = load.partitions().get(partition).iterator();
    }

    /** Returns the writer for a key; keys that are in no range are refused by the last one. */
    SortedKvWriter of(byte[] key) {
      while (writer == null || (!range.contains(key) && ranges.hasNext())) {
        close();
        range = ranges.next();
        writer =
            load.ingest().ssts() == null
                ? new SortedKvWriter(regions, client, load.ingest(), range)
                : new SortedKvWriter(regions, client, load.ingest(), range, localFolder(partition));
        writer.cutRegions(cuts);
      }
      return writer;
    }

    void close() {
      if (writer != null) {
        writer.close();
        results.addAll(writer.results());
      }
    }
  }

  /** Returns one of the executor's own folders, which Spark removes with all they hold. */
  private static Path localFolder(int partition) {
    File[] folders = SparkEnv.get().blockManager().diskBlockManager().localDirs();
    return folders[partition % folders.length].toPath();
  }

  /**
   * Returns the first KV behind the marks, null when there is none.
   *
   * @throws LoadException BAD_ROW when the marks tell of too many bad rows; nothing is written then
   */
  private Tuple2<byte[], byte[]> afterMarks(Iterator<Tuple2<byte[], byte[]>> kvs) {
    long bad = 0;
    Tuple2<byte[], byte[]> kv = next(kvs);
    for (; kv != null && BadRowMarks.isMark(kv._1()); kv = next(kvs)) {
      bad += BadRowMarks.count(kv._2());
    }
    plan.value().badRows().check(bad);
    return kv;
  }

  private static Tuple2<byte[], byte[]> next(Iterator<Tuple2<byte[], byte[]>> kvs) {
    return kvs.hasNext() ? kvs.next() : null;
  }
}
