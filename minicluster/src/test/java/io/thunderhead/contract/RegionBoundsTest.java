package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Regions cover the key space; their bounds are encoded keys (import-protocol 1.5, 2.11). */
@Contract(
    spec = {"1.5", "2.11"},
    calls = {"pdpb.PD/GetRegion", "pdpb.PD/GetPrevRegion", "pdpb.PD/ScanRegions"})
@ExtendWith(ContractCluster.class)
class RegionBoundsTest {
  private static final byte[] INFINITE = {};

  private final Wire wire;
  private final WireTable table;

  RegionBoundsTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.table = table;
  }

  @Test
  void beginAndEndWithAnEmptyBound() {
    List<WireRegion> all = contiguous();
    assertThat(all.get(0).meta().getStartKey()).isEmpty();
    assertThat(all.get(all.size() - 1).meta().getEndKey()).isEmpty();
  }

  @Test
  void areMemcomparableKeysWithoutPrefixOrTimestamp() {
    for (WireRegion region : contiguous()) {
      assertThat(region.startRaw()).isNotNull();
      assertThat(region.endRaw()).isNotNull();
    }
  }

  @Test
  void nameALeaderAmongThePeers() {
    for (WireRegion region : wire.pd().allRegions(start(), end())) {
      assertThat(region.meta().getPeersList()).contains(region.leader());
      assertThat(region.epoch().getVersion()).isPositive();
      assertThat(region.epoch().getConfVer()).isPositive();
    }
  }

  @Test
  void putEachPeerOfARegionOnItsOwnStore() {
    for (WireRegion region : wire.pd().allRegions(start(), end())) {
      assertThat(region.meta().getPeersList())
          .extracting(peer -> peer.getStoreId())
          .doesNotHaveDuplicates();
      assertThat(region.meta().getPeersList())
          .extracting(peer -> peer.getId())
          .doesNotHaveDuplicates();
    }
  }

  /** All regions from one moment at which none was missing. */
  private List<WireRegion> contiguous() {
    return Wire.settled(
        () -> {
          List<WireRegion> all = wire.pd().allRegions(INFINITE, INFINITE);
          for (int i = 1; i < all.size(); i++) {
            if (!all.get(i).meta().getStartKey().equals(all.get(i - 1).meta().getEndKey())) {
              throw new RegionMoved("a gap before region " + all.get(i).id());
            }
          }
          return all;
        });
  }

  private byte[] start() {
    return WireKeys.encode(table.start());
  }

  private byte[] end() {
    return WireKeys.encode(table.end());
  }
}
