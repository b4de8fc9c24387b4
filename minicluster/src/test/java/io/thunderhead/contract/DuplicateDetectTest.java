package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.ImportSstpb.DuplicateDetectRequest;
import org.tikv.kvproto.ImportSstpb.DuplicateDetectResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Which versions of a key DuplicateDetect reports (import-protocol 3.12). The start key always lies
 * in the region: a store does not survive another one.
 */
@Contract(
    spec = {"3.12"},
    calls = {"import_sstpb.ImportSST/DuplicateDetect"})
@ExtendWith(ContractCluster.class)
class DuplicateDetectTest {
  private final WireImport imports;
  private final WireSpan span;
  private final long[] ts;

  DuplicateDetectTest(Wire wire, WireTable table) {
    this.imports = new WireImport(wire);
    this.span = table.span();
    this.ts = new long[] {wire.pd().tso(), wire.pd().tso(), wire.pd().tso(), wire.pd().tso()};
  }

  @Test
  void reportsNothingOfAnEmptyRange() {
    assertThat(pairs(request -> request)).isEmpty();
  }

  @Test
  void reportsNothingOfASinglePut() {
    imports.load(ts[0], span.rows(5));
    assertThat(pairs(request -> request)).isEmpty();
  }

  @Test
  void reportsBothOfTwoPutsTheNewerFirst() {
    putVersions("a", "b");
    assertThat(pairs(request -> request)).containsExactly(version(1, "b"), version(0, "a"));
  }

  @Test
  void reportsEveryPutOfAKey() {
    putVersions("a", "b", "c", "d");
    assertThat(pairs(request -> request))
        .containsExactly(version(3, "d"), version(2, "c"), version(1, "b"), version(0, "a"));
  }

  @Test
  void reportsPutsOfTheSameValueToo() {
    putVersions("same", "same");
    assertThat(pairs(request -> request)).containsExactly(version(1, "same"), version(0, "same"));
  }

  @Test
  void reportsKeysInTheirOrder() {
    imports.load(ts[0], span.row(1, "a1"), span.row(2, "a2"), span.row(3, "a3"));
    imports.load(ts[1], span.row(1, "b1"), span.row(3, "b3"));
    assertThat(pairs(request -> request))
        .containsExactly(
            tuple(WireKeys.hex(span.key(1)), ts[1], "b1"),
            tuple(WireKeys.hex(span.key(1)), ts[0], "a1"),
            tuple(WireKeys.hex(span.key(3)), ts[1], "b3"),
            tuple(WireKeys.hex(span.key(3)), ts[0], "a3"));
  }

  @Test
  void reportsTheFirstVersionThatIsNotAboveTheMinimumAsTheLast() {
    putVersions("a", "b", "c", "d");
    assertThat(pairs(request -> request.setMinCommitTs(ts[2])))
        .containsExactly(version(3, "d"), version(2, "c"));
    assertThat(pairs(request -> request.setMinCommitTs(ts[1])))
        .containsExactly(version(3, "d"), version(2, "c"), version(1, "b"));
  }

  @Test
  void findsARowOfBeforeTheImport() {
    imports.load(ts[0], span.row(0, "before"));
    imports.load(ts[3], span.row(0, "import"), span.row(1, "import"));
    assertThat(pairs(request -> request.setMinCommitTs(ts[3] - 1)))
        .containsExactly(version(3, "import"), version(0, "before"));
  }

  @Test
  void leavesKeysOutThatHaveNothingAboveTheMinimum() {
    putVersions("a", "b");
    assertThat(pairs(request -> request.setMinCommitTs(ts[1]))).isEmpty();
  }

  @Test
  void leavesTheNewestAndAllValuesOutWhenAskedForKeysOnly() {
    putVersions("a", "b", "c");
    assertThat(pairs(request -> request.setKeyOnly(true)))
        .containsExactly(version(1, ""), version(0, ""));
  }

  @Test
  void readsLargeValues() {
    putVersions("a".repeat(300), "b".repeat(70_000));
    assertThat(pairs(request -> request))
        .containsExactly(version(1, "b".repeat(70_000)), version(0, "a".repeat(300)));
  }

