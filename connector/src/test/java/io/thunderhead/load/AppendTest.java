package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.testing.LoadFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads into tables that have rows. */
class AppendTest {
  private LoadFixture fixture;

  @BeforeEach
  void loadTheFirstRows() {
    fixture = new LoadFixture();
    fixture.load(LoadFixture.rows(0, 300));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void addsRowsAndComparesWhatWasAdded() {
    LoadReport report = append(250, 300, 500);
    assertThat(report.rowsLoaded()).isEqualTo(200);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 500));
  }

  @Test
  void addsRowsBetweenThoseThatAreThere() {
    fixture.load(LoadFixture.rows(600, 900), with("mode", "append"));
    LoadReport report = fixture.load(LoadFixture.rows(300, 600), with("mode", "append"));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 900));
  }

  @Test
  void refusesKeysThatAreThereBeforeItWritesAny() {
    LoadException failure =
        fixture.failure(
            LoadFixture.rows(299, 2_000), with("mode", "append", "region-split-keys", "300"));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure)
        .hasMessageContaining("3 keys of the input are in table test.t already")
        .hasMessageContaining("TRUNCATE would take both");
    assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 300));
  }

  @Test
  void refusesAUniqueKeyThatIsThere() {
    LoadException failure =
        fixture.failure(
            LoadFixture.rows(1_000, 1_010)
                .withColumn("k", org.apache.spark.sql.functions.expr("id - 990")),
            with("mode", "append"));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure).hasMessageContaining("uk");
    assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 300));
  }

  @Test
  void overwritesAndLeavesNothingOfTheRowsBefore() {
    LoadReport report = fixture.load(LoadFixture.rows(100, 150), with("mode", "overwrite"));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(fixture.read()).isEqualTo(LoadFixture.texts(100, 150));
  }

  @Test
  void wantsAnEmptyTableUnlessToldOtherwise() {
    assertThat(fixture.failure(LoadFixture.rows(300, 310)).code())
        .isEqualTo(ErrorCode.TABLE_NOT_EMPTY);
    assertThat(fixture.failure(LoadFixture.rows(300, 310), "mode", "append").code())
        .isEqualTo(ErrorCode.INVALID_OPTION);
  }

  private LoadReport append(int splitKeys, long from, long to) {
    return fixture.load(
        LoadFixture.rows(from, to),
        with("mode", "append", "region-split-keys", String.valueOf(splitKeys)));
  }

  private String[] with(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("tidb");
    all.add(fixture.cluster().tidbAddress());
    return all.toArray(String[]::new);
  }
}
