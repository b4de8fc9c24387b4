package io.thunderhead.task;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.conflict.Mender;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.WriteSpeed;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Puts and deletes what settles the conflicts of one partition, at a timestamp of its own. */
public final class MendPartition
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<MendPartition.Mended>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final Broadcast<RowSet> left;

  /**
   * What one task changed.
   *
   * @param regions one for each region job
   * @param withheld sum of the KVs whose keys came more than once
   */
  public record Mended(List<RegionResult> regions, KvChecksum withheld) implements Serializable {}

  /**
   * @param left rows that do not stay
   */
  public MendPartition(Broadcast<LoadPlan> plan, Broadcast<RowSet> left) {
    this.plan = plan;
    this.left = left;
  }

  @Override
  public Iterator<Mended> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    try {
      return kvs.hasNext() ? List.of(mend(partition, kvs)).iterator() : Collections.emptyIterator();
    } catch (LoadException e) {
      throw e.portable();
    }
  }

  private Mended mend(int partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    IngestSettings settings = load.ingest();
    try (Channels channels = new Channels(load.dialing());
        WriteSpeed.Task speed = WriteSpeed.enter(load.speed())) {
      PdClient pd = PdClient.connect(load.pd(), channels);
      ImportSstClient client =
          new ImportSstClient(
              pd, channels, settings.writeTimeout(), settings.ingestTimeout(), speed);
      PartitionWriter writer = PartitionWriter.of(load, partition, pd, client, channels);
      Mender mender = new Mender(left.value(), load.out(), new Changes(writer));
      while (kvs.hasNext()) {
        Tuple2<byte[], byte[]> kv = kvs.next();
        mender.add(kv._1(), kv._2());
      }
      KvChecksum withheld = mender.end();
      writer.close();
      speed.done();
      return new Mended(writer.results(), withheld);
    }
  }

  private record Changes(PartitionWriter writer) implements Mender.Change {
    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      writer.of(key).write(key, value, valueLength);
    }

    @Override
    public void delete(byte[] key, byte[] value, int valueLength) {
      writer.of(key).delete(key, value, valueLength);
    }
  }
}
