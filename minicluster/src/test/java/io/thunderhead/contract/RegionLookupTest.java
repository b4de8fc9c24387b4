package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;

/** PD's region lookups take encoded keys (import-protocol 1.5, 2.11). */
@Contract(
    spec = {"1.5", "2.11"},
    calls = {
      "pdpb.PD/GetRegion",
      "pdpb.PD/GetPrevRegion",
      "pdpb.PD/GetRegionByID",
      "pdpb.PD/ScanRegions"
    })
@ExtendWith(ContractCluster.class)
class RegionLookupTest {
  private static final byte[] INFINITE = {};

  private final Wire wire;
  private final WirePd pd;
  private final WireSpan span;

  RegionLookupTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.pd = wire.pd();
    this.span = table.span();
  }

  @Test
  void findTheRegionThatHoldsAKey() {
    wire.split(span.key(10), span.key(20));
    assertThat(pd.region(span.key(10)).startRaw()).isEqualTo(span.key(10));
    assertThat(pd.region(span.key(15)).startRaw()).isEqualTo(span.key(10));
    assertThat(pd.region(span.key(20)).startRaw()).isEqualTo(span.key(20));
  }

  @Test
  void findTheFirstRegionForTheEmptyKey() {
    assertThat(pd.getRegion(INFINITE).getRegion().getStartKey()).isEmpty();
  }

  @Test
  void findTheRegionBefore() {
    wire.split(span.key(10), span.key(20));
    Pdpb.GetRegionResponse previous = pd.getPrevRegion(WireKeys.encode(span.key(25)));
    assertThat(previous.getRegion().getEndKey().toByteArray())
        .isEqualTo(WireKeys.encode(span.key(20)));
    assertThat(previous.getLeader().getStoreId()).isPositive();
  }

  @Test
  void findNothingBeforeTheFirstRegion() {
    Pdpb.GetRegionResponse previous = pd.getPrevRegion(INFINITE);
    assertThat(previous.getHeader().hasError()).isFalse();
    assertThat(previous.hasRegion()).isFalse();
  }

  @Test
  void findARegionById() {
    WireRegion region = span.region();
    Pdpb.GetRegionResponse found = pd.getRegionById(region.id());
    assertThat(found.getRegion().getId()).isEqualTo(region.id());
    assertThat(found.getRegion().getPeersCount()).isPositive();
  }

  @Test
  void findNothingForAForeignId() {
    Pdpb.GetRegionResponse found = pd.getRegionById(Long.MAX_VALUE);
    assertThat(found.getHeader().hasError()).isFalse();
    assertThat(found.hasRegion()).isFalse();
  }

  @Test
  void scanFromTheRegionThatHoldsTheStartKey() {
    wire.split(span.key(10), span.key(20), span.key(30));
    assertThat(starts(scan(15, 25))).containsExactly(span.key(10), span.key(20));
  }

  @Test
  void scanUpToAnExclusiveEnd() {
    wire.split(span.key(10), span.key(20), span.key(30));
    assertThat(starts(scan(10, 20))).containsExactly(span.key(10));
    assertThat(starts(scan(10, 30))).containsExactly(span.key(10), span.key(20));
  }

  @Test
  void scanToTheLimit() {
    wire.split(span.key(10), span.key(20), span.key(30));
    List<Pdpb.Region> two = pd.scanRegions(encoded(10), INFINITE, 2).getRegionsList();
    assertThat(starts(two)).containsExactly(span.key(10), span.key(20));
  }

  @Test
  void scanEverythingWithoutALimit() {
    wire.split(span.key(10), span.key(20), span.key(30));
    assertThat(pd.scanRegions(encoded(10), encoded(30), 0).getRegionsCount()).isEqualTo(2);
    assertThat(pd.scanRegions(encoded(10), encoded(30), -1).getRegionsCount()).isEqualTo(2);
  }

  @Test
  void scanPageByPageWithoutAGap() {
    wire.split(span.key(10), span.key(20), span.key(30), span.key(40));
    byte[] from = encoded(10);
    for (int row = 10; row < 40; row += 10) {
      Pdpb.Region page = pd.scanRegions(from, encoded(40), 1).getRegions(0);
      assertThat(page.getRegion().getStartKey().toByteArray()).isEqualTo(encoded(row));
      from = page.getRegion().getEndKey().toByteArray();
    }
    assertThat(from).isEqualTo(encoded(40));
  }

  @Test
  void answerOldClientsInParallelArrays() {
    wire.split(span.key(10), span.key(20), span.key(30));
    Pdpb.ScanRegionsResponse scanned = pd.scanRegions(encoded(10), encoded(30), 0);
    assertThat(scanned.getRegionMetasList())
        .extracting(Metapb.Region::getId)
        .isEqualTo(scanned.getRegionsList().stream().map(r -> r.getRegion().getId()).toList());
    assertThat(scanned.getLeadersList())
        .isEqualTo(scanned.getRegionsList().stream().map(Pdpb.Region::getLeader).toList());
  }

  private byte[] encoded(long row) {
    return WireKeys.encode(span.key(row));
  }

  private List<Pdpb.Region> scan(long fromRow, long toRow) {
    return pd.scanRegions(encoded(fromRow), encoded(toRow), 0).getRegionsList();
  }

  private static List<byte[]> starts(List<Pdpb.Region> regions) {
    return regions.stream().map(region -> WireRegion.of(region).startRaw()).toList();
  }
}
