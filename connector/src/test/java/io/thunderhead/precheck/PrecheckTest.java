package io.thunderhead.precheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.StatusPort;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each bad state of a cluster, and the check that sees it. */
class PrecheckTest {
  private static final TableName TABLE = new TableName("test", "t");

  private final MiniCluster mini = MiniCluster.builder().stores(2).replicas(1).start();
  private final Channels channels = new Channels(Dialing.PLAIN);
  private Cluster cluster;

  @BeforeEach
  void connect() {
    mini.execute("CREATE TABLE test.t (id BIGINT PRIMARY KEY, v VARCHAR(10), KEY kv (v))");
    cluster = cluster("root", "");
  }

  @AfterEach
  void stop() {
    channels.close();
    mini.close();
  }

  private Cluster cluster(String user, String password) {
    return cluster(new TidbClient(List.of(mini.tidbAddress()), user, password));
  }

  private Cluster cluster(TidbClient tidb) {
    PdClient pd = PdClient.connect(List.of(mini.pdAddress()), channels);
    return new Cluster(
        pd, new PdHttp(pd, channels), new PdEtcd(pd, channels), new TikvClient(pd, channels), tidb);
  }

  private LoadOptions options(String... more) {
    Map<String, String> given = new HashMap<>();
    given.put("pd", mini.pdAddress());
    given.put("table", TABLE.toString());
    for (int i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return LoadOptions.parse(given);
  }

  private TableInfo table() {
    return new StatusPort(mini.tidbStatusAddress(), channels).find(TABLE).table();
  }

  private Target target(TableInfo table, LoadException missing) {
    EncodeSettings settings =
        new EncodeSettings(ZoneOffset.UTC, Set.of(), mini.isNewCollation(), Instant.now());
    return new Target(TABLE, table, missing, null, settings, "1", mini.timestamp());
  }

  private PrecheckReport run(String... more) {
    return new Precheck(cluster, options(more)).run(target(table(), null), false);
  }

  private static CheckResult of(CheckId id, PrecheckReport report) {
    return report.results().stream().filter(each -> each.id() == id).findFirst().orElseThrow();
  }

  private static List<CheckId> failed(PrecheckReport report) {
    return report.results().stream().filter(CheckResult::hasFailed).map(CheckResult::id).toList();
  }

  private static Estimate estimate(long bytes, int regions, long localFree) {
    return new Estimate(10, 20, bytes, regions, Map.of("host", localFree));
  }

  @Test
  void passesOnAGoodCluster() {
    PrecheckReport report = run();
    report.requirePassed();
    assertThat(failed(report)).isEmpty();
    assertThat(report.results())
        .filteredOn(each -> each.verdict() == CheckResult.Verdict.SKIPPED)
        .extracting(CheckResult::id)
        .containsExactly(CheckId.CHECK_SOURCE_SCHEMA_VALID);
    assertThat(report.summary()).isEqualTo("16 checks: 15 passed, 0 failed, 1 skipped");
  }

  @Test
  void tellsAllFailuresInOneTableAndFailsOnce() {
    mini.pretendImportJob("test", "t", "pending");
    mini.putEtcd("/tidb/br-stream/info/pitr", "");
    mini.putEtcd("/tidb/brie/import/lightning/lightning-1", "");
    PrecheckReport report = run();
    assertThat(failed(report))
        .containsExactly(
            CheckId.CHECK_TARGET_TABLE_ACTIVE_JOB,
            CheckId.CHECK_TARGET_USING_CDC_PITR,
            CheckId.CHECK_TARGET_OTHER_IMPORTS);
    assertThat(String.join("\n", report.lines()))
        .containsPattern("CHECK_TARGET_TABLE_ACTIVE_JOB +critical +FAILED +there is active job")
        .contains("remedy: Wait for it, or end it with CANCEL IMPORT JOB 1.")
        .containsPattern("CHECK_TARGET_OTHER_IMPORTS +warning +FAILED")
        .containsPattern("CHECK_TARGET_TABLE_EMPTY +critical +passed");
    LoadException failure = catchThrowableOfType(LoadException.class, report::requirePassed);
    assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_IN_USE);
    assertThat(failure)
        .hasMessageContaining("IMPORT INTO job 1 is pending")
        .hasMessageContaining("pitr")
        .message()
        .doesNotContain("lightning-1");
  }

  @Test
  void leavesOutWhatTheUserDoesWithout() {
    mini.putEtcd("/tidb/br-stream/info/pitr", "");
    PrecheckReport report = run("check-requirements", "CHECK_TARGET_USING_CDC_PITR");
    report.requirePassed();
    assertThat(of(CheckId.CHECK_TARGET_USING_CDC_PITR, report).verdict())
        .isEqualTo(CheckResult.Verdict.SKIPPED);
  }

