package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.ImportSstpb.SwitchMode;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Import mode goes on and off on every store, and ingest does not need it (import-protocol 2.7).
 */
@Contract(
    spec = {"2.7"},
    calls = {"import_sstpb.ImportSST/SwitchMode"})
@ExtendWith(ContractCluster.class)
class ImportModeTest {
  private final Wire wire;
  private final WireSpan span;

  ImportModeTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.span = table.span();
  }

  @AfterEach
  void switchBack() {
    switchEveryStore(SwitchMode.Normal);
  }

  @Test
  void isSwitchedOnAndOffOnEveryStore() {
    switchEveryStore(SwitchMode.Import);
    switchEveryStore(SwitchMode.Normal);
    assertThat(loadAndSum(wire.pd().tso())).isEqualTo(Sum.of(span.rows(10)));
  }

  @Test
  void mayBeAskedForAgain() {
    switchEveryStore(SwitchMode.Import);
    switchEveryStore(SwitchMode.Import);
    switchEveryStore(SwitchMode.Normal);
    switchEveryStore(SwitchMode.Normal);
    assertThat(loadAndSum(wire.pd().tso())).isEqualTo(Sum.of(span.rows(10)));
  }

  @Test
  void letsRowsInAndReadersSeeThem() {
    switchEveryStore(SwitchMode.Import);
    assertThat(loadAndSum(wire.pd().tso())).isEqualTo(Sum.of(span.rows(10)));
  }

  private Sum loadAndSum(long ts) {
    new WireImport(wire).load(ts, span.rows(10));
    return new WireReader(wire).checksum(span.start(), span.end(), ts);
  }

  private void switchEveryStore(SwitchMode mode) {
    var range =
        ImportSstpb.Range.newBuilder()
            .setStart(ByteString.copyFrom(WireKeys.encode(span.start())))
            .setEnd(ByteString.copyFrom(WireKeys.encode(span.end())))
            .build();
    for (Metapb.Store store : wire.pd().stores()) {
      wire.importSst(store.getId()).switchMode(NewerFields.switchMode(mode, range));
    }
  }
}
