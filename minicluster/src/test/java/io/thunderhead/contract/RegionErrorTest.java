package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/** Every read checks its context before it looks at a key (import-protocol 3.8, 3.12, 4.1). */
@Contract(
    spec = {"3.8", "3.12", "4.1"},
    calls = {
      "tikvpb.Tikv/KvGet",
      "tikvpb.Tikv/KvScan",
      "tikvpb.Tikv/KvBatchGet",
      "tikvpb.Tikv/Coprocessor",
      "tikvpb.Tikv/SplitRegion",
      "import_sstpb.ImportSST/DuplicateDetect"
    })
@ExtendWith(ContractCluster.class)
class RegionErrorTest {
  private final Wire wire;
  private final WireSpan span;

  RegionErrorTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.span = table.span();
  }

  /** The reads, each answering its region error. */
  enum Read {
    GET {
      @Override
      Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context) {
        var reader = new WireReader(wire);
        return reader.get(storeId, context, span.start(), wire.pd().tso()).getRegionError();
      }
    },
    BATCH_GET {
      @Override
      Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context) {
        var request =
            Kvrpcpb.BatchGetRequest.newBuilder()
                .setContext(context)
                .addKeys(ByteString.copyFrom(span.start()))
                .setVersion(wire.pd().tso());
        return wire.kv(storeId).kvBatchGet(request.build()).getRegionError();
      }
    },
    SCAN {
      @Override
      Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context) {
        var request =
            Kvrpcpb.ScanRequest.newBuilder()
                .setContext(context)
                .setStartKey(ByteString.copyFrom(span.start()))
                .setEndKey(ByteString.copyFrom(span.key(1)))
                .setLimit(1)
                .setVersion(wire.pd().tso());
        return wire.kv(storeId).kvScan(request.build()).getRegionError();
      }
    },
    CHECKSUM {
      @Override
      Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context) {
        var options = WireReader.checksumOptions().build();
        var range = WireReader.range(span.start(), span.key(1));
        var request = WireReader.checksumRequest(context, wire.pd().tso(), options, range);
        return wire.kv(storeId).coprocessor(request).getRegionError();
      }
    },
    DUPLICATE_DETECT {
      @Override
      Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context) {
        var request =
            ImportSstpb.DuplicateDetectRequest.newBuilder()
                .setContext(context)
                .setStartKey(ByteString.copyFrom(span.start()))
                .setEndKey(ByteString.copyFrom(span.key(1)));
        return new WireImport(wire)
            .duplicateDetect(storeId, request.build()).stream()
                .map(ImportSstpb.DuplicateDetectResponse::getRegionError)
                .findFirst()
                .orElse(Errorpb.Error.getDefaultInstance());
      }
    };

    abstract Errorpb.Error ask(Wire wire, WireSpan span, long storeId, Kvrpcpb.Context context);
  }

  @ParameterizedTest
  @EnumSource
  void isNoneForTheLeaderAtItsEpoch(Read read) {
    Refused.with(
        error -> error.equals(Errorpb.Error.getDefaultInstance()),
        () -> {
          WireRegion region = span.region();
          return read.ask(wire, span, region.leaderStore(), region.context());
        });
  }

  @ParameterizedTest
  @EnumSource
  void namesTheLeaderWhenAFollowerIsAsked(Read read) {
    Errorpb.Error error =
        Refused.with(
            answer -> answer.hasNotLeader() && answer.getNotLeader().hasLeader(),
            () -> {
              WireRegion region = span.region();
              Metapb.Peer follower = region.followers().get(0);
              return read.ask(wire, span, follower.getStoreId(), region.context(follower));
            });
    assertThat(error.getNotLeader().getRegionId()).isEqualTo(span.region().id());
    assertThat(span.region().meta().getPeersList()).contains(error.getNotLeader().getLeader());
  }

  @ParameterizedTest
  @EnumSource
  void namesTheCurrentRegionWhenTheVersionIsAnother(Read read) {
    for (long step : new long[] {-1, 1, 100}) {
      Errorpb.Error error =
          Refused.with(
              Errorpb.Error::hasEpochNotMatch,
              () -> {
                WireRegion region = span.region();
                var other = region.withVersion(region.epoch().getVersion() + step);
                return read.ask(wire, span, region.leaderStore(), other.context());
              });
      assertThat(error.getEpochNotMatch().getCurrentRegionsList())
          .extracting(Metapb.Region::getId)
          .contains(span.region().id());
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotComeFromAnotherConfVersion(Read read) {
    Refused.with(
        error -> error.equals(Errorpb.Error.getDefaultInstance()),
        () -> {
          WireRegion region = span.region();
          var other =
              region.withEpoch(region.epoch().getConfVer() + 7, region.epoch().getVersion());
          return read.ask(wire, span, region.leaderStore(), other.context());
        });
  }

  @ParameterizedTest
  @EnumSource
  void namesBothHalvesAfterASplit(Read read) {
    WireRegion before = span.isolate();
    wire.split(span.key(50));
    WireRegion left = wire.pd().region(span.key(0));
    WireRegion right = wire.pd().region(span.key(50));
    WireRegion keeper = left.id() == before.id() ? left : right;
    Errorpb.Error error =
        Refused.with(
            Errorpb.Error::hasEpochNotMatch,
            () -> {
              WireRegion now = wire.pd().region(keeper.startRaw());
              var stale = now.context().toBuilder().setRegionEpoch(before.epoch()).build();
              return read.ask(wire, span, now.leaderStore(), stale);
            });
    assertThat(error.getEpochNotMatch().getCurrentRegionsList())
        .extracting(Metapb.Region::getId)
        .contains(left.id(), right.id());
  }

  @ParameterizedTest
  @EnumSource
  void saysThatAStoreDoesNotHaveTheRegion(Read read) {
    WireRegion region = span.region();
    var stranger = region.context().toBuilder().setRegionId(Long.MAX_VALUE).build();
    Errorpb.Error error = read.ask(wire, span, region.leaderStore(), stranger);
    assertThat(error.getRegionNotFound().getRegionId()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatARequestIsForAnotherStore(Read read) {
    WireRegion region = span.region();
    Metapb.Peer follower = region.followers().get(0);
    Errorpb.Error error = read.ask(wire, span, region.leaderStore(), region.context(follower));
    assertThat(error.getStoreNotMatch().getRequestStoreId()).isEqualTo(follower.getStoreId());
    assertThat(error.getStoreNotMatch().getActualStoreId()).isEqualTo(region.leaderStore());
  }

  @ParameterizedTest
  @EnumSource
  void looksAtTheStoreBeforeTheRegion(Read read) {
    WireRegion region = span.region();
    Metapb.Peer follower = region.followers().get(0);
    var stranger = region.context(follower).toBuilder().setRegionId(Long.MAX_VALUE).build();
    assertThat(read.ask(wire, span, region.leaderStore(), stranger).hasStoreNotMatch()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void saysThatThePeerIsAnother(Read read) {
    Refused.with(
        error -> error.getMessage().contains("mismatch peer id"),
        () -> {
          WireRegion region = span.region();
          var other = region.leader().toBuilder().setId(Long.MAX_VALUE).build();
          return read.ask(wire, span, region.leaderStore(), region.context(other));
        });
  }
}
