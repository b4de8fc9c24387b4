package io.thunderhead.task;

import io.thunderhead.tikv.KvPair;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Tells rows of the table that the input replaced, a line for each key that it claims of them. */
public final class MetLines
    implements Function2<Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<Row>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<LoadPlan> plan;
  private final ConflictLines lines;

  public MetLines(Broadcast<LoadPlan> plan, ConflictLines lines) {
    this.plan = plan;
    this.lines = lines;
  }

  @Override
  public Iterator<Row> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> meetings) {
    return new Unfolding<>(meetings, new Lines(StoredKvs.ofTask(plan.value(), partition))::tell);
  }

  /** Several rows of the input may claim one key of a row. */
  private final class Lines {
    private final StoredKvs existing;
    private final Set<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    private byte[] record;
    private KvPair stored;

    Lines(StoredKvs existing) {
      this.existing = existing;
    }

    void tell(Tuple2<byte[], byte[]> meeting, Consumer<Row> out) {
      if (!Arrays.equals(record, meeting._1())) {
        record = meeting._1();
        stored = existing.find(record);
        keys.clear();
      }
      byte[] key = MetPartition.key(meeting._2());
      if (stored != null && keys.add(key)) {
        out.accept(lines.ofTable(stored, key));
      }
    }
  }
}
