package io.thunderhead.logical;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
  private static SqlFailure of(String state, int code) {
    return SqlFailure.of(new SQLException("m", state, code));
  }

  @Test
  void triesAgainWhatPasses() {
    int[] codes = {1205, 1213, 1317, 8002, 8022, 8028, 9001, 9002, 9003, 9004, 9005, 9007, 9011};
    for (int code : codes) {
      assertThat(of("HY000", code)).as("code %d", code).isEqualTo(SqlFailure.PASSING);
    }
    assertThat(of("08S01", 0)).isEqualTo(SqlFailure.PASSING);
  }

  @Test
  void tellsRowsFromKeysSizesAndTheRest() {
    assertThat(of("23000", 1062)).isEqualTo(SqlFailure.DUPLICATE);
    assertThat(of("HY000", 3819)).isEqualTo(SqlFailure.OF_A_ROW);
    assertThat(of("23000", 1452)).isEqualTo(SqlFailure.OF_A_ROW);
    assertThat(of("22001", 1406)).isEqualTo(SqlFailure.OF_A_ROW);
    assertThat(of("HY000", 8004)).isEqualTo(SqlFailure.TOO_LARGE);
    assertThat(of("42000", 1142)).isEqualTo(SqlFailure.LASTING);
    assertThat(of("42S02", 1146)).isEqualTo(SqlFailure.LASTING);
  }
}
