package io.thunderhead.cluster.busy;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniClusterExtension;
import io.thunderhead.mini.Rpc;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers are busy at any moment, some times in a row. */
class BusyTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenServersAreBusyForAWhile(Phase phase) {
    try (Cell cell = new Cell(CLUSTER.cluster())) {
      cell.at(phase, () -> busy(phase));
      cell.loads();
    }
  }

  private static void busy(Phase phase) {
    Fault busy = Fault.busy(Duration.ofMillis(15));
    switch (phase) {
      case PRECHECK -> CLUSTER.cluster().failNext(Rpc.KV_SCAN, busy, 3);
      case SPLIT -> CLUSTER.cluster().failNext(Rpc.SPLIT_REGION, busy, 3);
      case WRITE ->
          CLUSTER.cluster().failNext(Rpc.WRITE, Fault.importError("ResourceNotEnough"), 3);
      case INGEST -> CLUSTER.cluster().failNext(Rpc.MULTI_INGEST, busy, 3);
      case CHECKSUM -> CLUSTER.cluster().failNext(Rpc.COPROCESSOR, busy, 3);
      case COMMIT ->
          CLUSTER
              .cluster()
              .failNext(
                  Rpc.UPDATE_SERVICE_GC_SAFE_POINT, Fault.status("RESOURCE_EXHAUSTED", "busy"), 3);
    }
  }
}