  @Test
  void looksForRowsAlsoWhenNoChecksAreWanted() {
    mini.write(
        List.of(new KeyValue(TableCodec.recordKey(table().id(), 1), new byte[] {(byte) 128})));
    mini.putEtcd("/tidb/br-stream/info/pitr", "");
    assertThat(failed(run("check-requirements", "false")))
        .containsExactly(CheckId.CHECK_TARGET_TABLE_EMPTY);
  }

  @Test
  void seesIndexEntriesWithoutRows() {
    byte[] prefix = TableCodec.indexPrefix(table().id(), 1);
    mini.write(List.of(new KeyValue(prefix, new byte[] {48})));
    PrecheckReport report = run();
    assertThat(failed(report)).containsExactly(CheckId.CHECK_TARGET_TABLE_EMPTY);
    assertThat(of(CheckId.CHECK_TARGET_TABLE_EMPTY, report).message())
        .contains("entries of index id 1");
  }

  @Test
  void runsTheOtherChecksWhenTheTableIsMissing() {
    mini.putEtcd("/tidb/br-stream/info/pitr", "");
    Target target = target(null, FoundTable.missing(TABLE, List.of("tt")));
    PrecheckReport report = new Precheck(cluster, options()).run(target, false);
    assertThat(failed(report))
        .containsExactly(CheckId.CHECK_TARGET_TABLE_EXISTS, CheckId.CHECK_TARGET_USING_CDC_PITR);
    assertThat(catchThrowableOfType(LoadException.class, report::requirePassed).code())
        .isEqualTo(ErrorCode.TABLE_NOT_FOUND);
  }

  @Test
  void refusesATableThatCannotBeWritten() {
    mini.execute("DROP TABLE test.t; CREATE TABLE test.t (v INT) AUTO_ID_CACHE 1");
    cluster = cluster((TidbClient) null);
    assertThat(failed(run())).containsExactly(CheckId.CHECK_TARGET_TABLE_SUPPORTED);
  }

  @Test
  void countsOnlyJobsOfTheTableThatAreNotDone() {
    mini.pretendImportJob("test", "t", "finished");
    mini.pretendImportJob("test", "other", "running");
    mini.pretendDdlJob("test", "t", "create table", "synced");
    mini.pretendDdlJob("test", "other", "add index", "running");
    assertThat(failed(run())).isEmpty();
  }

  @Test
  void seesDdlInFlight() {
    mini.pretendDdlJob("test", "t", "add index", "running");
    PrecheckReport report = run();
    assertThat(failed(report)).containsExactly(CheckId.CHECK_TARGET_TABLE_DDL);
    assertThat(of(CheckId.CHECK_TARGET_TABLE_DDL, report).remedy())
        .contains("ADMIN CANCEL DDL JOBS 1");
  }

