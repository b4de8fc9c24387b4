package io.thunderhead.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.input.InputSettings;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.JobRun;
import io.thunderhead.load.LoadReport;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.load.SparkLoad;
import io.thunderhead.load.TableReader;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.pd.PdClient;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.source.SourceFile;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.TikvClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of big files to plan by, and how near it comes. */
class FileSampleTest {
  private static final long ROWS = 600_000;
  private static MiniCluster cluster;
  private static TableInfo table;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().start();
    cluster.execute("CREATE TABLE test.s (a BIGINT PRIMARY KEY, b VARCHAR(400))");
    table = table("s");
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void readsAFractionOfABigFile() throws IOException {
    Path csv = csv("t.csv", ROWS, i -> i + ",some text of row " + i + " that has a length\n");
    long before = bytesRead();
    Sample sample = sample(Map.of(), csv);
    long read = bytesRead() - before;
    assertThat(read).isBetween(1L, Files.size(csv) / 8);
    assertThat(sample.size().exact()).isFalse();
    assertThat(sample.size().totalRows()).isBetween(ROWS * 97 / 100, ROWS * 103 / 100);
    assertThat(sample.size().mostRows())
        .satisfies(
            most -> {
              assertThat(IdBlocks.sum(most)).isBetween(ROWS, Files.size(csv));
            });
  }

  @Test
  void spreadsSplitKeysOverASortedFile() throws IOException {
    Path csv = csv("t.csv", ROWS, i -> i + ",some text of row " + i + " that has a length\n");
    assertThat(regions(sample(Map.of("max-region-size", "6MiB"), csv), ROWS / 8))
        .hasSizeBetween(7, 10)
        .allSatisfy(rows -> assertThat(rows).isLessThan(ROWS / 4));
  }

  @Test
  void readsRowsInsideOfQuotesWithoutHarm() throws IOException {
    Path csv =
        csv(
            "t.csv",
            ROWS / 4,
            i -> i + ",\"line one of " + i + "\nline, two\"\"\n\n7,of row " + i + "\"\n");
    Sample sample = sample(Map.of(), csv);
    assertThat(sample.bad()).isEqualTo(BadRowCounts.NONE);
    assertThat(sample.size().totalRows()).isBetween(ROWS / 4 * 85 / 100, ROWS / 4 * 115 / 100);
  }

