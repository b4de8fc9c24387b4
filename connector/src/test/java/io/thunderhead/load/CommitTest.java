package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.TikvClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a load ends when the rows are written: equal, different, not to be seen, not finished. */
class CommitTest {
  private static MiniCluster cluster;
  private static TidbClient tidb;

  private final Map<String, Runnable> at = new HashMap<>();

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    tidb = new TidbClient(List.of(cluster.tidbAddress()), "root", "");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void create() {
    cluster.execute(
        "DROP TABLE IF EXISTS test.t; CREATE TABLE test.t (id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT, KEY (v))");
  }

  @AfterEach
  void mend() {
    cluster.clearFaults();
  }

  @Test
  void isUnknownWhenTheStoresDoNotTellTheirSums() {
    at.put("checksum", CommitTest::silenceStores);
    LoadException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
    assertThat(failure)
        .hasMessageContaining("all 100 rows were written, and what the cluster stores could not")
        .hasMessageContaining("ADMIN CHECKSUM TABLE `test`.`t` must give checksum ")
        .hasMessageContaining("200 KVs")
        .hasMessageContaining("once these have run: ALTER TABLE `test`.`t` AUTO_INCREMENT = 101")
        .hasMessageContaining("TRUNCATE TABLE");
  }

  @Test
  void isUnknownWhenPdIsLostBeforeTheLastLook() {
    at.put("checksum", () -> cluster.failNext(Rpc.TSO, gone(), 1000));
    assertThat(failure().code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
  }

  @Test
  void goesOnWithoutAnOptionalChecksumThatCannotBeHad() {
    at.put("checksum", CommitTest::silenceStores);
    LoadReport report = load("checksum", "optional");
    assertThat(report.remote()).isNull();
    assertThat(report.differences()).hasSize(1);
    assertThat(report.toText()).contains("sent, not compared").contains("was not compared");
  }

  @Test
  void comparesWithTheSumOfTidb() {
    long asked = cluster.callCount(Rpc.COPROCESSOR);
    LoadReport report = load(withTidb("checksum-via-sql", "true"));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(cluster.callCount(Rpc.COPROCESSOR)).isEqualTo(asked);
  }

  @Test
  void asksTheStoresWhereTheSumOfTidbDiffers() {
    at.put("checksum", () -> cluster.corruptValue(recordKey(41)));
    LoadException failure = failure(withTidb("checksum-via-sql", "true"));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
    assertThat(failure)
        .hasMessageContaining("1 of 2 ranges differ")
        .hasMessageContaining("id = 41");
  }

  @Test
  void gathersStatisticsThroughTidb() {
    assertThat(load(withTidb()).statistics()).contains("gathered by ANALYZE TABLE `test`.`t`");
    assertThat(cluster.analyzedTables()).contains("test.t");
  }

  @Test
  void namesTheStatementThatGathersStatistics() {
    assertThat(load().statistics()).contains("run ANALYZE TABLE `test`.`t`");
    create();
    assertThat(load(withTidb("analyze", "off")).statistics()).contains("ANALYZE TABLE");
  }

  @Test
  void namesTheStatementsWhenAllocatorsCannotBeRaised() {
    tidb.run("CREATE USER fleeting");
    tidb.run("GRANT SELECT, INSERT, ALTER ON *.* TO fleeting");
    at.put("encode-and-sort, write-and-ingest", () -> tidb.run("DROP USER fleeting"));
    LoadException failure = failure(withTidb("user", "fleeting", "check-requirements", "false"));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNFINISHED);
    assertThat(failure)
        .hasMessageContaining("the rows are in the table and their checksum is equal")
        .hasMessageContaining(
            "Run before anyone inserts: ALTER TABLE `test`.`t` AUTO_INCREMENT = ");
  }

  @Test
  void failsWhenStatisticsAreRequiredAndRefused() {
    tidb.run("CREATE USER passing");
    tidb.run("GRANT SELECT, INSERT, ALTER ON *.* TO passing");
    at.put("analyze", () -> tidb.run("DROP USER passing"));
    String[] options =
        withTidb("user", "passing", "analyze", "required", "check-requirements", "false");
    LoadException failure = failure(options);
    assertThat(failure.code()).isEqualTo(ErrorCode.UNFINISHED);
    assertThat(failure).hasMessageContaining("Run ANALYZE TABLE `test`.`t`");
  }

  private static void silenceStores() {
    cluster.failNext(Rpc.COPROCESSOR, gone(), 1000);
  }

  private static Fault gone() {
    return Fault.status("UNAVAILABLE", "gone");
  }

  private static byte[] recordKey(long id) {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(cluster.pdAddresses(), channels);
      SchemaReader schemas = new SchemaReader(new TikvClient(pd, channels));
      long table = schemas.find(new TableName("test", "t"), pd.timestamp()).table().id();
      return TableCodec.recordKey(table, id);
    }
  }

  private static String[] withTidb(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "tidb";
    all[1] = cluster.tidbAddress();
    System.arraycopy(more, 0, all, 2, more.length);
    return all;
  }

  private LoadException failure(String... more) {
    return catchThrowableOfType(LoadException.class, () -> load(more));
  }

  private LoadReport load(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("table", "test.t");
    options.put("retry-max-wait", "10ms");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return BulkLoad.run(
        LocalSpark.session().range(0, 100).selectExpr("id + 1 AS id", "id AS v"),
        LoadOptions.parse(options),
        line -> at.getOrDefault(line, () -> {}).run());
  }
}
