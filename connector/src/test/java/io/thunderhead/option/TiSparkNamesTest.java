package io.thunderhead.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that were written for TiSpark say the same to us. */
class TiSparkNamesTest {
  private static final Map<String, String> WRITE =
      Map.of(
          "spark.tispark.pd.addresses", "pd0:2379,pd1:2379",
          "tidb.addr", "tidb0",
          "tidb.port", "4001",
          "tidb.user", "loader",
          "tidb.password", "secret",
          "database", "shop",
          "table", "orders",
          "replace", "true");

  @Test
  void readsAWriteOfTiSpark() {
    LoadOptions options = LoadOptions.parse(WRITE, Map.of());
    assertThat(options.pd()).containsExactly("pd0:2379", "pd1:2379");
    assertThat(options.tidb()).containsExactly("tidb0:4001");
    assertThat(options.user()).isEqualTo("loader");
    assertThat(options.password()).isEqualTo("secret");
    assertThat(options.table()).isEqualTo(new TableName("shop", "orders"));
    assertThat(options.onDuplicate()).isEqualTo(ConflictStrategy.REPLACE);
    assertThat(TiSparkNames.idle(WRITE)).isEmpty();
  }

  @Test
  void translatesOnce() {
    Map<String, String> once = TiSparkNames.translated(WRITE);
    assertThat(TiSparkNames.translated(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "tidb.addr, h, tidb, h:4000",
    "bytesPerRegion, 100663296, region-split-size, 100663296",
    "enableUpdateTableStatistics, true, analyze, required",
    "stale_read, 1000, ts, 262144000",
    "spark.tispark.stale_read, 1, ts, 262144",
    "pd, x, pd, x"
  })
  void givesANameItsMeaning(String name, String text, String option, String ofOurs) {
    Map<String, String> ours = new LinkedHashMap<>();
    TiSparkNames.translated(Map.of(name, text))
        .forEach(
            (key, value) -> {
              LoadOption<?> known = NearestName.find(key, LoadOptions.all());
              ours.put(known == null ? key : known.key(), value);
            });
    assertThat(ours).containsExactly(entry(option, ofOurs));
  }

  @Test
  void takesCertificatesOnlyWithTls() {
    Map<String, String> given = new LinkedHashMap<>(WRITE);
    given.put("spark.tispark.tikv.trust_cert_collection", "/ca.pem");
    given.put("spark.tispark.tikv.tls_enable", "true");
    assertThat(TiSparkNames.translated(given))
        .containsEntry("tikv.trust_cert_collection", "/ca.pem");
    given.put("spark.tispark.tikv.tls_enable", "false");
    assertThat(TiSparkNames.translated(given)).doesNotContainValue("/ca.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "writeConcurrency, partition-size",
    "enableRegionSplit, region-split-size",
    "spark.tispark.plan.allow_index_read, a task for each region",
    "SCATTERWAITMS, region-split-rate"
  })
  void tellsWhatSaysNothingHere(String name, String told) {
    assertThat(TiSparkNames.translated(Map.of(name, "1"))).isEmpty();
    assertThat(TiSparkNames.idle(Map.of(name, "1")))
        .singleElement()
        .asString()
        .contains(name, told);
  }

  @ParameterizedTest
  @CsvSource({
    "multiTables, true, each table is a write of its own",
    "deduplicate, true, on-duplicate",
    "spark.tispark.tikv.jks_enable, true, PEM files",
    "spark.tispark.db_prefix, p_, spark.sql.catalog.NAME"
  })
  void refusesWhatNoLoadDoes(String name, String text, String told) {
    assertThatThrownBy(() -> TiSparkNames.translated(Map.of(name, text)))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
        .hasMessageContaining(told);
    assertThat(TiSparkNames.translated(Map.of(name, "false"))).isEmpty();
  }
}
