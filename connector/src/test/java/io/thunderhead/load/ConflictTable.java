package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowDecoder;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.encode.StoredRows;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A table with columns {@code a INT, b INT, c VARCHAR, d INT} of a cluster, loads into it, and its
 * KVs.
 */
final class ConflictTable {
  private static final StructType SCHEMA =
      new StructType()
          .add("a", DataTypes.IntegerType)
          .add("b", DataTypes.IntegerType)
          .add("c", DataTypes.StringType)
          .add("d", DataTypes.IntegerType);
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneId.of("UTC"), Set.of(), true, Instant.EPOCH);

  private static int tables;

  private final MiniCluster cluster;
  private final TableName name;

  /** Creates the table; its name stands as %s. */
  ConflictTable(MiniCluster cluster, String ddl) {
    this.cluster = cluster;
    this.name = new TableName("test", "c" + tables++);
    cluster.execute(ddl.formatted(name.quoted()));
  }

  /** Loads rows; {@code more} is key, value, key, value. */
  LoadReport load(List<List<Object>> rows, String... more) {
    return BulkLoad.run(frame(rows), options(more));
  }

  /** Loads likewise and hands progress lines on. */
  LoadReport load(List<List<Object>> rows, Consumer<String> told, String... more) {
    return BulkLoad.run(frame(rows), options(more), told);
  }

  LoadOptions options(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("table", name.toString());
    options.put("sql-mode", "");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return LoadOptions.parse(options);
  }

  private static Dataset<Row> frame(List<List<Object>> rows) {
    SparkSession session = LocalSpark.session();
    List<Row> all = rows.stream().map(row -> RowFactory.create(row.toArray())).toList();
    return session.createDataFrame(
        JavaSparkContext.fromSparkContext(session.sparkContext()).parallelize(all, 3), SCHEMA);
  }

  /** Returns the KVs of a load of some of the rows, which have ids from 1. */
  Map<String, String> encoded(List<List<Object>> rows, List<Integer> staying) {
    Map<String, String> kvs = new TreeMap<>();
    FrameRow row = new FrameRow(SCHEMA);
    RowEncoder encoder = new RowEncoder(table(), row.columns(), SETTINGS);
    for (int i : staying) {
      encoder.encode(row.of(RowFactory.create(rows.get(i).toArray())), i + 1L, into(kvs));
    }
    return kvs;
  }

  private static KvSink into(Map<String, String> kvs) {
    return (key, value) -> kvs.put(hex(key.toByteArray()), hex(value.toByteArray()));
  }

  /** Returns the KVs of the table as it stands. */
  Map<String, String> stored() {
    Map<String, String> kvs = new TreeMap<>();
    for (KvPair kv : pairs()) {
      kvs.put(hex(kv.key()), hex(kv.value()));
    }
    return kvs;
  }

  /** Returns the KVs that the records of the table must have. */
  Map<String, String> ofRecords() {
    Map<String, String> kvs = new TreeMap<>();
    StoredRows rows = new StoredRows(table(), SETTINGS);
    for (KvPair kv : pairs()) {
      if (TableCodec.isRecordKey(kv.key())) {
        rows.encode(kv.key(), kv.value(), into(kvs));
      }
    }
    return kvs;
  }

  /** Returns the rows of the table, in no order. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    RowDecoder decoder = new RowDecoder(table(), SETTINGS.zone());
    for (KvPair kv : pairs()) {
      if (TableCodec.isRecordKey(kv.key())) {
        rows.add(decoder.decode(kv.key(), kv.value()).subList(0, SCHEMA.size()));
      }
    }
    return rows;
  }

  /** Returns a row as {@link #rows} does. */
  static List<String> texts(List<Object> row) {
    List<String> texts = new ArrayList<>();
    row.forEach(value -> texts.add(value == null ? null : value.toString()));
    return texts;
  }

  TableInfo table() {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      return table(PdClient.connect(cluster.pdAddresses(), channels), channels);
    }
  }

  private TableInfo table(PdClient pd, Channels channels) {
    return new SchemaReader(new TikvClient(pd, channels)).find(name, pd.timestamp()).table();
  }

  private List<KvPair> pairs() {
    List<KvPair> pairs = new ArrayList<>();
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
      TikvClient tikv = new TikvClient(pd, channels);
      for (KeyRange range : KeyRanges.of(table(pd, channels))) {
        pairs.addAll(tikv.scan(range, pd.timestamp(), Integer.MAX_VALUE));
      }
    }
    return pairs;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
