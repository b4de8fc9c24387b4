package io.thunderhead.cluster.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.cluster.Cell;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.RegionView;
import io.thunderhead.mini.Rpc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Regions, peers and stores change before and behind an upload (import-protocol 3.7, 10). */
class UploadTest {
  private static final int REPLICAS = 3;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(b -> b.stores(4).replicas(REPLICAS));

  /** Calls before which something happens. */
  enum Moment {
    /** Peers are asked whether they know the region. */
    ASKED(Rpc.WRITE),
    /** The first file is about to be sent. */
    UPLOADED(Rpc.UPLOAD),
    /** All files are at all peers. */
    INGESTED(Rpc.MULTI_INGEST);

    private final Rpc rpc;

    Moment(Rpc rpc) {
      this.rpc = rpc;
    }
  }

  @Test
  void loadsEveryRow() {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(Rpc.UPLOAD, () -> {});
      LoadReport report = cell.loads("sst-transport", "upload");
      assertThat(report.ssts()).isEqualTo(report.regions());
      assertThat(report.sentBytes()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenRegionsAreSplit(Moment moment) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(moment.rpc, () -> cell.fixture().splitAt(Cell.MIDDLE));
      cell.loads("sst-transport", "upload");
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenTheLeaderMoves(Moment moment) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(moment.rpc, () -> CLUSTER.cluster().transferLeader(cell.middle()));
      cell.loads("sst-transport", "upload");
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAPeerIsReplaced(Moment moment) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      settle(cell);
      cell.at(moment.rpc, () -> replace(cell));
      cell.loads("sst-transport", "upload");
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenTheLeadersStoreStopsAndComesBack(Moment moment) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(
          moment.rpc,
          () -> {
            long store = region(cell).leaderStoreId();
            CLUSTER.cluster().stopStore(store);
            cell.before(Rpc.SCAN_REGIONS, 0, () -> CLUSTER.cluster().startStore(store));
          });
      cell.loads("sst-transport", "upload");
    }
  }

  @Test
  void uploadsNothingToAFollowerThatMissedASplit() {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(Rpc.WRITE, () -> lag(cell));
      // A store that does not know a file's region removes the file, and cannot ingest it later.
      CLUSTER.cluster().beforeNext(Rpc.MULTI_INGEST, () -> CLUSTER.cluster().cleanUpImports());
      cell.loads("sst-transport", "upload");
      assertThat(CLUSTER.cluster().storeIds()).allMatch(CLUSTER.cluster()::isRunning);
    }
  }

  private static void lag(Cell cell) {
    RegionView region = region(cell);
    long follower =
        region.peers().stream()
            .map(RegionView.PeerView::storeId)
            .filter(store -> store != region.leaderStoreId())
            .findFirst()
            .orElseThrow();
    CLUSTER.cluster().holdApply(follower);
    cell.fixture().splitAt(Cell.MIDDLE);
    cell.before(Rpc.WRITE, 6, () -> CLUSTER.cluster().resumeApply(follower));
  }

  @Test
  void endsAtOnceWhenDisksAreFull() {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(
          Rpc.UPLOAD,
          () ->
              CLUSTER.cluster().storeIds().forEach(id -> CLUSTER.cluster().setDiskFull(id, true)));
      LoadException refusal = cell.refused("sst-transport", "upload");
      assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL);
    }
  }

  private static RegionView region(Cell cell) {
    return CLUSTER.cluster().regionAt(cell.middle());
  }

  /** Gives the table's region three voters, whatever the cell before left. */
  private static void settle(Cell cell) {
    RegionView region = region(cell);
    for (RegionView.PeerView peer : region.peers()) {
      boolean surplus = region(cell).peers().size() > REPLICAS;
      if (peer.storeId() != region.leaderStoreId() && surplus) {
        CLUSTER.cluster().removePeer(region.id(), peer.storeId());
      }
    }
  }

  private static void replace(Cell cell) {
    List<Long> taken = region(cell).peers().stream().map(RegionView.PeerView::storeId).toList();
    long leaving = region(cell).leaderStoreId();
    for (long store : CLUSTER.cluster().storeIds()) {
      if (!taken.contains(store)) {
        CLUSTER.cluster().addPeer(region(cell).id(), store);
        CLUSTER.cluster().removePeer(region(cell).id(), leaving);
        return;
      }
    }
  }
}