  @Test
  void namesThePrivilegesThatAreMissing() {
    cluster.tidb().run("CREATE USER 'loader'@'%' IDENTIFIED BY 'x'");
    cluster.tidb().run("GRANT SELECT ON *.* TO 'loader'@'%'");
    cluster.tidb().run("GRANT INSERT, ALTER ON test.* TO 'loader'@'%'");
    cluster = cluster("loader", "x");
    CheckResult result = of(CheckId.CHECK_TARGET_PRIVILEGES, run("user", "loader"));
    assertThat(result.failure()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(result.remedy()).contains("GRANT UPDATE, DELETE ON `test`.`t` TO 'loader'");
    root().run("GRANT UPDATE, DELETE ON test.t TO 'loader'@'%'");
    assertThat(failed(run("user", "loader"))).isEmpty();
  }

  private TidbClient root() {
    return new TidbClient(List.of(mini.tidbAddress()), "root", "");
  }

  @Test
  void doesNotFailForWhatAUserMayNotSee() {
    cluster.tidb().run("CREATE USER 'loader'@'%' IDENTIFIED BY 'x'");
    cluster.tidb().run("GRANT ALL ON test.* TO 'loader'@'%'");
    cluster = cluster("loader", "x");
    PrecheckReport report = run();
    assertThat(failed(report)).isEmpty();
    assertThat(of(CheckId.CHECK_PD_TIDB_FROM_SAME_CLUSTER, report).message())
        .contains("cannot be looked at");
  }

  @Test
  void refusesOldServers() {
    mini.pretendVersion(mini.storeIds().get(1), "4.0.16");
    mini.pretendPdVersion("v6.0.0");
    CheckResult result = of(CheckId.CHECK_TARGET_CLUSTER_VERSION, run());
    assertThat(result.message())
        .contains("PD is version 6.0.0 (expected: 6.1.0 or newer)")
        .contains("is version 4.0.16 (expected: 5.0.0 or newer)");
    mini.pretendVersion(mini.storeIds().get(1), "5.0.0-rc");
    assertThat(failed(run("pause-pd-scheduler-scope", "none"))).isEmpty();
  }

  @Test
  void seesTiDBOfAnotherCluster() {
    try (MiniCluster other = MiniCluster.builder().stores(1).replicas(1).start()) {
      cluster = cluster(new TidbClient(List.of(other.tidbAddress()), "root", ""));
      assertThat(failed(run())).containsExactly(CheckId.CHECK_PD_TIDB_FROM_SAME_CLUSTER);
    }
  }

  @Test
  void countsChangefeedsOfEveryTiCDCThatAreNotFinished() {
    mini.putEtcd("/tidb/cdc/changefeed/info/old", "{\"state\":\"normal\"}");
    mini.putEtcd("/tidb/cdc/c-1/default/changefeed/info/new", "{\"state\":\"stopped\"}");
    mini.putEtcd("/tidb/cdc/c-1/default/changefeed/info/done", "{\"state\":\"finished\"}");
    mini.putEtcd("/tidb/cdc/c-1/default/changefeed/info/odd", "{\"state\":\"\"}");
    mini.putEtcd("/tidb/cdc/c-1/default/changefeed/status/new", "{\"checkpoint-ts\":1}");
    mini.putEtcd("/tidb/cdc/__backup__/default/changefeed/info/gone", "{\"state\":\"normal\"}");
    CheckResult result = of(CheckId.CHECK_TARGET_USING_CDC_PITR, run());
    assertThat(result.message())
        .contains("[c-1/default/new (stopped), old (normal)]")
        .doesNotContain("done")
        .doesNotContain("gone")
        .doesNotContain("odd");
    mini.deleteEtcd("/tidb/cdc/changefeed/info/old");
    mini.deleteEtcd("/tidb/cdc/c-1/default/changefeed/info/new");
    assertThat(failed(run())).isEmpty();
  }

  @Test
  void seesAClockThatIsOff() {
    mini.advanceTimestamps(Duration.ofMinutes(1));
    assertThat(failed(run())).containsExactly(CheckId.CHECK_CLOCK_SKEW);
  }

  @Test
  void seesSpeculation() {
    PrecheckReport report = new Precheck(cluster, options()).run(target(table(), null), true);
    assertThat(failed(report)).containsExactly(CheckId.CHECK_SPARK_SPECULATION);
    report.requirePassed();
  }

  @Test
  void seesEmptyRegionsOnOneStore() {
    for (int i = 0; i <= EmptyRegions.MOST; i++) {
      mini.splitRegion(TableCodec.recordKey(9_000, i));
    }
    assertThat(failed(run()))
        .containsExactly(
            CheckId.CHECK_TARGET_CLUSTER_EMPTY_REGION,
            CheckId.CHECK_TARGET_CLUSTER_REGION_DISTRIBUTION);
  }

  @Test
  void comparesTheSizeWithTheRoomOfAllStores() {
    mini.storeIds().forEach(id -> mini.pretendAvailable(id, 50L << 20));
    Precheck precheck = new Precheck(cluster, options());
    long most = 300L << 20;
    assertThat(failed(precheck.run(estimate(most, 3, most)))).isEmpty();
    assertThat(failed(precheck.run(estimate(most + 10, 3, most))))
        .containsExactly(CheckId.CHECK_TARGET_CLUSTER_SIZE, CheckId.CHECK_LOCAL_TEMP_KV_DIR);
  }

  @Test
  void seesMoreRegionsThanTheStoresCanCarry() {
    Precheck precheck = new Precheck(cluster, options());
    assertThat(failed(precheck.run(estimate(1, 59_000, 1)))).isEmpty();
    assertThat(failed(precheck.run(estimate(1, 61_000, 1))))
        .containsExactly(CheckId.CHECK_TARGET_CLUSTER_REGION_COUNT);
  }

  @Test
  void readsGoDurations() {
    assertThat(GcLifeTime.duration("10m0s")).isEqualTo(Duration.ofMinutes(10));
    assertThat(GcLifeTime.duration("1h0m0.5s")).isEqualTo(Duration.ofMillis(3_600_500));
    assertThat(GcLifeTime.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(GcLifeTime.duration("soon")).isNull();
  }
}
