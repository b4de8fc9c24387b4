package io.thunderhead.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way in which a load can fail says one thing of its rows. */
class OutcomeTest {
  private static final Map<Outcome, List<ErrorCode>> EXPECTED =
      Map.of(
          Outcome.DONE,
          List.of(ErrorCode.UNFINISHED),
          Outcome.UNKNOWN,
          List.of(ErrorCode.INGEST_STATE_UNKNOWN, ErrorCode.COMMIT_UNKNOWN),
          Outcome.FAILED,
          List.of(
              ErrorCode.INVALID_OPTION,
              ErrorCode.SOURCE_UNREADABLE,
              ErrorCode.SOURCE_CHANGED,
              ErrorCode.SOURCE_SCHEMA_INVALID,
              ErrorCode.BAD_ROW,
              ErrorCode.DUPLICATE_KEY,
              ErrorCode.TABLE_NOT_FOUND,
              ErrorCode.TABLE_NOT_EMPTY,
              ErrorCode.TABLE_IN_USE,
              ErrorCode.TABLE_INCONSISTENT,
              ErrorCode.UNSUPPORTED,
              ErrorCode.SCHEMA_CHANGED,
              ErrorCode.IDS_EXHAUSTED,
              ErrorCode.ACCESS_DENIED,
              ErrorCode.JOB_NOT_FOUND,
              ErrorCode.JOB_REFUSED,
              ErrorCode.CANCELLED,
              ErrorCode.JOB_STORE_FAILED,
              ErrorCode.SQL_FAILED,
              ErrorCode.UNREACHABLE,
              ErrorCode.DISK_FULL,
              ErrorCode.RETRIES_EXHAUSTED,
              ErrorCode.CLUSTER_PROTOCOL,
              ErrorCode.CHECKSUM_MISMATCH,
              ErrorCode.INTERNAL));

  @Test
  void isOneForEveryCode() {
    Map<ErrorCode, Outcome> outcomes = new EnumMap<>(ErrorCode.class);
    EXPECTED.forEach((outcome, codes) -> codes.forEach(code -> outcomes.put(code, outcome)));
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(code.outcome()).as(code.name()).isEqualTo(outcomes.get(code));
    }
  }

  @Test
  void saysWhatToDoWhenRowsMayBeThere() {
    assertThat(Outcome.UNKNOWN.meaning()).contains("TRUNCATE TABLE");
  }
}
