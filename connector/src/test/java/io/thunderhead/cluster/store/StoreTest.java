package io.thunderhead.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.Rpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store stops at any moment, and comes back or not. */
class StoreTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRECHECK")
  void loadsEveryRowWhenTheLeadersStoreComesBack(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> stopUntilRegionsAreLookedUp(cell));
      cell.loads();
    }
  }

  @Test
  void refusesToBeginWhileAStoreIsDown() {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      long store = leader(cell);
      cell.at(Phase.PRECHECK, () -> CLUSTER.cluster().stopStore(store));
      LoadException refusal = cell.refused();
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNREACHABLE);
      assertThat(refusal).hasMessageContaining("cannot reach store " + store);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SPLIT", "WRITE"})
  void givesUpWithTheStoresNameWhenItStaysDown(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> CLUSTER.cluster().stopStore(follower(cell)));
      LoadException refusal = cell.refused("region-job-retries", "4");
      assertThat(refusal.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
      assertThat(refusal).hasMessageContaining("store ").hasMessageContaining("refused");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHECKSUM", "COMMIT"})
  void readsFromTheOthersWhenItStaysDown(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      long store = leader(cell);
      cell.at(phase, () -> CLUSTER.cluster().stopStore(store));
      cell.loads();
    }
  }

  private static long leader(Cell cell) {
    return CLUSTER.cluster().regionAt(cell.middle()).leaderStoreId();
  }

  private static long follower(Cell cell) {
    long leader = leader(cell);
    return CLUSTER.cluster().storeIds().stream()
        .filter(store -> store != leader)
        .findFirst()
        .orElseThrow();
  }

  private static void stopUntilRegionsAreLookedUp(Cell cell) {
    long store = leader(cell);
    CLUSTER.cluster().stopStore(store);
    cell.before(Rpc.SCAN_REGIONS, 0, () -> CLUSTER.cluster().startStore(store));
  }
}
