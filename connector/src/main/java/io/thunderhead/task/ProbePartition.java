package io.thunderhead.task;

import io.thunderhead.aside.BadRowMarks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds the keys of one partition that the table has already, before anything is written. Where the
 * table has none in the partition, its KVs are not even read.
 */
public final class ProbePartition
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<ProbePartition.Collisions>> {
  private static final long serialVersionUID = 1L;
  private static final int TOLD = 3;

  private final Broadcast<LoadPlan> plan;

  public ProbePartition(Broadcast<LoadPlan> plan) {
    this.plan = plan;
  }

  /**
   * Keys of the input that are in the table.
   *
   * @param first raw, some of them
   */
  public record Collisions(long count, ArrayList<byte[]> first) implements Serializable {
    public static final Collisions NONE = new Collisions(0, new ArrayList<>());

    public Collisions plus(Collisions other) {
      ArrayList<byte[]> both = new ArrayList<>(first);
      other.first.stream().limit(Math.max(0, TOLD - both.size())).forEach(both::add);
      return new Collisions(count + other.count, both);
    }
  }

  @Override
  public Iterator<Collisions> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    if (load.finished().get(partition)) {
      return Collections.emptyIterator();
    }
    StoredKvs existing = StoredKvs.ofTask(load, partition);
    return existing.isEmpty()
        ? Collections.emptyIterator()
        : List.of(collisions(existing, kvs)).iterator();
  }

  private static Collisions collisions(StoredKvs existing, Iterator<Tuple2<byte[], byte[]>> kvs) {
    Collisions found = Collisions.NONE;
    while (kvs.hasNext()) {
      byte[] key = kvs.next()._1();
      if (!BadRowMarks.isMark(key) && existing.find(key) != null) {
        found = found.plus(new Collisions(1, new ArrayList<>(List.of(key))));
      }
    }
    return found;
  }
}
