package io.thunderhead.cluster.split;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Regions split at any moment. */
class SplitTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenRegionsSplit(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> cell.fixture().splitAt(Cell.MIDDLE));
      cell.loads();
    }
  }
}
