package io.thunderhead.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.load.TableReader;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.MiniClusterBuilder;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.TikvClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A cluster of three stores with the table {@code test.t (id, k unique, v)} and the rows that go
 * into it: {@code (i, i * 10, "v" + i)}.
 */
public final class LoadFixture implements AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("k", DataTypes.LongType)
          .add("v", DataTypes.StringType);

  private final MiniCluster cluster;
  private final boolean owned;
  private final TableName name;

  /** Starts a cluster and creates the table. */
  public LoadFixture() {
    this(settings -> {});
  }

  /** Starts a cluster with other settings and creates the table. */
  public LoadFixture(Consumer<MiniClusterBuilder> settings) {
    this(start(settings), true, "t");
  }

  /** Creates a table of another name in a cluster that others use too. */
  public LoadFixture(MiniCluster cluster, String table) {
    this(cluster, false, table);
  }

  private LoadFixture(MiniCluster cluster, boolean owned, String table) {
    this.cluster = cluster;
    this.owned = owned;
    this.name = new TableName("test", table);
    cluster.execute(
        "CREATE TABLE test."
            + table
            + " (id BIGINT PRIMARY KEY, k BIGINT NOT NULL, v VARCHAR(40),"
            + " UNIQUE KEY uk (k), KEY kv (v))");
  }

  private static MiniCluster start(Consumer<MiniClusterBuilder> settings) {
    MiniClusterBuilder builder = MiniCluster.builder().stores(3).replicas(3);
    settings.accept(builder);
    return builder.start();
  }

  /** Returns the cluster, for its faults. */
  public MiniCluster cluster() {
    return cluster;
  }

  /** Returns rows with the ids {@code [from, to)}. */
  public static Dataset<Row> rows(long from, long to) {
    List<Row> rows =
        LongStream.range(from, to).mapToObj(i -> RowFactory.create(i, i * 10, "v" + i)).toList();
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(3);
  }

  /** Returns rows as they come back from the table. */
  public static List<List<String>> texts(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i -> List.of(String.valueOf(i), String.valueOf(i * 10), "v" + i))
        .toList();
  }

  /** Loads rows into the table with quick retries; {@code more} is key, value, key, value. */
  public LoadReport load(Dataset<Row> rows, String... more) {
    return load(rows, line -> {}, more);
  }

  /** Loads likewise and hands progress lines on. */
  public LoadReport load(Dataset<Row> rows, Consumer<String> told, String... more) {
    return BulkLoad.run(rows, options(more), told);
  }

  private LoadOptions options(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", String.join(",", cluster.pdAddresses()));
    options.put("table", name.toString());
    options.put("retry-max-wait", "20ms");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return LoadOptions.parse(options);
  }

  /** Loads rows and returns what the load failed with. */
  public LoadException failure(Dataset<Row> rows, String... more) {
    return catchThrowableOfType(LoadException.class, () -> load(rows, more));
  }

  /** Reads the whole table back through the cluster's ports. */
  public List<List<String>> read(String... more) {
    return new ArrayList<>(TableReader.read(options(more), Integer.MAX_VALUE).rows());
  }

  /** Returns the raw record key of an id. */
  public byte[] recordKey(long id) {
    return TableCodec.recordKey(table().id(), id);
  }

  /** Splits the regions of records and of both indexes at the keys of one row. */
  public void splitAt(long id) {
    long table = table().id();
    cluster.splitRegion(recordKey(id));
    Bytes unique = new Bytes(32).put(TableCodec.indexPrefix(table, 1)).put(3);
    cluster.splitRegion(unique.putLong((id * 10) ^ Long.MIN_VALUE).toByteArray());
    byte[] text = ("v" + id).getBytes(StandardCharsets.UTF_8);
    Bytes plain = new Bytes(32).put(TableCodec.indexPrefix(table, 2)).put(1);
    cluster.splitRegion(plain.put(MemComparable.encodeBytes(text)).toByteArray());
  }

  /** Returns the table's schema as the cluster holds it. */
  public TableInfo table() {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
      return new SchemaReader(new TikvClient(pd, channels)).find(name, pd.timestamp()).table();
    }
  }

  @Override
  public void close() {
    if (owned) {
      cluster.close();
    }
  }
}
