package io.thunderhead.cluster.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.Rpc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Epochs change again and again from any moment on. */
class EpochStormTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenEpochsChangeAgainAndAgain(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> storm(cell, 6));
      cell.loads();
    }
  }

  @Test
  void givesUpWithTheHistoryWhenEpochsNeverRest() {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(Phase.WRITE, () -> storm(cell, 1000));
      LoadException refusal = cell.refused("region-job-retries", "4");
      assertThat(refusal.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
      assertThat(refusal.getMessage()).matches("(?s).*failed 4 times, the last: #1.*region.*");
    }
  }

  /** Changes the epoch now and before each of the next writes, ingests and reads. */
  private static void storm(Cell cell, int more) {
    CLUSTER.cluster().disturbEpoch(cell.middle());
    for (Rpc rpc : List.of(Rpc.WRITE, Rpc.MULTI_INGEST, Rpc.COPROCESSOR)) {
      for (int i = 0; i < more; i++) {
        CLUSTER.cluster().beforeNext(rpc, () -> CLUSTER.cluster().disturbEpoch(cell.middle()));
      }
    }
  }
}
