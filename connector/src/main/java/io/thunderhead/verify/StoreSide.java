package io.thunderhead.verify;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.RecordValues;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import io.thunderhead.type.Datum;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;

/** The records of a table as TiKV holds them at one timestamp, region by region. */
final class StoreSide implements Side {
  private static final int TASKS_PER_CORE = 4;

  private final JavaSparkContext spark;
  private final PdClient pd;
  private final Cluster cluster;
  private final TableInfo table;
  private final long ts;

  /** Where executors find the cluster. */
  private record Cluster(Dialing dialing, List<String> pd) implements Serializable {}

  StoreSide(
      JavaSparkContext spark,
      PdClient pd,
      Dialing dialing,
      List<String> pdAddresses,
      TableInfo table,
      long ts) {
    this(spark, pd, new Cluster(dialing, List.copyOf(pdAddresses)), table, ts);
  }

  private StoreSide(
      JavaSparkContext spark, PdClient pd, Cluster cluster, TableInfo table, long ts) {
    this.spark = spark;
    this.pd = pd;
    this.cluster = cluster;
    this.table = table;
    this.ts = ts;
  }

  @Override
  public String name() {
    return "TiKV at timestamp " + ts;
  }

  @Override
  public <T> JavaRDD<T> read(Shape shape, Work<T> work) {
    List<List<KeyRange>> parts = parts();
    Cluster where = cluster;
    long at = ts;
    return spark
        .parallelize(parts, Math.max(parts.size(), 1))
        .mapPartitionsWithIndex(
            (part, ranges) -> {
              List<KeyRange> own = ranges.hasNext() ? ranges.next() : List.of();
              Channels channels = new Channels(where.dialing());
              TaskCompletionListener closing = context -> channels.close();
              TaskContext.get().addTaskCompletionListener(closing);
              TikvClient tikv = new TikvClient(PdClient.connect(where.pd(), channels), channels);
              return work.call(part, new StoreRows(shape, tikv, own, at));
            },
            true);
  }

  /** Returns the regions of the table's records, neighbours together, in key order. */
  private List<List<KeyRange>> parts() {
    List<KeyRange> pieces = new ArrayList<>();
    RegionScanner regions = new RegionScanner(pd);
    for (KeyRange records : KeyRanges.records(table)) {
      for (Region region : regions.scan(records)) {
        pieces.add(region.range().intersect(records));
      }
    }
    int tasks = Math.min(pieces.size(), spark.defaultParallelism() * TASKS_PER_CORE);
    List<List<KeyRange>> parts = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int from = (int) ((long) pieces.size() * i / tasks);
      int to = (int) ((long) pieces.size() * (i + 1) / tasks);
      parts.add(new ArrayList<>(pieces.subList(from, to)));
    }
    return parts;
  }

  @Override
  public boolean moves() {
    return false;
  }

  @Override
  public Side renewed() {
    return new StoreSide(spark, pd, cluster, table, pd.timestamp());
  }

  /** Reads records in batches, one of which it holds. */
  private static final class StoreRows implements ComparedRows {
    private static final int BATCH = 256;

    private final TikvClient tikv;
    private final long ts;
    private final Iterator<KeyRange> ranges;
    private final RecordValues values;
    private final Datum[] row;
    private KeyRange range;
    private List<KvPair> batch = List.of();
    private int at;

    StoreRows(Shape shape, TikvClient tikv, List<KeyRange> ranges, long ts) {
      this.tikv = tikv;
      this.ts = ts;
      this.ranges = ranges.iterator();
      this.values = new RecordValues(shape.table(), shape.settings(), shape.columns());
      this.row = new Datum[shape.columns().size()];
      Arrays.setAll(row, i -> new Datum());
    }

    @Override
    public boolean next() {
      while (at == batch.size()) {
        if (range == null && !ranges.hasNext()) {
          return false;
        }
        range = range == null ? ranges.next() : range;
        batch = tikv.scan(range, ts, BATCH);
        at = 0;
        range = batch.size() < BATCH ? null : behind(batch.get(BATCH - 1).key(), range.end());
      }
      KvPair record = batch.get(at++);
      values.load(record.key(), record.value());
      for (int i = 0; i < row.length; i++) {
        values.read(i, row[i]);
      }
      return true;
    }

    private static KeyRange behind(byte[] key, byte[] end) {
      return new KeyRange(Arrays.copyOf(key, key.length + 1), end);
    }

    @Override
    public Datum value(int index) {
      return row[index];
    }
  }
}
