package io.thunderhead.cluster.tso;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.MiniClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PD's timestamps jump ahead at any moment. */
class TimestampJumpTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenTimestampsJumpAnHourAhead(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> CLUSTER.cluster().advanceTimestamps(Duration.ofHours(1)));
      cell.loads();
    }
  }
}
