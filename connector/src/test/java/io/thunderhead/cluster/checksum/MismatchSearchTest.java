package io.thunderhead.cluster.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A difference of the checksums is traced to index, range and key, and told with its values. */
class MismatchSearchTest {
  private static final TableName NAME = new TableName("test", "t");
  private static final int ROWS = 600;
  private static MiniCluster cluster;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void create() {
    cluster.execute(
        "DROP TABLE IF EXISTS test.t; CREATE TABLE test.t (id BIGINT PRIMARY KEY, k BIGINT,"
            + " v VARCHAR(40) COLLATE utf8mb4_general_ci, UNIQUE KEY uk (k), KEY kv (v))");
  }

  @Test
  void namesTheRowThatIsMissing() {
    String message = mismatch(stored -> delete(stored.key(0, 300)));
    assertThat(message)
        .contains("ranges differ")
        .contains("records, range [", "1 keys missing, 0 extra, 0 with another value")
        .contains("missing key", "(id = 300), row id = 300, k = 3000, v = v300");
  }

  @Test
  void namesTheColumnWhoseValueDiffers() {
    String message = mismatch(stored -> cluster.corruptValue(stored.key(0, 300)));
    assertThat(message)
        .contains("records, range [", "0 keys missing, 0 extra, 1 with another value")
        .contains("(id = 300): sent v = v300, stored v = v301");
  }

  @Test
  void namesARowThatNobodySent() {
    String message =
        mismatch(
            stored -> {
              byte[] key = stored.key(0, 599).clone();
              key[key.length - 1] = (byte) 0xff;
              cluster.write(List.of(new KeyValue(key, stored.value(0, 599))));
            });
    assertThat(message)
        .contains("0 keys missing, 1 extra, 0 with another value")
        .contains("extra key", "(id = 767), row id = 767, k = 5990, v = v599");
  }

  @Test
  void namesTheIndexAndTheHandleOfAMissingEntry() {
    String unique = mismatch(stored -> delete(stored.key(1, 7)));
    assertThat(unique).contains("index uk, range [").contains("(k = 70)");
  }

  @Test
  void showsSortKeysOfValuesThatKeysDoNotTell() {
    String plain = mismatch(stored -> delete(stored.key(2, 0)));
    assertThat(plain).contains("index kv, range [").contains("(v = sort key 00560030, handle 0)");
  }

  @Test
  void namesAnIndexEntryWhoseValueDiffersAtItsByte() {
    String message = mismatch(stored -> cluster.corruptValue(stored.key(1, 5)));
    assertThat(message).contains("other value of key", "(k = 50): first at byte 7 of 8 sent");
  }

  @Test
  void namesThePartition() {
    cluster.execute(
        "DROP TABLE test.t; CREATE TABLE test.t (id BIGINT PRIMARY KEY, k BIGINT, v VARCHAR(40),"
            + " KEY kk (k)) PARTITION BY HASH (id) PARTITIONS 3");
    String message = mismatch(stored -> delete(stored.key(3, 2)));
    assertThat(message)
        .contains("index kk of partition p1, range [")
        .contains("(k = 70, handle 7)");
  }

  @Test
  void findsTheRangeOfOneJobAmongMany() {
    String message = mismatch(stored -> delete(stored.key(0, 300)), "region-job-size", "1KiB");
    assertThat(message).contains("1 of ").contains("missing key", "(id = 300)");
    assertThat(Integer.parseInt(message.replaceAll("(?s).*?1 of (\\d+) ranges.*", "$1")))
        .isGreaterThan(50);
  }

  @Test
  void saysSoWhenTheInputIsNotTheSameTwice() {
    Dataset<Row> shifting =
        LocalSpark.session()
            .range(0, ROWS)
            .selectExpr("id", "id * 10 AS k", "reflect('java.util.UUID', 'randomUUID') AS v");
    LoadException failure =
        catchThrowableOfType(
            LoadException.class, () -> load(shifting, stored -> delete(stored.key(0, 300))));
    assertThat(failure).hasMessageContaining("rows differ from one read to the next");
  }

  @Test
  void tellsDifferencesInTheReportWhenTheChecksumIsOptional() {
    LoadReport report = load(rows(), stored -> delete(stored.key(0, 300)), "checksum", "optional");
    assertThat(report.differences()).anyMatch(line -> line.startsWith("missing key"));
    assertThat(report.toText()).contains("differs").contains("BUT ITS CHECKSUM DIFFERS");
    assertThat(report.toJson()).contains("missing key");
  }

  private static String mismatch(Consumer<Stored> damage, String... options) {
    LoadException failure =
        catchThrowableOfType(LoadException.class, () -> load(rows(), damage, options));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
    assertThat(failure).hasMessageContaining("checksum mismatched remote vs local");
    return failure.getMessage();
  }

  private static Dataset<Row> rows() {
    return LocalSpark.session()
        .range(0, ROWS)
        .selectExpr("id", "id * 10 AS k", "concat('v', id) AS v")
        .repartition(3);
  }

  private static LoadReport load(Dataset<Row> rows, Consumer<Stored> damage, String... more) {
    Map<String, String> options = new HashMap<>(Map.of("pd", cluster.pdAddress()));
    options.put("table", NAME.toString());
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return BulkLoad.run(
        rows,
        LoadOptions.parse(options),
        line -> {
          if (line.equals("checksum")) {
            damage.accept(new Stored());
          }
        });
  }

  private static void delete(byte[] key) {
    cluster.write(List.of(new KeyValue(key, null)));
  }

  /** What the cluster stores, range by range of the table. */
  private static final class Stored {
    byte[] key(int range, int position) {
      return kv(range, position).key();
    }

    byte[] value(int range, int position) {
      return kv(range, position).value();
    }

    private KvPair kv(int range, int position) {
      try (Channels channels = new Channels(Dialing.PLAIN)) {
        PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
        TikvClient tikv = new TikvClient(pd, channels);
        long ts = pd.timestamp();
        TableInfo table = new SchemaReader(tikv).find(NAME, ts).table();
        KeyRange wanted = KeyRanges.of(table).get(range);
        List<KvPair> found = tikv.scan(wanted, ts, position + 1);
        assertThat(found).as(HexFormat.of().formatHex(wanted.start())).hasSize(position + 1);
        assertThat(Arrays.compareUnsigned(found.get(0).key(), wanted.start())).isPositive();
        return found.get(position);
      }
    }
  }
}
