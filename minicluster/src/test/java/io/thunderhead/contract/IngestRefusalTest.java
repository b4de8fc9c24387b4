package io.thunderhead.contract;

import static io.thunderhead.contract.WireImport.meta;
import static io.thunderhead.contract.WireImport.metaWithRange;
import static io.thunderhead.contract.WireImport.puts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;

/**
 * What MultiIngest refuses, before it proposes and when it applies (import-protocol 3.8). Every
 * file that is proposed lies on every peer, or is refused before a store opens it.
 */
@Contract(
    spec = {"3.8"},
    calls = {"import_sstpb.ImportSST/MultiIngest", "import_sstpb.ImportSST/Write"})
@ExtendWith(ContractCluster.class)
class IngestRefusalTest {
  private static final String NO_FILE = "The file which would be ingested doest not exist.";

  private final Wire wire;
  private final WireImport imports;
  private final WireReader reader;
  private final WireSpan span;
  private final Kv[] rows;
  private final long ts;

  IngestRefusalTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.reader = new WireReader(wire);
    this.span = table.span();
    this.rows = span.rows(5);
    this.ts = wire.pd().tso();
  }

  @Test
  void ofAFileThatTheLeaderDoesNotHaveIsAStaleCommand() {
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasStaleCommand,
            () -> {
              WireRegion region = span.region();
              SSTMeta never =
                  meta(region, span.key(0), span.key(4)).toBuilder().setCfName("write").build();
              return imports.multiIngest(region, List.of(never)).getError();
            });
    assertThat(error.getMessage()).contains(NO_FILE);
  }

  @Test
  void ofAFileThatWasIngestedBeforeIsAStaleCommand() {
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasStaleCommand,
            () -> {
              Staged staged = stage();
              imports.ingest(staged.region(), staged.metas());
              return imports.multiIngest(staged.region(), staged.metas()).getError();
            });
    assertThat(error.getMessage()).contains(NO_FILE);
    assertThat(reader.checksum(span.start(), span.end(), wire.pd().tso())).isEqualTo(Sum.of(rows));
  }

  @Test
  void ofAnotherEpochNamesTheCurrentRegion() {
    for (long step : new long[] {-1, 100}) {
      Errorpb.Error error =
          Refused.with(
              Errorpb.Error::hasEpochNotMatch,
              () -> {
                Staged staged = stage();
                long version = staged.region().epoch().getVersion() + step;
                return imports
                    .multiIngest(staged.region().withVersion(version), staged.metas())
                    .getError();
              });
      assertThat(error.getEpochNotMatch().getCurrentRegionsList())
          .extracting(Metapb.Region::getId)
          .contains(span.region().id());
    }
    assertThat(reader.value(span.key(0), wire.pd().tso())).isEmpty();
  }

  @Test
  void afterASplitSinceTheWriteNamesBothRegions() {
    span.isolate();
    Staged staged = stage();
    wire.split(span.key(2));
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasEpochNotMatch,
            () -> {
              WireRegion now = byId(staged.region().id());
              return imports
                  .multiIngest(now.leaderStore(), staged.contextTo(now), staged.metas())
                  .getError();
            });
    List<Metapb.Region> current = error.getEpochNotMatch().getCurrentRegionsList();
    assertThat(current)
        .extracting(Metapb.Region::getId)
        .contains(span.region().id(), wire.pd().region(span.key(2)).id());
    assertThat(current)
        .allMatch(
            region -> region.getRegionEpoch().getVersion() > staged.region().epoch().getVersion());
    assertThat(reader.value(span.key(0), wire.pd().tso())).isEmpty();
  }

  @Test
  void ofAFileOfAnOldEpochUnderANewContextComesWhenItIsApplied() {
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasEpochNotMatch,
            () -> {
              span.isolate();
              Staged staged = stage();
              wire.split(span.key(2 + staged.region().epoch().getVersion()));
              WireRegion now = byId(staged.region().id());
              assertThat(now.epoch()).isNotEqualTo(staged.region().epoch());
              imports.awaitEpochOnEveryPeer(now);
              return imports.multiIngest(now, staged.metas()).getError();
            });
    assertThat(error.getEpochNotMatch().getCurrentRegionsCount()).isPositive();
    assertThat(reader.value(span.key(0), wire.pd().tso())).isEmpty();
  }

  @Test
  void byAFollowerNamesTheLeader() {
    Errorpb.Error error =
        Refused.with(
            answer -> answer.hasNotLeader() && answer.getNotLeader().hasLeader(),
            () -> {
              Staged staged = stage();
              Metapb.Peer follower = staged.region().followers().get(0);
              return imports
                  .multiIngest(
                      follower.getStoreId(), staged.region().context(follower), staged.metas())
                  .getError();
            });
    assertThat(error.getNotLeader().getRegionId()).isEqualTo(span.region().id());
    assertThat(span.region().meta().getPeersList()).contains(error.getNotLeader().getLeader());
  }

  @Test
  void ofARegionThatTheStoreDoesNotHave() {
    Staged staged = stage();
    var stranger = staged.region().context().toBuilder().setRegionId(Long.MAX_VALUE).build();
    Errorpb.Error error =
        imports.multiIngest(staged.region().leaderStore(), stranger, staged.metas()).getError();
    assertThat(error.getRegionNotFound().getRegionId()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofARequestForAnotherStore() {
    Staged staged = stage();
    WireRegion region = staged.region();
    Metapb.Peer follower = region.followers().get(0);
    Errorpb.Error error =
        imports
            .multiIngest(region.leaderStore(), region.context(follower), staged.metas())
            .getError();
    assertThat(error.getStoreNotMatch().getRequestStoreId()).isEqualTo(follower.getStoreId());
    assertThat(error.getStoreNotMatch().getActualStoreId()).isEqualTo(region.leaderStore());
  }

  @Test
  void ofARangeThatEndsAtTheRegionsEndDeletesTheFile() {
    byte[] first = WireKeys.encode(span.start());
    byte[] regionEnd = WireKeys.encode(span.end());
    Errorpb.Error error = refusedAndDeleted(first, regionEnd);
    assertThat(error.getKeyNotInRegion().getKey().toByteArray()).isEqualTo(regionEnd);
  }

  @Test
  void ofARangeThatBeginsBeforeTheRegionDeletesTheFile() {
    byte[] before = WireKeys.encode(span.table().start());
    Errorpb.Error error = refusedAndDeleted(before, WireKeys.encode(span.key(4)));
    assertThat(error.getKeyNotInRegion().getKey().toByteArray()).isEqualTo(before);
  }

  @Test
  void ofAFileOfAnotherApiVersionComesFirst() {
    WireRegion region = span.region();
    SSTMeta ttl =
        meta(region, span.key(0), span.key(4)).toBuilder()
            .setCfName("write")
            .setApiVersion(Kvrpcpb.APIVersion.V1TTL)
            .build();
    Refused.asUnknown(() -> imports.multiIngest(region, List.of(ttl)), "IncompatibleApiVersion");
  }

  private Errorpb.Error refusedAndDeleted(byte[] encodedFirst, byte[] encodedLast) {
    Errorpb.Error error =
        Wire.settled(
            () -> {
              WireRegion region = span.isolate();
              List<SSTMeta> metas =
                  imports.writeToEveryPeer(
                      region, metaWithRange(region, encodedFirst, encodedLast), puts(ts, rows));
              Errorpb.Error refused = imports.multiIngest(region, metas).getError();
              RegionMoved.check(refused);
              assertThat(refused.hasKeyNotInRegion()).as(refused.toString()).isTrue();
              Errorpb.Error again = imports.multiIngest(region, metas).getError();
              RegionMoved.check(again);
              assertThat(again.hasStaleCommand()).as(again.toString()).isTrue();
              assertThat(refused.getKeyNotInRegion().getRegionId()).isEqualTo(region.id());
              return refused;
            });
    assertThat(reader.value(span.key(0), wire.pd().tso())).isEmpty();
    return error;
  }

  @Test
  void ofAFileOfAnotherRegion() {
    wire.split(span.start(), span.key(50), span.end());
    Errorpb.Error error =
        Wire.settled(
            () -> {
              Staged staged = stage();
              WireRegion other = wire.pd().region(span.key(50));
              Errorpb.Error refused = imports.multiIngest(other, staged.metas()).getError();
              boolean named =
                  refused.getRegionNotFound().getRegionId() == staged.region().id()
                      || refused.hasStaleCommand();
              if (!named) {
                RegionMoved.check(refused);
              }
              return refused;
            });
    assertThat(error.hasRegionNotFound() || error.hasStaleCommand()).as(error.toString()).isTrue();
    assertThat(reader.value(span.key(0), wire.pd().tso())).isEmpty();
  }

  private record Staged(WireRegion region, List<SSTMeta> metas) {
    Kvrpcpb.Context contextTo(WireRegion now) {
      return now.context().toBuilder().setRegionEpoch(region.epoch()).build();
    }
  }

  /** Rows written to every peer of their region, ready to be ingested. */
  private Staged stage() {
    return Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta meta = meta(region, rows[0].key(), rows[rows.length - 1].key());
          return new Staged(region, imports.writeToEveryPeer(region, meta, puts(ts, rows)));
        });
  }

  private WireRegion byId(long id) {
    var found = wire.pd().getRegionById(id);
    if (found.getLeader().getStoreId() == 0) {
      throw new RegionMoved("no leader of region " + id);
    }
    return new WireRegion(found.getRegion(), found.getLeader());
  }
}
