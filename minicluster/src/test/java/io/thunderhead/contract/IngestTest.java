package io.thunderhead.contract;

import static io.thunderhead.contract.WireImport.meta;
import static io.thunderhead.contract.WireImport.puts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.WriteRequest;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/** Rows that were written to every peer and ingested are there to read (import-protocol 3.8). */
@Contract(
    spec = {"3.8"},
    calls = {
      "import_sstpb.ImportSST/Ingest",
      "import_sstpb.ImportSST/MultiIngest",
      "import_sstpb.ImportSST/Write",
      "import_sstpb.ImportSST/Compact"
    })
@ExtendWith(ContractCluster.class)
class IngestTest {
  private final Wire wire;
  private final WireImport imports;
  private final WireReader reader;
  private final WireSpan span;

  IngestTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.reader = new WireReader(wire);
    this.span = table.span();
  }

  @Test
  void showsRowsFromTheirTimestampOn() {
    Kv[] rows = span.rows(20);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(reader.value(span.key(7), ts)).contains(rows[7].value());
    assertThat(reader.value(span.key(7), wire.pd().tso())).contains(rows[7].value());
    assertThat(reader.value(span.key(7), ts - 1)).isEmpty();
  }

  @Test
  void showsRowsToScansAndChecksums() {
    Kv[] rows = span.rows(20);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(reader.rows(span.start(), span.end(), ts)).containsExactly(rows);
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
    assertThat(reader.checksum(span.start(), span.end(), ts - 1)).isEqualTo(Sum.ZERO);
  }

  @Test
  void putsTheRowsOnEveryReplica() {
    Kv[] rows = span.rows(3);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          for (Metapb.Peer peer : region.meta().getPeersList()) {
            Kvrpcpb.Context context = region.context(peer).toBuilder().setReplicaRead(true).build();
            var response = reader.get(peer.getStoreId(), context, span.key(2), ts);
            assertThat(WireReader.found(response)).contains(rows[2].value());
          }
          return region;
        });
  }

  @Test
  void spreadsOverSeveralRegions() {
    wire.split(span.key(10), span.key(20));
    Kv[] rows = span.rows(30);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(reader.rows(span.start(), span.end(), ts)).hasSize(30);
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 254, 255, 256, 257, 70_000})
  void givesBackValuesOfAnyLength(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i * 31);
    }
    var row = new Kv(span.key(0), value);
    long ts = wire.pd().tso();
    imports.load(ts, row);
    assertThat(reader.value(row.key(), ts)).contains(value);
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(row));
  }

  @Test
  void takesBothColumnFamiliesInOneRequest() {
    Kv[] rows = {span.row(0, "short"), span.row(1, "long".repeat(1000)), span.row(2, "short")};
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          List<SSTMeta> metas =
              imports.writeToEveryPeer(
                  region, meta(region, rows[0].key(), rows[2].key()), puts(ts, rows));
          assertThat(metas).hasSize(2);
          imports.ingest(region, metas);
          return metas;
        });
    assertThat(reader.rows(span.start(), span.end(), ts)).containsExactly(rows);
  }

  @Test
  void takesTheFilesOfSeveralWritesInOneRequest() {
    Kv[] rows = span.rows(20);
    rows[15] = span.row(15, "large".repeat(100));
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var metas = new ArrayList<SSTMeta>();
          for (int from : new int[] {0, 10}) {
            SSTMeta meta = meta(region, span.key(from), span.key(from + 9));
            var part = puts(ts, Arrays.copyOfRange(rows, from, from + 10));
            metas.addAll(imports.writeToEveryPeer(region, meta, part));
          }
          assertThat(metas).hasSize(3);
          imports.ingest(region, metas);
          return metas;
        });
    assertThat(reader.rows(span.start(), span.end(), ts)).containsExactly(rows);
  }

  @Test
  void takesOneFileThroughTheSingleIngest() {
    Kv[] rows = span.rows(4);
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          List<SSTMeta> metas =
              imports.writeToEveryPeer(
                  region, meta(region, rows[0].key(), rows[3].key()), puts(ts, rows));
          var request =
              ImportSstpb.IngestRequest.newBuilder()
                  .setContext(region.context())
                  .setSst(metas.get(0))
                  .build();
          var response = wire.importSst(region.leaderStore()).ingest(request);
          RegionMoved.check(response.getError());
          assertThat(response.hasError()).as(response.toString()).isFalse();
          return response;
        });
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @Test
  void changesNothingWhenTheSameRowsComeAgainAtTheSameTimestamp() {
    Kv[] rows = {span.row(0, "short"), span.row(1, "long".repeat(1000))};
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    imports.load(ts, rows);
    long now = wire.pd().tso();
    assertThat(reader.checksum(span.start(), span.end(), now)).isEqualTo(Sum.of(rows));
    assertThat(reader.value(span.key(1), now)).contains(rows[1].value());
  }

  @Test
  void keepsTwoVersionsOfAKeyApart() {
    Kv older = span.row(0, "older");
    Kv newer = span.row(0, "newer".repeat(100));
    long first = wire.pd().tso();
    long second = wire.pd().tso();
    imports.load(first, older);
    imports.load(second, newer);
    assertThat(reader.value(older.key(), second)).contains(newer.value());
    assertThat(reader.value(older.key(), second - 1)).contains(older.value());
    assertThat(reader.value(older.key(), first - 1)).isEmpty();
    assertThat(reader.checksum(span.start(), span.end(), second)).isEqualTo(Sum.of(newer));
  }

  @Test
  void leavesTheNewerVersionOnTopWhenTheOlderOneComesLater() {
    long first = wire.pd().tso();
    long second = wire.pd().tso();
    imports.load(second, span.row(0, "newer"));
    imports.load(first, span.row(0, "older"));
    assertThat(reader.value(span.key(0), second)).contains(span.row(0, "newer").value());
    assertThat(reader.value(span.key(0), first)).contains(span.row(0, "older").value());
  }

  @Test
  void takesTwoVersionsOfAKeyFromOneStream() {
    long first = wire.pd().tso();
    long second = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var metas =
              imports.writeToEveryPeer(
                  region,
                  meta(region, span.key(0), span.key(0)),
                  puts(second, span.row(0, "newer")),
                  puts(first, span.row(0, "older")));
          imports.ingest(region, metas);
          return metas;
        });
    assertThat(reader.value(span.key(0), second)).contains(span.row(0, "newer").value());
    assertThat(reader.value(span.key(0), second - 1)).contains(span.row(0, "older").value());
  }

  @Test
  void hidesARowUnderADeleteOfALaterTimestamp() {
    long put = wire.pd().tso();
    long delete = wire.pd().tso();
    imports.load(put, span.rows(2));
    imports.delete(delete, span.key(0));
    assertThat(reader.value(span.key(0), delete)).isEmpty();
    assertThat(reader.value(span.key(0), delete - 1)).isPresent();
    assertThat(reader.checksum(span.start(), span.end(), delete))
        .isEqualTo(Sum.of(span.row(1, "value-1")));
  }

  @Test
  void keepsKeysOfAnyBytesAndLengths() {
    byte[] prefix = span.key(0);
    Kv[] rows =
        Stream.of(
                new byte[] {},
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {1},
                new byte[] {(byte) 0x80, 1, 2, 3, 4},
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0})
            .map(tail -> Kv.of(WireKeys.concat(prefix, tail), "v" + tail.length))
            .toArray(Kv[]::new);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(reader.rows(span.start(), span.key(1), ts)).containsExactly(rows);
    Arrays.stream(rows)
        .forEach(row -> assertThat(reader.value(row.key(), ts)).contains(row.value()));
  }

  @Test
  void takesMegabytesInManyBatches() {
    Kv[] rows =
        IntStream.range(0, 4000)
            .mapToObj(i -> span.row(i, (i + "-").repeat(i % 200)))
            .toArray(Kv[]::new);
    long ts = wire.pd().tso();
    WriteRequest[] batches =
        IntStream.range(0, 200)
            .mapToObj(i -> puts(ts, Arrays.copyOfRange(rows, i * 20, i * 20 + 20)))
            .toArray(WriteRequest[]::new);
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta meta = meta(region, rows[0].key(), rows[rows.length - 1].key());
          imports.ingest(region, imports.writeToEveryPeer(region, meta, batches));
          return meta;
        });
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @Test
  void takesAStreamThatIsCompressed() {
    Kv[] rows = span.rows(50);
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          SSTMeta meta = meta(region, rows[0].key(), rows[rows.length - 1].key());
          imports.compressed("gzip").writeToEveryPeer(region, meta, puts(ts, rows));
          imports.ingest(region, List.of(meta.toBuilder().setCfName("write").build()));
          return meta;
        });
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @Test
  void keepsRowsThroughACompaction() {
    Kv[] rows = span.rows(20);
    long first = wire.pd().tso();
    imports.load(first, rows);
    long second = wire.pd().tso();
    imports.load(second, span.row(0, "newer"));
    var request =
        ImportSstpb.CompactRequest.newBuilder()
            .setRange(
                ImportSstpb.Range.newBuilder()
                    .setStart(ByteString.copyFrom(WireKeys.sstKey(span.start(), ~0L)))
                    .setEnd(ByteString.copyFrom(WireKeys.sstKey(span.end(), ~0L))))
            .setOutputLevel(-1)
            .build();
    wire.pd().stores().forEach(store -> wire.importSst(store.getId()).compact(request));
    assertThat(reader.checksum(span.start(), span.end(), first)).isEqualTo(Sum.of(rows));
    assertThat(reader.value(span.key(0), second)).contains(span.row(0, "newer").value());
  }

  @Test
  void answersAProbeWithoutFilesUnlessItIsBusy() {
    WireRegion region = span.region();
    for (Metapb.Peer peer : region.meta().getPeersList()) {
      var response = imports.multiIngest(peer.getStoreId(), region.context(peer), List.of());
      assertThat(response.getError().hasServerIsBusy()).isFalse();
    }
  }
}
