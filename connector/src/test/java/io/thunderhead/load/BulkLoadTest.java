package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.testing.LoadFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkLoadTest {

  @Test
  void reportsRowsKvsRegionsAndPhases() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadReport report = fixture.load(LoadFixture.rows(0, 3000));
      assertThat(report.rowsRead()).isEqualTo(3000);
      assertThat(report.rowsLoaded()).isEqualTo(3000);
      assertThat(report.local().kvs()).isEqualTo(9000);
      assertThat(report.remote()).isEqualTo(report.local());
      assertThat(report.regions()).isEqualTo(3);
      assertThat(report.seconds().keySet())
          .containsExactly(
              "precheck",
              "sample",
              "split-and-scatter",
              "encode-and-sort",
              "write-and-ingest",
              "checksum");
      assertThat(report.toText()).contains("3,000 read = 3,000 loaded + 0 set aside");
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 3000));
    }
  }

  @Test
  void loadsNoRows() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadReport report = fixture.load(LoadFixture.rows(0, 0));
      assertThat(report.rowsLoaded()).isZero();
      assertThat(report.checksumsEqual()).isTrue();
    }
  }

  @Test
  void refusesATableWhoseIndexStillHoldsEntries() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.load(LoadFixture.rows(0, 10));
      LoadException failure = fixture.failure(LoadFixture.rows(10, 20));
      assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY);
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 10));
    }
  }

  @Test
  void saysWhatIsLeftWhenTwoRowsClaimOneUniqueKey() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadException failure =
          fixture.failure(
              LoadFixture.rows(0, 100).withColumn("k", org.apache.spark.sql.functions.lit(5L)));
      assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
      assertThat(failure)
          .hasMessageContaining("unique index id")
          .hasMessageContaining("Nothing was written");
    }
  }

  @Test
  void tellsItsProgress() {
    try (LoadFixture fixture = new LoadFixture()) {
      List<String> told = new ArrayList<>();
      BulkLoad.run(
          LoadFixture.rows(0, 20_000),
          io.thunderhead.option.LoadOptions.parse(
              java.util.Map.of(
                  "pd",
                  fixture.cluster().pdAddress(),
                  "table",
                  "test.t",
                  "progress-interval",
                  "20ms")),
          told::add);
      assertThat(told).anyMatch(line -> line.matches(".*\\d+ %, \\d+ of \\d+ tasks.* left"));
    }
  }

  @Test
  void leavesNoLabelRuleBehind() throws Exception {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.load(LoadFixture.rows(0, 10));
      fixture.failure(LoadFixture.rows(0, 10));
      String rules =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://"
                                  + fixture.cluster().pdAddress()
                                  + "/pd/api/v1/config/region-label/rules"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(rules).doesNotContain("thunderhead");
    }
  }
}