  @Test
  void readsTheBeginningOfAPackedFile() throws IOException {
    Random random = new Random(7);
    Path packed = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
      write(out, 150_000, i -> i + "," + Long.toHexString(random.nextLong()) + "-" + i + "\n");
    }
    assertThat(Files.size(packed)).isGreaterThan(2L << 20);
    long before = bytesRead();
    Sample sample = sample(Map.of(), packed);
    assertThat(bytesRead() - before).isLessThan(Files.size(packed) * 2 / 3);
    assertThat(sample.size().totalRows()).isBetween(120_000L, 180_000L);
    assertThat(IdBlocks.sum(sample.size().mostRows())).isEqualTo(Files.size(packed) * 1032);
  }

  @Test
  void findsStatementsWithinADump() throws IOException {
    Path sql =
        csv(
            "t.sql",
            90_000,
            i ->
                (i % 500 == 0 ? "INSERT INTO t VALUES\n" : "")
                    + "("
                    + i
                    + ",'text; of the row "
                    + i
                    + " "
                    + "x".repeat(200)
                    + "')"
                    + (i % 500 == 499 ? ";\n" : ",\n"));
    long before = bytesRead();
    Sample sample = sample(Map.of(), sql);
    assertThat(bytesRead() - before).isLessThan(Files.size(sql) / 8);
    assertThat(sample.size().totalRows()).isBetween(85_000L, 95_000L);
  }

  @Test
  void countsLittleInput() throws IOException {
    Path csv = csv("t.csv", 1000, i -> i + ",text\n");
    Sample sample = sample(Map.of(), csv);
    assertThat(sample.size().exact()).isTrue();
    assertThat(sample.size().mostRows())
        .satisfies(
            most -> {
              assertThat(IdBlocks.sum(most)).isEqualTo(1000);
            });
  }

  @Test
  void givesIdsWithoutACountWhereBytesBoundTheRows() throws IOException {
    cluster.execute("CREATE TABLE test.ids (b VARCHAR(2000))");
    List<String> told = new ArrayList<>();
    LoadReport report = load("ids", told, csv("t.csv", "b", 9000, i -> text(i) + "\n"));
    assertThat(report.rowsLoaded()).isEqualTo(9000);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.toText()).contains("told ");
    assertThat(told).noneMatch(line -> line.contains("counted"));
  }

  @Test
  void countsRowsFirstWhereAColumnHoldsFewIds() throws IOException {
    cluster.execute(
        "CREATE TABLE test.few (a SMALLINT PRIMARY KEY AUTO_INCREMENT, b VARCHAR(2000))");
    List<String> told = new ArrayList<>();
    LoadReport report = load("few", told, csv("t.csv", "b", 9000, i -> text(i) + "\n"));
    assertThat(report.rowsLoaded()).isEqualTo(9000);
    assertThat(report.seconds()).containsKey("count");
    assertThat(told).anyMatch(line -> line.startsWith("rows are counted before"));
    assertThat(
            TableReader.read(
                    List.of(cluster.pdAddress()),
                    new TableName("test", "few"),
                    ZoneOffset.UTC,
                    10_000)
                .rows()
                .get(8999)
                .get(0))
        .isEqualTo("9000");
  }

  private static String text(long row) {
    return row + "-" + "y".repeat(1000);
  }

  /** Returns the rows of each region that a sample would make. */
  private static List<Long> regions(Sample sample, long regionKeys) {
    List<KeySample> keys =
        new SampledIds(table, List.of("a", "b")).placed(sample, IdBlocks.notNeeded(99));
    List<byte[]> cuts = SplitKeys.pick(KeyRanges.of(table), keys, 1L << 40, regionKeys);
    List<Long> rows = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      long from = i == 0 ? 0 : TableCodec.intHandle(cuts.get(i));
      long to = i + 1 == cuts.size() ? ROWS : TableCodec.intHandle(cuts.get(i + 1));
      rows.add(to - from);
    }
    return rows;
  }

  private Path csv(String name, long rows, LongFunction<String> row) throws IOException {
    return csv(name, "a,b", rows, row);
  }

  private Path csv(String name, String header, long rows, LongFunction<String> row)
      throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      if (name.endsWith("csv")) {
        out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
      }
      write(out, rows, row);
    }
    return file;
  }

  private static void write(OutputStream out, long rows, LongFunction<String> row)
      throws IOException {
    for (long i = 0; i < rows; i++) {
      out.write(row.apply(i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Sample sample(Map<String, String> source, Path file) throws IOException {
    List<String> told = new ArrayList<>();
    RowSource rows =
        input(source, file).rows(LocalSpark.session(), told::add).forTable(table, ZoneOffset.UTC);
    LoadOptions options = options("s");
    EncodeSettings encode =
        new EncodeSettings(ZoneOffset.UTC, options.sqlMode(), true, Instant.EPOCH);
    BadRowSettings bad = new BadRowSettings(0, null, new HadoopSettings(new Configuration()));
    return new SparkLoad(rows, options, told::add, JobRun.NONE)
        .sample(rows.sample(), table, encode, bad);
  }

  private static LoadReport load(String name, List<String> told, Path file) throws IOException {
    return BulkLoad.run(LocalSpark.session(), input(Map.of(), file), options(name), told::add);
  }

  private static FileInput input(Map<String, String> source, Path file) throws IOException {
    List<SourceFile> files =
        TableFiles.of(new FileLister(new Configuration()).list(List.of(file.toString())), null);
    return new FileInput(files, InputSettings.of(SourceOptions.parse(source)), Map.of());
  }

  private static LoadOptions options(String name) {
    return LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", "test." + name));
  }

  private static TableInfo table(String name) {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
      return new SchemaReader(new TikvClient(pd, channels))
          .find(new TableName("test", name), pd.timestamp())
          .table();
    }
  }

  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }
}
