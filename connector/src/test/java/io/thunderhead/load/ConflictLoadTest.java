package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.conflict.ConflictModel;
import io.thunderhead.conflict.ConflictModel.Part;
import io.thunderhead.conflict.ConflictShape;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads with conflicts leave in the cluster what a load of the rows that stay would leave. */
class ConflictLoadTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("a", DataTypes.IntegerType)
          .add("b", DataTypes.IntegerType)
          .add("c", DataTypes.StringType)
          .add("d", DataTypes.IntegerType);

  private static MiniCluster cluster;
  private static int tables;

  private TableName name;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  /** Each shape with one strategy, and each strategy where keys disagree. */
  static Stream<Arguments> cases() {
    List<ConflictStrategy> strategies =
        List.of(ConflictStrategy.REPLACE, ConflictStrategy.IGNORE, ConflictStrategy.REMOVE);
    List<Arguments> cases = new ArrayList<>();
    for (int i = 0; i < ConflictShape.ALL.size(); i++) {
      ConflictShape shape = ConflictShape.ALL.get(i);
      for (int k = 0; k < strategies.size(); k++) {
        if (i % strategies.size() == k || shape.name().contains("disagree")) {
          cases.add(Arguments.of(shape, strategies.get(k)));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesWhatALoadOfTheStayingRowsLeaves(ConflictShape shape, ConflictStrategy strategy) {
    create(shape.ddl());
    List<List<Object>> rows = shape.rows(new Random(shape.name().hashCode()), 300, 250);
    LoadReport report = load(rows, "on-duplicate", strategy.word());
    List<Integer> staying = shape.model().staying(rows, strategy);
    assertThat(stored()).isEqualTo(encoded(rows, staying));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.rowsRead()).isEqualTo(300);
    assertThat(report.rowsLoaded()).isEqualTo(staying.size());
    assertThat(report.conflicts())
        .isEqualTo(
            new ConflictCounts(
                shape.model().inConflict(rows).size(), rows.size() - staying.size()));
  }

  @Test
  void changesNothingWithoutConflicts() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY (b))");
    List<List<Object>> rows = distinct(500);
    LoadReport report = load(rows, "on-duplicate", "replace");
    assertThat(report.conflicts()).isEqualTo(ConflictCounts.NONE);
    assertThat(report.seconds()).doesNotContainKey("conflict-resolution");
    assertThat(stored()).isEqualTo(encoded(rows, range(500)));
  }

  @Test
  void takesRowsOfSeveralRegionsAndLongValues() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(2000), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(400);
    for (int i = 0; i < 400; i += 7) {
      String text = "x".repeat(300 + i % 1000);
      rows.add(Arrays.asList(i, i + 1_000_000, text, 0));
      rows.add(Arrays.asList(i + 1_000_000, i + 1_000_003, text, 1));
      rows.add(Arrays.asList(i + 2_000_000, i, text, 1));
    }
    LoadReport report =
        load(
            rows, "on-duplicate", "replace", "region-split-keys", "150", "region-job-size", "8KiB");
    assertThat(report.regions()).isGreaterThan(5);
    List<Integer> staying =
        new ConflictModel(List.of(List.of(Part.of(0)), List.of(Part.of(1))))
            .staying(rows, ConflictStrategy.REPLACE);
    assertThat(stored()).isEqualTo(encoded(rows, staying));
  }

  @Test
  void failsWhenMoreRowsAreInConflictThanMayBe() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT)");
    List<List<Object>> rows = distinct(20);
    rows.addAll(distinct(3));
    LoadException failure =
        catchThrowableOfType(
            LoadException.class,
            () -> load(rows, "on-duplicate", "replace", "conflict-threshold", "5"));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure).hasMessageContaining("conflict-threshold").hasMessageContaining("6 rows");
  }

  @Test
  void settlesTheSameWhenTasksRunTwiceAndRegionsSplit() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(200);
    for (int i = 0; i < 200; i += 3) {
      rows.add(Arrays.asList(i, i + 1, "again", i));
    }
    LoadReport report =
        BulkLoad.run(
            frame(rows),
            options("on-duplicate", "ignore", "region-job-retries", "1", "region-job-size", "1KiB"),
            line -> {
              if (line.startsWith("encode-and-sort") || line.equals("conflict-resolution")) {
                cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
                cluster.beforeNext(
                    Rpc.MULTI_INGEST,
                    () ->
                        cluster.failNext(
                            Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY)));
              }
              if (line.equals("conflict-resolution")) {
                cluster.splitRegion(TableCodec.recordKey(tableId(), 100));
              }
            });
    List<Integer> staying =
        new ConflictModel(List.of(List.of(Part.of(0)), List.of(Part.of(1))))
            .staying(rows, ConflictStrategy.IGNORE);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(stored()).isEqualTo(encoded(rows, staying));
  }

  @Test
  void takesFilesInTheOrderOfTheirNames(@TempDir Path folder) throws IOException {
    create("CREATE TABLE %s (a INT PRIMARY KEY, c VARCHAR(20))");
    Files.writeString(folder.resolve("2.csv"), "a,c\n1,second\n2,x\n");
    Files.writeString(folder.resolve("1.csv"), "a,c\n3,y\n1,first\n");
    Path told = folder.resolve("told");
    LoadReport report =
        BulkLoad.run(
            LocalSpark.session(),
            new FileInput(
                TableFiles.of(
                    new FileLister(new Configuration()).list(List.of(folder + "/*.csv")), null),
                InputSettings.of(SourceOptions.parse(Map.of())),
                Map.of()),
            options("on-duplicate", "replace", "conflict-rows", told.toString()),
            line -> {});
    assertThat(TableReader.read(options(), 10).rows())
        .containsExactly(List.of("1", "second"), List.of("2", "x"), List.of("3", "y"));
    List<Row> lines =
        LocalSpark.session()
            .read()
            .option("header", "true")
            .option("escape", "\"")
            .csv(report.conflictRowsPlace())
            .orderBy("part", "row_number")
            .collectAsList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).getString(3)).endsWith("/1.csv");
    assertThat(lines.get(0).getString(4)).isEqualTo("8");
    assertThat(lines.get(0).getString(7)).isEqualTo("{\"a\":\"1\",\"c\":\"first\"}");
    assertThat(lines.get(0).getString(8)).isEqualTo("replaced");
    assertThat(lines.get(1).getString(3)).endsWith("/2.csv");
    assertThat(lines.get(1).getString(8)).isEqualTo("kept");
  }

  @Test
  void tellsBothRowsOfTheFirstKeyThatStopsALoad() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(20);
    rows.add(Arrays.asList(77, 5, "again", 1));
    LoadException failure = catchThrowableOfType(LoadException.class, () -> load(rows));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure)
        .hasMessageContaining("ub [\"5\"]")
        .hasMessageContaining("row 6 of part 0 {\"a\":\"5\",\"b\":\"5\",\"c\":\"t5\",\"d\":\"5\"}")
        .hasMessageContaining("row 7 of part 2 {\"a\":\"77\"");
  }

  @Test
  void tellsEachRowInConflict(@TempDir Path folder) {
    create(
        "CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ubc (b, c))");
    List<List<Object>> rows =
        List.of(
            Arrays.asList(1, 1, "x", 1),
            Arrays.asList(2, 1, "x", 2),
            Arrays.asList(1, 5, "y, \"z\"", 3),
            Arrays.asList(4, 5, null, 4));
    LoadReport report =
        load(
            rows,
            "on-duplicate",
            "record",
            "conflict-rows",
            folder.toString(),
            "conflict-rows-format",
            "parquet");
    List<Row> told =
        LocalSpark.session()
            .read()
            .parquet(report.conflictRowsPlace())
            .orderBy("part", "row_number", "index")
            .collectAsList();
    assertThat(told.stream().map(row -> row.getString(1) + row.getString(2) + row.getString(8)))
        .containsExactly(
            "PRIMARY[\"1\"]replaced",
            "ubc[\"1\",\"x\"]replaced",
            "ubc[\"1\",\"x\"]kept",
            "PRIMARY[\"1\"]kept");
    assertThat(told.get(3).getString(7))
        .isEqualTo("{\"a\":\"1\",\"b\":\"5\",\"c\":\"y, \\\"z\\\"\",\"d\":\"3\"}");
    assertThat(told.get(3).getInt(5)).isEqualTo(2);
    assertThat(told.get(3).getLong(6)).isEqualTo(1);
    assertThat(report.toText()).contains("4 read = 3 loaded + 0 set aside + 1 left out");
  }

  private void create(String ddl) {
    name = new TableName("test", "c" + tables++);
    cluster.execute(ddl.formatted(name.quoted()));
  }

  private LoadReport load(List<List<Object>> rows, String... more) {
    return BulkLoad.run(frame(rows), options(more));
  }

  private LoadOptions options(String... more) {
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

  private static List<List<Object>> distinct(int count) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.asList(i, i, "t" + i, i));
    }
    return rows;
  }

  private static List<Integer> range(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toList();
  }

  private Map<String, String> encoded(List<List<Object>> rows, List<Integer> staying) {
    Map<String, String> kvs = new TreeMap<>();
    FrameRow row = new FrameRow(SCHEMA);
    KvSink sink =
        (key, value) ->
            kvs.put(
                HexFormat.of().formatHex(key.toByteArray()),
                HexFormat.of().formatHex(value.toByteArray()));
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      RowEncoder encoder =
          new RowEncoder(
              table(channels),
              row.columns(),
              new EncodeSettings(ZoneId.of("UTC"), Set.of(), true, Instant.EPOCH));
      for (int i : staying) {
        encoder.encode(row.of(RowFactory.create(rows.get(i).toArray())), i + 1L, sink);
      }
    }
    return kvs;
  }

  private long tableId() {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      return table(channels).id();
    }
  }

  private TableInfo table(Channels channels) {
    PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
    return new SchemaReader(new TikvClient(pd, channels)).find(name, pd.timestamp()).table();
  }

  private Map<String, String> stored() {
    Map<String, String> kvs = new TreeMap<>();
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
      TikvClient tikv = new TikvClient(pd, channels);
      for (KeyRange range : KeyRanges.of(table(channels))) {
        for (KvPair kv : tikv.scan(range, pd.timestamp(), Integer.MAX_VALUE)) {
          kvs.put(HexFormat.of().formatHex(kv.key()), HexFormat.of().formatHex(kv.value()));
        }
      }
    }
    return kvs;
  }
}
