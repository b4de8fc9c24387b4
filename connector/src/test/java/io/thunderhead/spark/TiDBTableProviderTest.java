package io.thunderhead.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.testing.LoadFixture;
import io.thunderhead.testing.LocalSpark;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class TiDBTableProviderTest {

  @Test
  void writesADataFrameByItsShortName() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadFixture.rows(0, 100)
          .write()
          .format("tidb")
          .option("pd", fixture.cluster().pdAddress())
          .option("table", "test.t")
          .option("regionSplitSize", "1MiB")
          .mode(SaveMode.Append)
          .save();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 100));
    }
  }

  @Test
  void namesAnUnknownOption() {
    assertThatThrownBy(
            () ->
                LoadFixture.rows(0, 1)
                    .write()
                    .format("tidb")
                    .option("pd", "127.0.0.1:1")
                    .option("table", "test.t")
                    .option("cheksum", "off")
                    .mode(SaveMode.Append)
                    .save())
        .satisfies(e -> assertThat(LoadException.findIn(e)).isNotNull())
        .hasMessageContaining("Did you mean 'checksum'?");
  }

  @Test
  void overwritesThroughTidbAlone() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.load(LoadFixture.rows(0, 10));
      var overwrite =
          LoadFixture.rows(5, 25)
              .write()
              .format("tidb")
              .option("pd", fixture.cluster().pdAddress())
              .option("table", "test.t")
              .mode(SaveMode.Overwrite);
      assertThatThrownBy(overwrite::save).hasStackTraceContaining("needs option tidb");
      overwrite.option("tidb", fixture.cluster().tidbAddress()).save();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(5, 25));
    }
  }

  @Test
  void leavesOtherSaveModesToTheCatalog() {
    for (SaveMode mode : new SaveMode[] {SaveMode.ErrorIfExists, SaveMode.Ignore}) {
      assertThatThrownBy(() -> LoadFixture.rows(0, 1).write().format("tidb").mode(mode).save())
          .hasMessageContaining("Append or Overwrite");
    }
  }

  @Test
  void takesTheClusterFromTisparksSettingsOfTheSession() {
    try (LoadFixture fixture = new LoadFixture()) {
      SparkSession spark = LocalSpark.session();
      spark.conf().set("spark.tispark.pd.addresses", fixture.cluster().pdAddress());
      spark.conf().set("spark.tispark.plan.allow_index_read", "true");
      try {
        LoadFixture.rows(0, 20)
            .write()
            .format("tidb")
            .option("database", "test")
            .option("table", "t")
            .mode(SaveMode.Append)
            .save();
        assertThat(
                spark
                    .read()
                    .format("tidb")
                    .option("database", "test")
                    .option("table", "t")
                    .load()
                    .count())
            .isEqualTo(20);
        assertThatThrownBy(
                () ->
                    spark
                        .read()
                        .format("tidb")
                        .option("pd", "127.0.0.1:1")
                        .option("table", "test.t")
                        .option("retry-max-wait", "1ms")
                        .load())
            .hasStackTraceContaining("127.0.0.1:1");
      } finally {
        spark.conf().unset("spark.tispark.pd.addresses");
        spark.conf().unset("spark.tispark.plan.allow_index_read");
      }
    }
  }
}
