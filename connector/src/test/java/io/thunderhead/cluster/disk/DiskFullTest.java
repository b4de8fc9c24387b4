package io.thunderhead.cluster.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk is full from any moment on. */
class DiskFullTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource(names = {"PRECHECK", "SPLIT", "WRITE", "INGEST"})
  void endsAtOnceWhenADiskIsFull(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, DiskFullTest::fillAll);
      LoadException refusal = cell.refused();
      assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(refusal).hasMessageContaining("has no room left");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHECKSUM", "COMMIT"})
  void readsFromStoresWhoseDisksAreFull(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, DiskFullTest::fillAll);
      cell.loads();
    }
  }

  private static void fillAll() {
    CLUSTER.cluster().storeIds().forEach(store -> CLUSTER.cluster().setDiskFull(store, true));
  }
}
