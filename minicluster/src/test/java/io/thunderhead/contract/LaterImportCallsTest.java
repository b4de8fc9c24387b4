package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Metapb;

/** Import calls that came after the stubs (import-protocol 2.8, 3.1, 3.8). */
@Contract(
    spec = {"2.8", "3.1", "3.8"},
    calls = {
      "import_sstpb.ImportSST/SuspendImportRPC",
      "import_sstpb.ImportSST/AddForcePartitionRange",
      "import_sstpb.ImportSST/RemoveForcePartitionRange"
    })
@ExtendWith(ContractCluster.class)
class LaterImportCallsTest {
  private static final long SECONDS = 60;
  private static final long TOO_MANY_SECONDS = 7 * 60 * 60;

  private final Wire wire;
  private final WireImport imports;
  private final WireSpan span;

  LaterImportCallsTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.span = table.span();
  }

  @AfterEach
  void allowEverywhere() {
    for (Metapb.Store store : wire.pd().stores()) {
      LaterImportCalls.suspend(wire, store.getId(), false, 0);
    }
  }

  @Test
  void suspendMakesAStoreBusyForIngestUntilItIsAllowedAgain() {
    WireRegion region = span.region();
    long store = region.leaderStore();
    assertThat(LaterImportCalls.suspend(wire, store, true, SECONDS)).isFalse();
    var busy = imports.multiIngest(store, region.context(), List.of()).getError();
    assertThat(busy.hasServerIsBusy()).isTrue();
    assertThat(busy.getMessage()).contains("suspended");
    assertThat(LaterImportCalls.suspend(wire, store, false, 0)).isTrue();
    var rows = span.rows(3);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(new WireReader(wire).checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @Test
  void suspendLeavesWriteAlone() {
    for (Metapb.Store store : wire.pd().stores()) {
      LaterImportCalls.suspend(wire, store.getId(), true, SECONDS);
    }
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          imports.awaitEpochOnEveryPeer(region);
          return region;
        });
  }

  @Test
  void suspendIsRefusedForMoreThanSixHours() {
    long store = span.region().leaderStore();
    Refused.asUnknown(
        () -> LaterImportCalls.suspend(wire, store, true, TOO_MANY_SECONDS), "too long");
  }

  @Test
  void forcePartitionOfARangeIsTakenAndForgotten() {
    for (Metapb.Store store : wire.pd().stores()) {
      LaterImportCalls.addForcePartition(wire, store.getId(), span.start(), span.end(), SECONDS);
      LaterImportCalls.removeForcePartition(wire, store.getId(), span.start(), span.end());
    }
  }

  @Test
  void forcePartitionIsRefusedForARangeThatIsEmpty() {
    long store = span.region().leaderStore();
    byte[] key = span.key(1);
    Refused.asUnknown(
        () -> LaterImportCalls.addForcePartition(wire, store, key, key, SECONDS),
        "start keys must be smaller than end key");
  }
}
