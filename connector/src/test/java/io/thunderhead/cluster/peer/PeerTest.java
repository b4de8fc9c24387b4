package io.thunderhead.cluster.peer;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.RegionView;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers come and go at any moment; there is one store more than replicas. */
class PeerTest {
  private static final int REPLICAS = 3;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(b -> b.stores(4).replicas(3));

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAPeerIsAdded(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      settle(cell);
      cell.at(phase, () -> CLUSTER.cluster().addPeer(region(cell).id(), free(cell)));
      cell.loads();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenALearnerIsAdded(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      settle(cell);
      cell.at(phase, () -> CLUSTER.cluster().addLearner(region(cell).id(), free(cell)));
      cell.loads();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAPeerIsRemoved(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      settle(cell);
      cell.at(
          phase,
          () -> CLUSTER.cluster().removePeer(region(cell).id(), region(cell).leaderStoreId()));
      cell.loads();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAPeerIsReplaced(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      settle(cell);
      cell.at(phase, () -> replace(cell));
      cell.loads();
    }
  }

  /** Gives the table's region three voters, whatever the cell before left. */
  private static void settle(Cell cell) {
    RegionView region = region(cell);
    for (RegionView.PeerView peer : region.peers()) {
      boolean surplus = region(cell).peers().size() > REPLICAS;
      if (peer.storeId() != region.leaderStoreId() && (peer.isLearner() || surplus)) {
        CLUSTER.cluster().removePeer(region.id(), peer.storeId());
      }
    }
    while (region(cell).peers().size() < REPLICAS) {
      CLUSTER.cluster().addPeer(region.id(), free(cell));
    }
  }

  private static RegionView region(Cell cell) {
    return CLUSTER.cluster().regionAt(cell.middle());
  }

  /** Returns a store without a peer of the region. */
  private static long free(Cell cell) {
    List<Long> taken = region(cell).peers().stream().map(RegionView.PeerView::storeId).toList();
    return CLUSTER.cluster().storeIds().stream()
        .filter(store -> !taken.contains(store))
        .findFirst()
        .orElseThrow();
  }

  private static void replace(Cell cell) {
    long leaving = region(cell).leaderStoreId();
    CLUSTER.cluster().addPeer(region(cell).id(), free(cell));
    CLUSTER.cluster().removePeer(region(cell).id(), leaving);
  }
}
