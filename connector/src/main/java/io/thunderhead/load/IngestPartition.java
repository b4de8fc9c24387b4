package io.thunderhead.load;

import io.thunderhead.conflict.DuplicateFilter;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.conflict.Duplicates;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.RegionResult;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Writes the sorted KVs of one partition into the regions that hold them. */
final class IngestPartition
    implements Function2<Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<IngestedPartition>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IngestPartition.class);

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
  public Iterator<IngestedPartition> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    try {
      return ingest(partition, kvs);
    } catch (LoadException e) {
      LOG.warn("partition {} failed", partition, e);
      throw e.portable();
    }
  }

  private Iterator<IngestedPartition> ingest(int partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    try (PartitionWriter writer = new PartitionWriter(load, partition, false)) {
      Duplicates duplicates =
          load.duplicates() == null ? write(kvs, writer) : write(kvs, writer, load.duplicates());
      List<RegionResult> results = writer.finish();
      results.forEach(result -> ingestedBytes.add(result.sum().bytes()));
      return List.of(new IngestedPartition(results, duplicates)).iterator();
    }
  }

  private Duplicates write(Iterator<Tuple2<byte[], byte[]>> kvs, PartitionWriter writer) {
    for (Tuple2<byte[], byte[]> kv = afterMarks(kvs); kv != null; kv = next(kvs)) {
      writer.put(kv._1(), kv._2(), kv._2().length);
    }
    return null;
  }

  private Duplicates write(
      Iterator<Tuple2<byte[], byte[]>> kvs, PartitionWriter writer, DuplicateRule rule) {
    DuplicateFilter filter =
        new DuplicateFilter(rule.keys(), rule.stays(), rule.threshold(), writer::put);
    for (Tuple2<byte[], byte[]> kv = afterMarks(kvs); kv != null; kv = next(kvs)) {
      filter.add(kv._1(), kv._2());
    }
    return filter.end();
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
