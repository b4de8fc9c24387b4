package io.thunderhead.cluster.merge;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Regions merge at any moment. */
class MergeTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenARegionMergesIntoTheOneBehind(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> CLUSTER.cluster().mergeIntoRight(cell.middle()));
      cell.loads();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenARegionMergesIntoTheOneInFront(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> CLUSTER.cluster().mergeIntoLeft(cell.middle()));
      cell.loads();
    }
  }
}
