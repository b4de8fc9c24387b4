package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/** KvGet, KvBatchGet and KvScan read a snapshot by raw keys, within one region. */
@Contract(
    spec = {"3.5", "4.1"},
    calls = {"tikvpb.Tikv/KvGet", "tikvpb.Tikv/KvBatchGet", "tikvpb.Tikv/KvScan"})
@ExtendWith(ContractCluster.class)
class SnapshotReadTest {
  private final Wire wire;
  private final WireImport imports;
  private final WireReader reader;
  private final WireSpan span;
  private final Kv[] rows;
  private long ts;

  SnapshotReadTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.reader = new WireReader(wire);
    this.span = table.span();
    this.rows = span.rows(10);
    rows[4] = span.row(4, "large".repeat(200));
  }

  @BeforeEach
  void loadRows() {
    ts = wire.pd().tso();
    imports.load(ts, rows);
  }

  @Test
  void getFlagsAKeyThatIsNotThere() {
    Kvrpcpb.GetResponse response = get(span.key(100));
    assertThat(response.getNotFound()).isTrue();
    assertThat(response.getValue()).isEmpty();
    assertThat(response.hasError()).isFalse();
  }

  @Test
  void getTellsAnEmptyValueFromNoValue() {
    imports.load(wire.pd().tso(), span.row(50, ""));
    ts = wire.pd().tso();
    Kvrpcpb.GetResponse response = get(span.key(50));
    assertThat(response.getNotFound()).isFalse();
    assertThat(response.getValue()).isEmpty();
  }

  @Test
  void getReadsLargeValues() {
    assertThat(get(span.key(4)).getValue().toByteArray()).isEqualTo(rows[4].value());
  }

  @Test
  void getIsRefusedForAKeyOfAnotherRegion() {
    WireRegion region = span.isolate();
    Kvrpcpb.GetResponse response =
        reader.get(
            region.leaderStore(), region.context(), span.key(WireSpan.SIZE + 1), wire.pd().tso());
    assertThat(response.hasRegionError() || response.hasError()).as(response.toString()).isTrue();
    assertThat(response.getNotFound()).isFalse();
  }

  @Test
  void batchGetAnswersThePairsThatAreThere() {
    Kvrpcpb.BatchGetResponse response =
        Wire.settled(
            () -> {
              WireRegion region = span.region();
              var request =
                  Kvrpcpb.BatchGetRequest.newBuilder()
                      .setContext(region.context())
                      .addKeys(ByteString.copyFrom(span.key(1)))
                      .addKeys(ByteString.copyFrom(span.key(100)))
                      .addKeys(ByteString.copyFrom(span.key(4)))
                      .setVersion(ts)
                      .build();
              var answer = wire.kv(region.leaderStore()).kvBatchGet(request);
              RegionMoved.check(answer.getRegionError());
              return answer;
            });
    assertThat(response.getPairsList())
        .extracting(pair -> WireKeys.hex(pair.getKey().toByteArray()))
        .containsExactlyInAnyOrder(WireKeys.hex(span.key(1)), WireKeys.hex(span.key(4)));
    assertThat(response.getPairsList())
        .extracting(pair -> pair.getValue().toByteArray())
        .containsExactlyInAnyOrder(rows[1].value(), rows[4].value());
  }

  @Test
  void scanGoesUpToAnExclusiveEnd() {
    assertThat(scan(forward(2, 5))).containsExactly(rows[2], rows[3], rows[4]);
  }

  @Test
  void scanStopsAtTheLimit() {
    assertThat(scan(forward(2, 9).setLimit(2))).containsExactly(rows[2], rows[3]);
  }

  @Test
  void scanStartsAtTheFirstKeyThatIsNotBelow() {
    byte[] between = WireKeys.concat(span.key(2), new byte[] {0});
    assertThat(scan(forward(2, 5).setStartKey(ByteString.copyFrom(between))))
        .containsExactly(rows[3], rows[4]);
  }

  @Test
  void scanOfAnEmptyRangeIsEmpty() {
    assertThat(scan(forward(20, 30))).isEmpty();
  }

  @Test
  void scanLeavesValuesOutWhenAskedForKeysOnly() {
    List<Kv> found = scan(forward(3, 6).setKeyOnly(true));
    assertThat(found).extracting(Kv::key).containsExactly(span.key(3), span.key(4), span.key(5));
    assertThat(found).allMatch(row -> row.value().length == 0);
  }

  @Test
  void scanBackwardsBeginsBelowItsStartKey() {
    var request =
        forward(0, 0)
            .setReverse(true)
            .setStartKey(ByteString.copyFrom(span.key(7)))
            .setEndKey(ByteString.copyFrom(span.key(4)));
    assertThat(scan(request)).containsExactly(rows[6], rows[5], rows[4]);
    assertThat(scan(request.setLimit(1))).containsExactly(rows[6]);
  }

  @Test
  void scanWithoutAnEndGoesToTheEndOfTheRegion() {
    span.isolate();
    assertThat(scan(forward(7, 0).clearEndKey())).containsExactly(rows[7], rows[8], rows[9]);
  }

  @Test
  void scanSeesTheSnapshotOfItsVersion() {
    long put = wire.pd().tso();
    imports.load(put, span.row(3, "changed"));
    long delete = wire.pd().tso();
    imports.delete(delete, span.key(2));
    assertThat(scan(forward(2, 4))).containsExactly(rows[2], rows[3]);
    ts = put;
    assertThat(scan(forward(2, 4))).containsExactly(rows[2], span.row(3, "changed"));
    ts = delete;
    assertThat(scan(forward(2, 4))).containsExactly(span.row(3, "changed"));
  }

  @Test
  void scanIsRefusedForARangeThatExceedsTheRegion() {
    span.isolate();
    wire.split(span.key(5));
    Kvrpcpb.ScanResponse response =
        Wire.settled(
            () -> {
              WireRegion region = span.region();
              var answer =
                  wire.kv(region.leaderStore())
                      .kvScan(forward(0, 9).setContext(region.context()).build());
              RegionMoved.check(answer.getRegionError());
              return answer;
            });
    assertThat(response.getError().getAbort()).contains("exceeds bound");
  }

  private Kvrpcpb.GetResponse get(byte[] key) {
    return Wire.settled(
        () -> {
          WireRegion region = span.region();
          var response = reader.get(region.leaderStore(), region.context(), key, ts);
          RegionMoved.check(response.getRegionError());
          return response;
        });
  }

  private Kvrpcpb.ScanRequest.Builder forward(long from, long to) {
    return Kvrpcpb.ScanRequest.newBuilder()
        .setStartKey(ByteString.copyFrom(span.key(from)))
        .setEndKey(ByteString.copyFrom(span.key(to)))
        .setLimit(100)
        .setVersion(ts);
  }

  private List<Kv> scan(Kvrpcpb.ScanRequest.Builder request) {
    return reader.scan(span.start(), request.build());
  }
}
