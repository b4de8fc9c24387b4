package io.thunderhead.cluster.lag;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.Rpc;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A follower applies nothing from any moment on, until it catches up. */
class LaggingFollowerTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAFollowerMissesASplit(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> lag(cell, phase));
      cell.loads();
    }
  }

  /** Holds a follower back, splits the region behind its back, and lets it go on a few calls on. */
  private static void lag(Cell cell, Phase phase) {
    long leader = CLUSTER.cluster().regionAt(cell.middle()).leaderStoreId();
    long follower =
        CLUSTER.cluster().storeIds().stream()
            .filter(store -> store != leader)
            .findFirst()
            .orElseThrow();
    CLUSTER.cluster().holdApply(follower);
    cell.fixture().splitAt(Cell.MIDDLE);
    if (phase.compareTo(Phase.INGEST) <= 0) {
      cell.before(Rpc.WRITE, 4, () -> CLUSTER.cluster().resumeApply(follower));
    }
  }
}
