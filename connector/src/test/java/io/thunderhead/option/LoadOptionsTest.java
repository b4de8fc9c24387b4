package io.thunderhead.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.SqlMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadOptionsTest {
  private static final Map<String, String> REQUIRED =
      Map.of("pd", "127.0.0.1:2379", "table", "a.b");

  @Test
  void hasTheseDefaults() {
    LoadOptions options = LoadOptions.parse(REQUIRED);
    assertThat(options.checksum()).isEqualTo(ChecksumLevel.REQUIRED);
    assertThat(options.checksumViaSql()).isFalse();
    assertThat(options.distsqlScanConcurrency()).isEqualTo(15);
    assertThat(options.analyze()).isEqualTo(AnalyzeLevel.OPTIONAL);
    assertThat(options.regionSplitSize()).isEmpty();
    assertThat(options.regionSplitKeys()).isEmpty();
    assertThat(options.regionSplitRate()).isZero();
    assertThat(options.partitionSize()).isEqualTo(256 << 20);
    assertThat(options.regionJobSize()).isEqualTo(32 << 20);
    assertThat(options.taskMemory()).isEqualTo(512 << 20);
    assertThat(options.sendKvSize()).isEqualTo(16 << 10);
    assertThat(options.regionJobRetries()).isEqualTo(30);
    assertThat(options.retryMaxWait()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.writeTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(options.ingestTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.pauseScheduler()).isTrue();
    assertThat(options.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(options.sqlMode()).contains(SqlMode.STRICT_TRANS_TABLES, SqlMode.NO_ZERO_DATE);
    assertThat(options.newCollation()).isTrue();
    assertThat(options.progressInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.maxError()).isZero();
    assertThat(options.badRows()).isEmpty();
    assertThat(options.checkRequirements()).isEqualTo(CheckRequirements.ALL);
    assertThat(options.onDuplicate()).isEqualTo(ConflictStrategy.ERROR);
    assertThat(options.conflictThreshold()).isEqualTo(Long.MAX_VALUE);
    assertThat(options.conflictRows()).isEmpty();
    assertThat(options.conflictRowsFormat()).isEqualTo(ConflictFormat.CSV);
  }

  @Test
  void takesTheNamesOfOtherLoadersForConflicts() {
    Map<String, String> given = new HashMap<>(REQUIRED);
    given.put("on-duplicate-key", "capture");
    assertThat(LoadOptions.parse(given).onDuplicate()).isEqualTo(ConflictStrategy.REMOVE);
    given.remove("on-duplicate-key");
    given.put("duplicate-resolution", "record");
    assertThatThrownBy(() -> LoadOptions.parse(given)).hasMessageContaining("conflict-rows");
  }

  @Test
  void readsPartitionsAsSqlNamesThem() {
    Map<String, String> given = new HashMap<>(Map.of("pd", "a:1", "table", "a.b"));
    given.put("partitions", "p0, `p,``2` ,P3");
    assertThat(LoadOptions.parse(given).partitions()).containsExactly("p0", "p,`2", "P3");
    assertThat(LoadOptions.parse(given).emptyingSql())
        .isEqualTo("ALTER TABLE `a`.`b` TRUNCATE PARTITION `p0`, `p,``2`, `P3`");
    for (String bad : List.of("p0,", ",p0", "`p0", "p0 `p1`")) {
      given.put("partitions", bad);
      assertThatThrownBy(() -> LoadOptions.parse(given)).hasMessageContaining("partitions");
    }
  }

  @Test
  void readsEveryOption() {
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("backend", "Physical"),
            Map.entry("logical-import-batch-size", "96KiB"),
            Map.entry("logical-import-batch-rows", "65"),
            Map.entry("logical-import-statement", "INSERT"),
            Map.entry("logical-import-rate", "100"),
            Map.entry("foreign-key-checks", "false"),
            Map.entry("pd", "http://a:1, b:2"),
            Map.entry("ca", "/tls/ca.pem"),
            Map.entry("cert", "/tls/cert.pem"),
            Map.entry("key", "/tls/key.pem"),
            Map.entry("store-address-map", "tikv-1:20160=10.0.0.1:20160"),
            Map.entry("table", "`My db`.`T`"),
            Map.entry("partitions", ""),
            Map.entry("tidb", "c:4000, d:4001"),
            Map.entry("tidb-status", "c:10080"),
            Map.entry("user", "loader"),
            Map.entry("password", "hidden"),
            Map.entry("password-file", ""),
            Map.entry("checksum", "OFF"),
            Map.entry("checksum-via-sql", "true"),
            Map.entry("distsql-scan-concurrency", "4"),
            Map.entry("analyze", "required"),
            Map.entry("region-split-size", "1GB"),
            Map.entry("region-split-keys", "7"),
            Map.entry("region-split-rate", "9"),
            Map.entry("partition-size", "3MiB"),
            Map.entry("task-memory", "3MiB"),
            Map.entry("region-job-size", "2KiB"),
            Map.entry("send-kv-size", "12"),
            Map.entry("sst-transport", "Upload"),
            Map.entry("sst-compression", "lz4"),
            Map.entry("region-job-retries", "3"),
            Map.entry("retry-max-wait", "250ms"),
            Map.entry("write-timeout", "1h"),
            Map.entry("ingest-timeout", "9s"),
            Map.entry("pause-pd-scheduler-scope", "none"),
            Map.entry("tikv-import-mode", "true"),
            Map.entry("store-write-bwlimit", "5MiB"),
            Map.entry("time-zone", "+08:00"),
            Map.entry("sql-mode", ""),
            Map.entry("new-collation", "false"),
            Map.entry("progress-interval", "1m"),
            Map.entry("max-error", "5"),
            Map.entry("bad-rows", "/tmp/bad"),
            Map.entry("mode", "overwrite"),
            Map.entry("job-dir", "/jobs"),
            Map.entry("job-id", "12"),
            Map.entry("on-duplicate", "Replace"),
            Map.entry("conflict-threshold", "8"),
            Map.entry("conflict-rows", "/tmp/conflicts"),
            Map.entry("conflict-rows-format", "Parquet"),
            Map.entry("task-info-schema-name", "info"),
            Map.entry("check-requirements", "check_clock_skew, CHECK_TARGET_USING_CDC_PITR"));
    assertThat(given.keySet())
        .containsExactlyInAnyOrderElementsOf(
            LoadOptions.all().stream().<String>map(o -> o.key()).toList());
    LoadOptions options = LoadOptions.parse(given);
    assertThat(options.pd()).isEqualTo(List.of("http://a:1", "b:2"));
    assertThat(options.backend()).isEqualTo(Backend.LOCAL);
    assertThat(options.logicalBatchBytes()).isEqualTo(96 << 10);
    assertThat(options.logicalBatchRows()).isEqualTo(65);
    assertThat(options.logicalRate()).isEqualTo(100);
    assertThat(options.rowStatement()).isEqualTo(RowStatement.INSERT);
    assertThat(options.foreignKeyChecks()).isFalse();
    assertThat(options.ca()).isEqualTo("/tls/ca.pem");
    assertThat(options.cert()).isEqualTo("/tls/cert.pem");
    assertThat(options.key()).isEqualTo("/tls/key.pem");
    assertThat(options.storeAddressMap()).isEqualTo(Map.of("tikv-1:20160", "10.0.0.1:20160"));
    assertThat(options.table()).isEqualTo(new TableName("My db", "T"));
    assertThat(options.tidb()).containsExactly("c:4000", "d:4001");
    assertThat(options.tidbStatus()).isEqualTo("c:10080");
    assertThat(options.user()).isEqualTo("loader");
    assertThat(options.password()).isEqualTo("hidden");
    assertThat(options.checksum()).isEqualTo(ChecksumLevel.OFF);
    assertThat(options.checksumViaSql()).isTrue();
    assertThat(options.distsqlScanConcurrency()).isEqualTo(4);
    assertThat(options.analyze()).isEqualTo(AnalyzeLevel.REQUIRED);
    assertThat(options.regionSplitSize()).contains(1L << 30);
    assertThat(options.regionSplitKeys()).contains(7L);
    assertThat(options.regionSplitRate()).isEqualTo(9);
    assertThat(options.partitionSize()).isEqualTo(3 << 20);
    assertThat(options.regionJobSize()).isEqualTo(2048);
    assertThat(options.taskMemory()).isEqualTo(3 << 20);
    assertThat(options.sendKvSize()).isEqualTo(12);
    assertThat(options.sstTransport()).isEqualTo(SstTransport.UPLOAD);
    assertThat(options.sstCompression()).isEqualTo(SstCompression.LZ4);
    assertThat(options.regionJobRetries()).isEqualTo(3);
    assertThat(options.retryMaxWait()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.writeTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(options.ingestTimeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(options.pauseScheduler()).isFalse();
    assertThat(options.importMode()).isTrue();
    assertThat(options.storeWriteLimit()).isEqualTo(5 << 20);
    assertThat(options.timeZone()).isEqualTo(ZoneId.of("+08:00"));
    assertThat(options.sqlMode()).isEmpty();
    assertThat(options.newCollation()).isFalse();
    assertThat(options.progressInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.maxError()).isEqualTo(5);
    assertThat(options.badRows()).isEqualTo("/tmp/bad");
    assertThat(options.jobDir()).isEqualTo("/jobs");
    assertThat(options.jobId()).isEqualTo(12);
    assertThat(options.mode()).isEqualTo(LoadMode.OVERWRITE);
    assertThat(options.given()).doesNotContainKey("password");
    assertThat(options.onDuplicate()).isEqualTo(ConflictStrategy.REPLACE);
    assertThat(options.conflictThreshold()).isEqualTo(8);
    assertThat(options.conflictRows()).isEqualTo("/tmp/conflicts");
    assertThat(options.conflictRowsFormat()).isEqualTo(ConflictFormat.PARQUET);
    assertThat(options.taskInfoSchemaName()).isEqualTo("info");
    assertThat(options.checkRequirements().skipped())
        .containsExactlyInAnyOrder(CheckId.CHECK_CLOCK_SKEW, CheckId.CHECK_TARGET_USING_CDC_PITR);
  }

  @Test
  void needsOnlyASqlPortToWriteBySql() {
    Map<String, String> given = new HashMap<>(Map.of("backend", "tidb", "table", "d.t"));
    assertThatThrownBy(() -> LoadOptions.parse(given, Map.of()))
        .hasMessageContaining("option tidb: backend 'tidb' cannot go without");
    given.put("tidb", "c:4000");
    assertThat(LoadOptions.parse(given, Map.of()).mode()).isEqualTo(LoadMode.APPEND);
    given.put("mode", "import");
    assertThat(LoadOptions.parse(given, Map.of()).mode()).isEqualTo(LoadMode.IMPORT);
    given.put("on-duplicate", "remove");
    assertThatThrownBy(() -> LoadOptions.parse(given, Map.of()))
        .hasMessageContaining("error, replace and ignore");
  }

  @Test
  void takesTheFolderOfJobsFromTheEnvironment() {
    LoadOptions unsaid = LoadOptions.parse(REQUIRED, Map.of());
    assertThat(unsaid.jobDir()).isEqualTo(".thunderhead/jobs");
    assertThat(unsaid.saysJobDir()).isFalse();
    LoadOptions said = LoadOptions.parse(REQUIRED, Map.of("THUNDERHEAD_JOB_DIR", "s3a://b/jobs"));
    assertThat(said.jobDir()).isEqualTo("s3a://b/jobs");
    assertThat(said.saysJobDir()).isTrue();
  }

  @Test
  void tellsWhatAJobWasGivenOtherwise() {
    LoadOptions job = LoadOptions.parse(with("sql-mode", ""));
    assertThat(JobOptions.differences(job, LoadOptions.parse(with("region-job-size", "1MiB"))))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("option sql-mode was ''", "STRICT_TRANS_TABLES");
  }

  @Test
  void leavesOutNoCheckThatGuardsTheStoredBytes() {
    assertThat(LoadOptions.parse(with("check-requirements", "false")).checkRequirements().skipped())
        .contains(CheckId.CHECK_TARGET_CLUSTER_VERSION)
        .doesNotContain(
            CheckId.CHECK_TARGET_TABLE_EMPTY,
            CheckId.CHECK_TARGET_TABLE_SUPPORTED,
            CheckId.CHECK_SOURCE_SCHEMA_VALID);
    assertThatThrownBy(
            () -> LoadOptions.parse(with("check-requirements", "CHECK_TARGET_TABLE_EMPTY")))
        .hasMessageContaining("CHECK_TARGET_TABLE_EMPTY cannot be skipped");
    assertThatThrownBy(() -> LoadOptions.parse(with("check-requirements", "CHECK_CLOCK_SKEV")))
        .hasMessageContaining("Did you mean 'CHECK_CLOCK_SKEW'?");
  }

  @Test
  void takesCamelCaseAsWell() {
    assertThat(LoadOptions.parse(with("regionSplitSize", "5MiB")).regionSplitSize())
        .contains(5L << 20);
  }

  @Test
  void takesTheNamesOfOtherLoaders() {
    Map<String, String> given = with("record_errors", "3");
    given.put("badRows", "/tmp/bad");
    assertThat(LoadOptions.parse(given).maxError()).isEqualTo(3);
  }

  @Test
  void needsAPlaceForRowsThatAreSetAside() {
    assertThatThrownBy(() -> LoadOptions.parse(with("max-error", "3")))
        .hasMessageContaining("option bad-rows is missing");
  }

  @Test
  void offersTheNearestNameForAnUnknownOne() {
    assertThatThrownBy(() -> LoadOptions.parse(with("regoin-split-size", "1")))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
        .hasMessageContaining("'regoin-split-size' is not known")
        .hasMessageContaining("Did you mean 'region-split-size'?");
  }

  @Test
  void saysWhatAGoodValueLooksLike() {
    assertThatThrownBy(() -> LoadOptions.parse(with("region-job-size", "lots")))
        .hasMessage("option region-job-size: 'lots' (expected: a size such as 32MiB)");
    assertThatThrownBy(() -> LoadOptions.parse(with("sql-mode", "STRICT")))
        .hasMessageContaining("option sql-mode: 'STRICT'");
    assertThatThrownBy(() -> LoadOptions.parse(with("sql-mode", "TIME_TRUNCATE_FRACTIONAL")))
        .as("MySQL has this mode, TiDB does not")
        .hasMessageContaining("option sql-mode: 'TIME_TRUNCATE_FRACTIONAL'");
    assertThatThrownBy(() -> LoadOptions.parse(with("region-split-keys", "0")))
        .isInstanceOf(LoadException.class);
    assertThatThrownBy(() -> LoadOptions.parse(with("pd", "nowhere")))
        .hasMessageContaining("host:port");
    assertThatThrownBy(() -> LoadOptions.parse(with("table", "t")))
        .hasMessageContaining("database.table");
  }

  @Test
  void takesThePasswordFromOptionFileOrEnvironment(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("password"), "of file\nmore");
    Map<String, String> environment = Map.of("THUNDERHEAD_PASSWORD", "of environment");
    assertThat(LoadOptions.parse(REQUIRED, environment).password()).isEqualTo("of environment");
    assertThat(LoadOptions.parse(with("password", "given"), environment).password())
        .isEqualTo("given");
    assertThat(LoadOptions.parse(with("password-file", file.toString()), environment).password())
        .isEqualTo("of file");
    assertThatThrownBy(() -> LoadOptions.parse(with("password-file", dir + "/none")))
        .hasMessageContaining("option password-file");
    Map<String, String> both = with("password-file", file.toString());
    both.put("password", "secret");
    assertThatThrownBy(() -> LoadOptions.parse(both))
        .hasMessageContaining("give one of them")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void needsPdAndTable() {
    assertThatThrownBy(() -> LoadOptions.parse(Map.of("table", "a.b")))
        .hasMessage("option pd is missing (expected: host:port[,host:port...])");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> options = new HashMap<>(REQUIRED);
    options.put(key, value);
    return options;
  }
}