  @Test
  void stopsAKeyAtADelete() {
    imports.load(ts[0], span.row(0, "a"));
    imports.delete(ts[1], span.key(0));
    imports.load(ts[2], span.row(0, "c"));
    assertThat(pairs(request -> request)).isEmpty();
    imports.load(ts[3], span.row(0, "d"));
    assertThat(pairs(request -> request)).containsExactly(version(3, "d"), version(2, "c"));
  }

  @Test
  void goesOnWithTheNextKeyAfterADelete() {
    imports.load(ts[0], span.row(0, "a"), span.row(1, "a1"));
    imports.delete(ts[1], span.key(0));
    imports.load(ts[2], span.row(0, "c"), span.row(1, "c1"));
    assertThat(pairs(request -> request))
        .containsExactly(
            tuple(WireKeys.hex(span.key(1)), ts[2], "c1"),
            tuple(WireKeys.hex(span.key(1)), ts[0], "a1"));
  }

  @Test
  void failsAtADeleteThatIsTheNewestVersion() {
    imports.load(ts[0], span.row(0, "a"));
    imports.delete(ts[1], span.key(0));
    List<DuplicateDetectResponse> messages = detect(request -> request);
    DuplicateDetectResponse last = messages.get(messages.size() - 1);
    assertThat(last.getKeyError().getMessage())
        .contains("found a Delete key with commits ts " + ts[1]);
    assertThat(last.getPairsList()).isEmpty();
  }

  @Test
  void passesADeleteThatIsNotAboveTheMinimum() {
    imports.load(ts[0], span.row(0, "a"));
    imports.delete(ts[1], span.key(0));
    assertThat(pairs(request -> request.setMinCommitTs(ts[1]))).isEmpty();
  }

  @Test
  void excludesTheEndKey() {
    imports.load(ts[0], span.row(1, "a"), span.row(2, "a"));
    imports.load(ts[1], span.row(1, "b"), span.row(2, "b"));
    assertThat(pairs(request -> request.setEndKey(ByteString.copyFrom(span.key(2)))))
        .extracting(pair -> pair.toList().get(0))
        .containsOnly(WireKeys.hex(span.key(1)));
  }

  @Test
  void endsWithTheRegionWhenThereIsNoEndKey() {
    span.isolate();
    putVersions("a", "b");
    assertThat(pairs(DuplicateDetectRequest.Builder::clearEndKey))
        .containsExactly(version(1, "b"), version(0, "a"));
  }

  @Test
  void putsManyPairsIntoSeveralMessages() {
    Kv[] rows = span.rows(3000);
    imports.load(ts[0], rows);
    imports.load(ts[1], rows);
    List<DuplicateDetectResponse> messages = detect(request -> request);
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages.stream().mapToInt(DuplicateDetectResponse::getPairsCount).sum())
        .isEqualTo(2 * rows.length);
  }

  /** Puts versions of row 0 at the timestamps in turn. */
  private void putVersions(String... values) {
    for (int i = 0; i < values.length; i++) {
      imports.load(ts[i], span.row(0, values[i]));
    }
  }

  private Tuple version(int index, String value) {
    return tuple(WireKeys.hex(span.key(0)), ts[index], value);
  }

  private List<Tuple> pairs(UnaryOperator<DuplicateDetectRequest.Builder> change) {
    return detect(change).stream()
        .peek(message -> assertThat(message.hasKeyError()).as(message.toString()).isFalse())
        .flatMap(message -> message.getPairsList().stream())
        .map(
            pair ->
                tuple(
                    WireKeys.hex(pair.getKey().toByteArray()),
                    pair.getCommitTs(),
                    pair.getValue().toStringUtf8()))
        .toList();
  }

  private List<DuplicateDetectResponse> detect(
      UnaryOperator<DuplicateDetectRequest.Builder> change) {
    return Wire.settled(
        () -> {
          WireRegion region = span.region();
          var request =
              DuplicateDetectRequest.newBuilder()
                  .setContext(region.context())
                  .setStartKey(ByteString.copyFrom(span.start()))
                  .setEndKey(ByteString.copyFrom(span.end()));
          var messages =
              imports.duplicateDetect(region.leaderStore(), change.apply(request).build());
          messages.forEach(message -> RegionMoved.check(message.getRegionError()));
          return messages;
        });
  }
}
