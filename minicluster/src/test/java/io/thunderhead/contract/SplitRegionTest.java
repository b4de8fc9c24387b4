package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.SplitRegionResponse;
import org.tikv.kvproto.Metapb;

/** SplitRegion takes raw keys and answers encoded bounds (import-protocol 1.5, 2.9). */
@Contract(
    spec = {"1.5", "2.9"},
    calls = {"tikvpb.Tikv/SplitRegion"})
@ExtendWith(ContractCluster.class)
class SplitRegionTest {
  private static final String NO_VALID_KEY = "no valid key found for split.";

  private final Wire wire;
  private final WireSpan span;

  SplitRegionTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.span = table.span();
  }

  @Test
  void turnsRawKeysIntoEncodedBounds() {
    Split split = split(span.key(10));
    assertThat(split.regions()).hasSize(2);
    byte[] bound = WireKeys.encode(span.key(10));
    assertThat(split.regions().get(0).getEndKey().toByteArray()).isEqualTo(bound);
    assertThat(split.regions().get(1).getStartKey().toByteArray()).isEqualTo(bound);
  }

  @Test
  void answersAllRegionsThatTheOldOneBecame() {
    Split split = split(span.key(10), span.key(20), span.key(30));
    assertThat(split.regions()).hasSize(4);
    assertThat(split.regions().get(0).getStartKey()).isEqualTo(split.before().meta().getStartKey());
    assertThat(split.regions().get(3).getEndKey()).isEqualTo(split.before().meta().getEndKey());
    for (int i = 1; i < 4; i++) {
      assertThat(split.regions().get(i).getStartKey())
          .isEqualTo(split.regions().get(i - 1).getEndKey());
    }
  }

  @Test
  void raisesTheVersionByTheNumberOfNewRegions() {
    Split split = split(span.key(10), span.key(20), span.key(30));
    long version = split.before().epoch().getVersion() + 3;
    assertThat(split.regions())
        .allSatisfy(
            region -> {
              assertThat(region.getRegionEpoch().getVersion()).isEqualTo(version);
              assertThat(region.getRegionEpoch().getConfVer())
                  .isEqualTo(split.before().epoch().getConfVer());
            });
  }

  @Test
  void givesTheOldIdToOneOfThem() {
    Split split = split(span.key(10), span.key(20));
    assertThat(split.regions())
        .extracting(Metapb.Region::getId)
        .doesNotHaveDuplicates()
        .contains(split.before().id());
  }

  @Test
  void leavesTheNewPeersOnTheStoresOfTheOldOnes() {
    Split split = split(span.key(10));
    assertThat(split.regions())
        .allSatisfy(region -> assertThat(stores(region)).isEqualTo(stores(split.before().meta())));
  }

  // Deprecated in favour of the list, and still filled.
  @SuppressWarnings("deprecation")
  @Test
  void namesTheHalvesOfASplitInTwo() {
    WireRegion region = span.isolate();
    SplitRegionResponse response = undisturbed(region, span.key(10));
    assertThat(response.getLeft()).isEqualTo(response.getRegions(0));
    assertThat(response.getRight()).isEqualTo(response.getRegions(1));
  }

  @Test
  void sortsKeys() {
    Split split = split(span.key(30), span.key(10), span.key(20));
    assertThat(bounds(split)).containsExactly(span.key(10), span.key(20), span.key(30));
  }

  @Test
  void takesARepeatedKeyOnce() {
    Split split = split(span.key(10), span.key(10));
    assertThat(bounds(split)).containsExactly(span.key(10));
    assertThat(split.regions().get(0).getRegionEpoch().getVersion())
        .isEqualTo(split.before().epoch().getVersion() + 1);
  }

  @Test
  void takesKeysThatAreNoRecordKeys() {
    byte[] odd = WireKeys.concat(span.key(10), new byte[] {0, (byte) 0xFF});
    assertThat(bounds(split(odd))).containsExactly(odd);
  }

  @Test
  void dropsAKeyThatIsTheStartAlready() {
    Split split = split(span.start(), span.key(10));
    assertThat(bounds(split)).containsExactly(span.key(10));
    assertThat(split.regions().get(0).getRegionEpoch().getVersion())
        .isEqualTo(split.before().epoch().getVersion() + 1);
  }

  @Test
  void refusesWhenNoKeyIsLeft() {
    Errorpb.Error error =
        refusal(answer -> answer.getMessage().contains(NO_VALID_KEY), span.isolate(), span.start());
    assertThat(error.getMessage()).contains(NO_VALID_KEY);
  }

  @Test
  void refusesAKeyOutsideTheRegion() {
    WireRegion region = span.isolate();
    Errorpb.Error atEnd = refusal(Errorpb.Error::hasKeyNotInRegion, region, span.end());
    assertThat(atEnd.getKeyNotInRegion().getKey().toByteArray())
        .isEqualTo(WireKeys.encode(span.end()));
    assertThat(atEnd.getKeyNotInRegion().getRegionId()).isEqualTo(region.id());
    refusal(Errorpb.Error::hasKeyNotInRegion, region, span.key(10), span.key(WireSpan.SIZE + 1));
  }

  @Test
  void refusesARequestWithoutKeys() {
    Errorpb.Error error =
        refusal(
            answer -> answer.getMessage().contains("no split key is specified"), span.isolate());
    assertThat(error.hasEpochNotMatch()).isFalse();
  }

  @Test
  void refusesAnOldEpochAndNamesTheCurrentRegion() {
    WireRegion before = span.isolate();
    wire.split(span.key(50));
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasEpochNotMatch,
            () -> wire.splitRegion(before, span.key(60)).getRegionError());
    assertThat(error.getEpochNotMatch().getCurrentRegionsList())
        .anySatisfy(
            current -> {
              assertThat(current.getId()).isEqualTo(before.id());
              assertThat(current.getRegionEpoch().getVersion())
                  .isGreaterThan(before.epoch().getVersion());
            });
  }

  @Test
  void isRefusedByAFollowerThatNamesTheLeader() {
    Errorpb.Error error =
        Refused.with(
            answer -> answer.hasNotLeader() && answer.getNotLeader().hasLeader(),
            () -> {
              WireRegion region = span.region();
              Metapb.Peer follower = region.followers().get(0);
              return wire.splitRegion(follower.getStoreId(), region.context(follower), span.key(77))
                  .getRegionError();
            });
    assertThat(span.region().meta().getPeersList()).contains(error.getNotLeader().getLeader());
  }

  @Test
  void refusesARegionThatTheStoreDoesNotHave() {
    var stranger = span.region().context().toBuilder().setRegionId(Long.MAX_VALUE).build();
    Errorpb.Error error =
        wire.splitRegion(span.region().leaderStore(), stranger, span.key(10)).getRegionError();
    assertThat(error.getRegionNotFound().getRegionId()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsTheRowsReadable() {
    Kv[] rows = span.rows(40);
    long ts = wire.pd().tso();
    new WireImport(wire).load(ts, rows);
    wire.split(span.key(10), span.key(20), span.key(30));
    var reader = new WireReader(wire);
    assertThat(reader.checksum(span.start(), span.end(), wire.pd().tso())).isEqualTo(Sum.of(rows));
  }

  private record Split(WireRegion before, List<Metapb.Region> regions) {}

  /** Splits the span, made a region of its own, once. */
  private Split split(byte[]... keys) {
    return Wire.settled(
        () -> {
          WireRegion before = span.isolate();
          return new Split(before, undisturbed(before, keys).getRegionsList());
        });
  }

  private SplitRegionResponse undisturbed(WireRegion region, byte[]... keys) {
    var response = wire.splitRegion(region, keys);
    RegionMoved.check(response.getRegionError());
    assertThat(response.hasRegionError()).as(response.toString()).isFalse();
    return response;
  }

  private Errorpb.Error refusal(Predicate<Errorpb.Error> kind, WireRegion region, byte[]... keys) {
    return Refused.with(
        kind, () -> wire.splitRegion(wire.pd().region(region.startRaw()), keys).getRegionError());
  }

  private static List<byte[]> bounds(Split split) {
    return split.regions().stream()
        .skip(1)
        .map(region -> WireKeys.decodeBound(region.getStartKey().toByteArray()))
        .toList();
  }

  private static List<Long> stores(Metapb.Region region) {
    return region.getPeersList().stream().map(Metapb.Peer::getStoreId).sorted().toList();
  }
}
