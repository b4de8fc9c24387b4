package io.thunderhead.cluster.pdleader;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PD's leader changes at any moment. */
class PdLeaderTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER = new MiniClusterExtension(b -> b.pdMembers(3));

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenAnotherMemberLeads(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, PdLeaderTest::transfer);
      cell.loads();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenTheLeaderStops(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, PdLeaderTest::stopLeader);
      cell.loads();
    }
  }

  private static String follower() {
    String leader = CLUSTER.cluster().pdLeader();
    return CLUSTER.cluster().pdAddresses().stream()
        .filter(address -> !address.equals(leader))
        .findFirst()
        .orElseThrow();
  }

  private static void transfer() {
    CLUSTER.cluster().transferPdLeader(follower());
  }

  /** Stops the leader after the member that the cell before stopped is back. */
  private static void stopLeader() {
    CLUSTER.cluster().pdAddresses().forEach(CLUSTER.cluster()::startPd);
    CLUSTER.cluster().stopPd(CLUSTER.cluster().pdLeader());
  }
}
