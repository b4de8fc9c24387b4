package io.thunderhead.task;

import io.thunderhead.aside.BadRowMarks;
import io.thunderhead.block.KvCursor;
import io.thunderhead.conflict.DuplicateFilter;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.conflict.Duplicates;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.SortedKvWriter;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.WriteSpeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Writes the sorted KVs of one partition into the regions that hold them. */
public final class IngestPartition
    implements Function2<Integer, Iterator<SortedKvs>, Iterator<IngestedPartition>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IngestPartition.class);

  private final Broadcast<LoadPlan> plan;
  private final WorkMeter meter;
  private final FinishedParts finished;

  /**
   * @param meter for people to see
   * @param finished takes what is ingested as soon as it is; null when nobody keeps it
   */
  public IngestPartition(Broadcast<LoadPlan> plan, WorkMeter meter, FinishedParts finished) {
    this.finished = finished;
    this.plan = plan;
    this.meter = meter;
  }

  @Override
  public Iterator<IngestedPartition> call(Integer partition, Iterator<SortedKvs> kvs) {
    try {
      return ingest(partition, kvs.next());
    } catch (LoadException e) {
      LOG.warn("partition {} failed", partition, e);
      throw e.portable();
    }
  }

  private Iterator<IngestedPartition> ingest(int partition, SortedKvs kvs) {
    LoadPlan load = plan.value();
    if (load.finished().get(partition)) {
      return Collections.emptyIterator();
    }
    IngestSettings settings = load.ingest();
    WorkMeter.Task seen = meter.begin();
    try (Channels channels = new Channels(load.dialing());
        WriteSpeed.Task speed = WriteSpeed.enter(load.speed())) {
      PdClient pd = PdClient.connect(load.pd(), channels);
      ImportSstClient client =
          new ImportSstClient(
              pd, channels, settings.writeTimeout(), settings.ingestTimeout(), speed);
      PartitionWriter writer = PartitionWriter.of(load, partition, pd, client, channels);
      List<Duplicates> duplicates =
          load.duplicates() == null
              ? write(kvs.cursor(), writer)
              : write(kvs.pairs(), writer, load);
      writer.close();
      speed.done();
      IngestedPartition done = new IngestedPartition(writer.results(), duplicates);
      done.regions().forEach(seen::took);
      seen.end();
      if (finished != null) {
        finished.add(new FinishedParts.Part(partition, done));
      }
      return List.of(done).iterator();
    }
  }

  private List<Duplicates> write(KvCursor kvs, PartitionWriter writer) {
    long bad = 0;
    boolean more = kvs.next();
    for (; more && BadRowMarks.isMark(kvs.array(), kvs.keyFrom()); more = kvs.next()) {
      bad += BadRowMarks.count(kvs.value());
    }
    plan.value().badRows().check(bad);
    for (; more; more = kvs.next()) {
      byte[] kv = kvs.array();
      writer
          .of(kv, kvs.keyFrom(), kvs.valueFrom())
          .write(kv, kvs.keyFrom(), kvs.valueFrom(), kvs.end());
    }
    return List.of();
  }

  private List<Duplicates> write(
      Iterator<Tuple2<byte[], byte[]>> kvs, PartitionWriter writer, LoadPlan load) {
    DuplicateRule rule = load.duplicates();
    List<Duplicates> duplicates = new ArrayList<>();
    DuplicateFilter filter = null;
    for (Tuple2<byte[], byte[]> kv = afterMarks(kvs); kv != null; kv = next(kvs)) {
      if (!writer.isAt(kv._1())) {
        end(filter, duplicates);
        SortedKvWriter ofRange = writer.of(kv._1());
        filter =
            new DuplicateFilter(
                rule.keys(), rule.stays(), load.out(), rule.threshold(), ofRange::write);
      }
      filter.add(kv._1(), kv._2());
    }
    end(filter, duplicates);
    return duplicates;
  }

  /** What a range withheld is told when there is any. */
  private static void end(DuplicateFilter filter, List<Duplicates> duplicates) {
    if (filter != null) {
      Duplicates ofRange = filter.end();
      if (ofRange.withheld().kvs() > 0) {
        duplicates.add(ofRange);
      }
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
