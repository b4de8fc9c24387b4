package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.Backend;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.TableName;
import io.thunderhead.precheck.CheckResult;
import io.thunderhead.precheck.PrecheckReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {
  private static PrecheckReport failed(CheckId... ids) {
    return new PrecheckReport(
        Stream.of(ids)
            .map(
                id ->
                    new CheckResult(
                        id,
                        CheckResult.Verdict.FAILED,
                        ErrorCode.TABLE_IN_USE,
                        "it is " + id + ".",
                        ""))
            .toList());
  }

  private static Backend choice(CheckId... ids) {
    return BackendChoice.of(failed(ids), false).backend();
  }

  private static BackendChoice byOptions(String... more) {
    Map<String, String> options = new HashMap<>(Map.of("backend", "auto", "table", "d.t"));
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return BackendChoice.of(options, line -> {});
  }

  @Test
  void takesPhysicalModeWhenNothingSpeaksAgainstIt() {
    assertThat(choice()).isEqualTo(Backend.LOCAL);
    assertThat(choice(CheckId.CHECK_CLOCK_SKEW)).as("a warning").isEqualTo(Backend.LOCAL);
  }

  @Test
  void takesSqlForWhatOnlyPhysicalModeMinds() {
    BackendChoice choice =
        BackendChoice.of(
            failed(CheckId.CHECK_TARGET_USING_CDC_PITR, CheckId.CHECK_TARGET_TABLE_SUPPORTED),
            false);
    assertThat(choice.backend()).isEqualTo(Backend.TIDB);
    assertThat(choice.lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("CHECK_TARGET_USING_CDC_PITR: it is "));
    assertThat(choice.putInto("{\"table\":\"d.t\"}")).contains("backendChoice", "tidb", "PITR");
  }

  @Test
  void staysWithPhysicalModeForWhatSqlWouldMeetAsWell() {
    assertThat(choice(CheckId.CHECK_TARGET_TABLE_EXISTS)).isEqualTo(Backend.LOCAL);
    assertThat(choice(CheckId.CHECK_TARGET_USING_CDC_PITR, CheckId.CHECK_SOURCE_SCHEMA_VALID))
        .isEqualTo(Backend.LOCAL);
  }

  @Test
  void mindsRowsThatAreThereOnlyWhereTheUserDoes() {
    PrecheckReport notEmpty = failed(CheckId.CHECK_TARGET_TABLE_EMPTY);
    assertThat(BackendChoice.of(notEmpty, false).backend()).isEqualTo(Backend.TIDB);
    assertThat(BackendChoice.of(notEmpty, true).backend()).isEqualTo(Backend.LOCAL);
  }

  @Test
  void takesOneWayForAllTablesOfAnExportAndNamesThoseThatDecide() {
    BackendChoice fine = BackendChoice.of(failed(), false);
    BackendChoice watched = BackendChoice.of(failed(CheckId.CHECK_TARGET_USING_CDC_PITR), false);
    Map<TableName, BackendChoice> choices = new LinkedHashMap<>();
    choices.put(new TableName("d", "a"), fine);
    choices.put(new TableName("d", "b"), fine);
    assertThat(BackendChoice.ofAll(choices).lines())
        .containsExactly(
            "backend local was chosen:", "  because no check of the 2 tables speaks for SQL");
    choices.put(new TableName("d", "c"), watched);
    choices.put(
        new TableName("d", "e"),
        BackendChoice.of(failed(CheckId.CHECK_TARGET_TABLE_EXISTS), false));
    BackendChoice all = BackendChoice.ofAll(choices);
    assertThat(all.backend()).isEqualTo(Backend.TIDB);
    assertThat(all.reasons())
        .singleElement()
        .asString()
        .startsWith("d.c: CHECK_TARGET_USING_CDC_PITR");
  }

  @Test
  void goesByOptionsWhereTheseLeaveOneWay() {
    assertThat(byOptions("tidb", "127.0.0.1:1"))
        .isEqualTo(new BackendChoice(Backend.TIDB, List.of("no PD is given (option pd)"), null));
    assertThat(byOptions("pd", "127.0.0.1:1").backend()).isEqualTo(Backend.LOCAL);
    assertThat(
            byOptions("pd", "127.0.0.1:1", "tidb", "127.0.0.1:1", "on-duplicate", "remove")
                .backend())
        .isEqualTo(Backend.LOCAL);
  }
}
