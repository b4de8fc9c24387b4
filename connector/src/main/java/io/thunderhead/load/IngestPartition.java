package io.thunderhead.load;

import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.ingest.SortedKvWriter;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.WriteSpeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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

  private final Broadcast<LoadPlan> plan;
  private final LongAccumulator ingestedBytes;
  private final FinishedParts finished;

  /**
   * @param ingestedBytes for progress only: a task that runs twice may count twice
   * @param finished takes what is ingested as soon as it is; null when nobody keeps it
   */
  IngestPartition(
      Broadcast<LoadPlan> plan, LongAccumulator ingestedBytes, FinishedParts finished) {
    this.finished = finished;
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
    if (load.finished().get(partition)) {
      return Collections.emptyIterator();
    }
    IngestSettings settings = load.ingest();
    try (Channels channels = new Channels(load.dialing());
        WriteSpeed.Task speed = WriteSpeed.enter(load.speed())) {
      PdClient pd = PdClient.connect(load.pd(), channels);
      ImportSstClient client =
          new ImportSstClient(
              pd, channels, settings.writeTimeout(), settings.ingestTimeout(), speed);
      SortedKvWriter writer =
          new SortedKvWriter(
              new RegionScanner(pd), client, settings, load.partitions().get(partition));
      for (Tuple2<byte[], byte[]> kv = afterMarks(kvs); kv != null; kv = next(kvs)) {
        writer.write(kv._1(), kv._2());
      }
      writer.close();
      speed.done();
      writer.results().forEach(result -> ingestedBytes.add(result.sum().bytes()));
      if (finished != null) {
        finished.add(new FinishedParts.Part(partition, new ArrayList<>(writer.results())));
      }
      return writer.results().iterator();
    }
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
