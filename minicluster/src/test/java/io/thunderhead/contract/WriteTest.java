package io.thunderhead.contract;

import static io.thunderhead.contract.WireImport.deletes;
import static io.thunderhead.contract.WireImport.head;
import static io.thunderhead.contract.WireImport.meta;
import static io.thunderhead.contract.WireImport.puts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.WriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** What the Write stream takes, refuses and answers (import-protocol 3.4). Nothing is ingested. */
@Contract(
    spec = {"3.4"},
    calls = {"import_sstpb.ImportSST/Write"})
@ExtendWith(ContractCluster.class)
class WriteTest {
  private static final String DEFAULT = "default";
  private static final String WRITE = "write";

  private final Wire wire;
  private final WireImport imports;
  private final WireSpan span;
  private final long ts;

  WriteTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.span = table.span();
    this.ts = wire.pd().tso();
  }

  @Test
  void answersTheMetaOfTheRequestWithTheColumnFamily() {
    Written written = write(puts(ts, span.rows(3)));
    assertThat(written.metas())
        .containsExactly(written.sent().toBuilder().setCfName(WRITE).build());
  }

  @Test
  void keepsAValueOf255BytesInTheWriteColumnFamily() {
    assertThat(families(puts(ts, span.row(0, "x".repeat(255))))).containsExactly(WRITE);
  }

  @Test
  void putsAValueOf256BytesIntoTheDefaultColumnFamily() {
    assertThat(families(puts(ts, span.row(0, "x".repeat(256))))).containsExactly(DEFAULT, WRITE);
  }

  @Test
  void answersBothFamiliesForShortAndLongValuesTogether() {
    Written written =
        write(puts(ts, span.row(0, "short"), span.row(1, "x".repeat(1000)), span.row(2, "")));
    assertThat(written.metas()).extracting(SSTMeta::getCfName).containsExactly(DEFAULT, WRITE);
    assertThat(written.metas()).extracting(SSTMeta::getUuid).containsOnly(written.sent().getUuid());
  }

  @Test
  void putsDeletesIntoTheWriteColumnFamily() {
    assertThat(families(deletes(ts, span.key(0), span.key(1)))).containsExactly(WRITE);
  }

  @Test
  void answersNoMetaForAStreamWithoutPairs() {
    assertThat(families()).isEmpty();
    assertThat(families(puts(ts))).isEmpty();
  }

  @Test
  void takesSeveralBatches() {
    Kv[] rows = span.rows(2);
    assertThat(families(puts(ts, rows[0]), puts(ts, rows[1]))).containsExactly(WRITE);
  }

  @Test
  void takesAMetaWithoutContext() {
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta sent = meta(region, span.start(), span.end());
          var plain = WriteRequest.newBuilder().setMeta(sent).build();
          var written = unlessMoved(region, plain, puts(ts, span.rows(1)));
          assertThat(written).extracting(SSTMeta::getCfName).containsExactly(WRITE);
          return written;
        });
  }

  @Test
  void takesOlderVersionsOfAKeyAfterNewerOnes() {
    Kv row = span.row(0, "v");
    assertThat(families(puts(ts, row), puts(ts - 1, row))).containsExactly(WRITE);
  }

  @Test
  void doesNotCompareKeysWithTheRegion() {
    WireRegion region = span.isolate();
    Kv outside = span.row(WireSpan.SIZE + 5, "outside");
    assertThat(region.contains(outside.key())).isFalse();
    assertThat(families(puts(ts, outside))).containsExactly(WRITE);
  }

  @Test
  void refusesAFirstMessageWithoutMeta() {
    long store = span.region().leaderStore();
    Refused.asUnknown(() -> imports.write(store, puts(ts, span.rows(1))), "InvalidChunk");
    Refused.asUnknown(
        () -> imports.write(store, WriteRequest.getDefaultInstance()), "InvalidChunk");
  }

  @Test
  void refusesAStreamWithoutAnyMessage() {
    Refused.asUnknown(() -> imports.write(span.region().leaderStore()), "InvalidChunk");
  }

  @Test
  void refusesAMetaWhereABatchBelongs() {
    refuses("InvalidChunk", region -> meta(region, span.start(), span.end()), true);
  }

  @Test
  void refusesAUuidOfAnotherLength() {
    refuses(
        "InvalidChunk",
        region ->
            meta(region, span.start(), span.end()).toBuilder()
                .setUuid(ByteString.copyFromUtf8("short"))
                .build(),
        false);
  }

  @Test
  void refusesTimestampZero() {
    refusesPairs("BadFormat", puts(0, span.rows(1)));
    refusesPairs("invalid commit-ts 0", puts(0, span.rows(1)));
  }

  @Test
  void refusesKeysThatDescend() {
    refusesPairs(
        "Keys must be added in strict ascending order",
        puts(ts, span.row(1, "b"), span.row(0, "a")));
  }

  @Test
  void refusesAKeyTwice() {
    refusesPairs(
        "Keys must be added in strict ascending order",
        puts(ts, span.row(0, "a"), span.row(0, "a")));
  }

  @Test
  void refusesAKeyTwiceOverTwoBatches() {
    refusesPairs(
        "Keys must be added in strict ascending order",
        puts(ts, span.row(0, "a"), span.row(1, "b")),
        puts(ts, span.row(1, "b")));
  }

  @Test
  void comparesKeysAsUnsignedBytes() {
    byte[] low = WireKeys.concat(span.key(0), new byte[] {0x7F});
    byte[] high = WireKeys.concat(span.key(0), new byte[] {(byte) 0x80});
    assertThat(families(puts(ts, Kv.of(low, "a"), Kv.of(high, "b")))).containsExactly(WRITE);
  }

  @Test
  void refusesAnOlderEpochAsTooOld() {
    WireRegion before = span.isolate();
    wire.split(span.key(50));
    SSTMeta stale = meta(before, span.start(), span.start());
    WireRegion now = wire.pd().region(span.start());
    Refused.asUnknown(
        () -> imports.write(now.leaderStore(), head(stale), puts(ts, span.rows(1))),
        "RequestTooOld");
  }

  @Test
  void refusesANewerEpochAsTooNew() {
    refuses(
        "RequestTooNew",
        region ->
            meta(region.withVersion(region.epoch().getVersion() + 100), span.start(), span.end()),
        false);
    refuses(
        "RequestTooNew",
        region ->
            meta(
                region.withEpoch(region.epoch().getConfVer() + 100, region.epoch().getVersion()),
                span.start(),
                span.end()),
        false);
  }

  @Test
  void callsAnEpochThatIsBothNewerAndOlderTooNew() {
    refuses(
        "RequestTooNew",
        region ->
            meta(region.withEpoch(0, region.epoch().getVersion() + 100), span.key(0), span.key(1)),
        false);
  }

  @Test
  void refusesARegionThatTheStoreDoesNotHaveAsTooOld() {
    refuses(
        "RequestTooOld",
        region ->
            meta(region, span.start(), span.end()).toBuilder().setRegionId(Long.MAX_VALUE).build(),
        false);
  }

  @Test
  void neverMixesTwoWritesUnderOneUuid() {
    Kv[] first = span.rows(2);
    Kv[] second = {span.row(0, "other")};
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta sent = meta(region, span.start(), span.key(10));
          imports.writeToEveryPeer(region, sent, puts(ts, first));
          boolean replaced = rewrite(region, sent, puts(ts, second));
          imports.ingest(region, List.of(sent.toBuilder().setCfName(WRITE).build()));
          Sum expected = Sum.of(replaced ? second : first);
          assertThat(new WireReader(wire).checksum(span.start(), span.end(), wire.pd().tso()))
              .isEqualTo(expected);
          return replaced;
        });
  }

  /** Writes the same file again: a store either refuses it or replaces it, and all do the same. */
  private boolean rewrite(WireRegion region, SSTMeta sent, WriteRequest batch) {
    var outcomes =
        region.meta().getPeersList().stream()
            .map(peer -> isReplaced(peer.getStoreId(), sent, batch))
            .distinct()
            .toList();
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private boolean isReplaced(long storeId, SSTMeta sent, WriteRequest batch) {
    try {
      imports.write(storeId, head(sent), batch);
      return true;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
      assertThat(e.getStatus().getDescription()).contains("InvalidChunk");
      return false;
    }
  }

  @Test
  void takesValuesOfAnyBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] text = "größe".getBytes(StandardCharsets.UTF_8);
    assertThat(families(puts(ts, new Kv(span.key(0), all), new Kv(span.key(1), text))))
        .containsExactly(DEFAULT, WRITE);
  }

  private record Written(SSTMeta sent, List<SSTMeta> metas) {}

  private Written write(WriteRequest... batches) {
    return Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta sent = meta(region, span.start(), span.end());
          return new Written(sent, imports.writeToEveryPeer(region, sent, batches));
        });
  }

  private List<String> families(WriteRequest... batches) {
    return write(batches).metas().stream().map(SSTMeta::getCfName).toList();
  }

  private List<SSTMeta> unlessMoved(WireRegion region, WriteRequest... messages) {
    imports.awaitEpochOnEveryPeer(region);
    return imports.write(region.leaderStore(), messages).getMetasList();
  }

  /** A meta that is refused as it is, or where a batch belongs. */
  private void refuses(String text, Function<WireRegion, SSTMeta> meta, boolean second) {
    Status status =
        Wire.settled(
            () -> {
              WireRegion region = span.region();
              imports.awaitEpochOnEveryPeer(region);
              WriteRequest bad = head(meta.apply(region));
              WriteRequest good = head(meta(region, span.start(), span.end()));
              WriteRequest[] messages =
                  second ? new WriteRequest[] {good, bad} : new WriteRequest[] {bad};
              Status refusal =
                  Refused.failure(() -> imports.write(region.leaderStore(), messages)).getStatus();
              if (!text.startsWith("RequestToo")) {
                WireImport.checkMoved(refusal);
              }
              return refusal;
            });
    assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(status.getDescription()).contains(text);
  }

  private void refusesPairs(String text, WriteRequest... batches) {
    Refused.asUnknown(() -> write(batches), text);
  }
}
