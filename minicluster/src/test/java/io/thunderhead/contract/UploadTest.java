package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.UploadRequest;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/** Upload stores a client's file as it is, and checks little but its CRC (import-protocol 3.7). */
@Contract(
    spec = {"3.7"},
    calls = {"import_sstpb.ImportSST/Upload"})
@ExtendWith(ContractCluster.class)
class UploadTest {
  private static final byte[] ANY =
      "not an SST, and never ingested".getBytes(StandardCharsets.UTF_8);
  private static final int CHUNK = 1 << 16;

  private final Wire wire;
  private final WireImport imports;
  private final WireReader reader;
  private final WireSpan span;
  private final long anyStore;

  UploadTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.reader = new WireReader(wire);
    this.span = table.span();
    this.anyStore = wire.pd().stores().get(0).getId();
  }

  @Test
  void takesBytesThatAreNoSst() {
    imports.upload(anyStore, upload(orphan(ANY), ANY));
  }

  @Test
  void refusesBytesOfAnotherCrc() {
    SSTMeta meta = orphan(ANY).toBuilder().setCrc32(crc32(ANY) + 1).build();
    Refused.asUnknown(() -> imports.upload(anyStore, upload(meta, ANY)), "FileCorrupted");
    Refused.asUnknown(() -> imports.upload(anyStore, upload(meta, ANY)), "crc32");
  }

  @Test
  void takesAnotherTryAfterBytesOfAnotherCrc() {
    SSTMeta meta = orphan(ANY);
    Refused.asUnknown(
        () -> imports.upload(anyStore, upload(meta, new byte[] {1})), "FileCorrupted");
    imports.upload(anyStore, upload(meta, ANY));
  }

  @Test
  void ignoresTheLengthOfTheMeta() {
    imports.upload(anyStore, upload(orphan(ANY).toBuilder().setLength(1).build(), ANY));
  }

  @Test
  void refusesAFileThatIsThereAlready() {
    SSTMeta meta = orphan(ANY);
    imports.upload(anyStore, upload(meta, ANY));
    Refused.asUnknown(() -> imports.upload(anyStore, upload(meta, ANY)), "FileExists");
  }

  @Test
  void tellsFilesOfOneUuidApartByColumnFamily() {
    SSTMeta meta = orphan(ANY);
    imports.upload(anyStore, upload(meta, ANY));
    imports.upload(anyStore, upload(meta.toBuilder().setCfName("default").build(), ANY));
  }

  @Test
  void refusesAMetaWithoutUuid() {
    SSTMeta meta = orphan(ANY).toBuilder().clearUuid().build();
    Refused.asUnknown(() -> imports.upload(anyStore, upload(meta, ANY)), "Uuid");
  }

  @Test
  void refusesAnEmptyChunk() {
    Refused.asUnknown(
        () -> imports.upload(anyStore, head(orphan(ANY)), chunk(ANY), chunk(new byte[0])),
        "InvalidChunk");
  }

  @Test
  void refusesAFirstMessageWithoutMeta() {
    Refused.asUnknown(() -> imports.upload(anyStore, chunk(ANY)), "InvalidChunk");
    Refused.asUnknown(() -> imports.upload(anyStore), "InvalidChunk");
  }

  @Test
  void leadsToReadableRowsWhenEveryPeerHasTheFile() {
    Kv[] rows = span.rows(500);
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var sst = new WireSst();
          Arrays.stream(rows).forEach(row -> sst.put(row, ts));
          byte[] file = sst.writeFile();
          SSTMeta meta = meta(region, "write", file, rows[0], rows[rows.length - 1]);
          uploadToEveryPeer(region, meta, file);
          imports.ingest(region, List.of(meta));
          return meta;
        });
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
    assertThat(reader.value(span.key(250), ts)).contains(rows[250].value());
    assertThat(reader.value(span.key(250), ts - 1)).isEmpty();
  }

  @Test
  void leadsToReadableLargeValuesWithAFileOfEachColumnFamily() {
    Kv[] rows = {
      span.row(0, "short"), span.row(1, "large".repeat(40_000)), span.row(2, "x".repeat(256))
    };
    long ts = wire.pd().tso();
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var sst = new WireSst();
          Arrays.stream(rows).forEach(row -> sst.put(row, ts));
          byte[] writeFile = sst.writeFile();
          byte[] largeFile = sst.defaultFile();
          SSTMeta write = meta(region, "write", writeFile, rows[0], rows[2]);
          SSTMeta large = meta(region, "default", largeFile, rows[1], rows[2]);
          large = large.toBuilder().setUuid(write.getUuid()).build();
          uploadToEveryPeer(region, large, largeFile);
          uploadToEveryPeer(region, write, writeFile);
          imports.ingest(region, List.of(large, write));
          return write;
        });
    assertThat(reader.rows(span.start(), span.end(), ts)).containsExactly(rows);
  }

  @Test
  void leadsToTheSameRowsAsAWrite() {
    Kv row = span.row(0, "written and uploaded");
    long ts = wire.pd().tso();
    imports.load(ts, row);
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var sst = new WireSst();
          sst.put(row, ts);
          byte[] file = sst.writeFile();
          SSTMeta meta = meta(region, "write", file, row, row);
          uploadToEveryPeer(region, meta, file);
          imports.ingest(region, List.of(meta));
          return meta;
        });
    assertThat(reader.checksum(span.start(), span.end(), wire.pd().tso())).isEqualTo(Sum.of(row));
  }

  @Test
  void cannotReachAnotherColumnFamily() {
    Errorpb.Error error =
        Refused.with(
            answer -> answer.getMessage().contains("invalid cf name"),
            () -> {
              WireRegion region = span.region();
              SSTMeta meta = meta(region, "lock", ANY, span.row(0, ""), span.row(1, ""));
              uploadToEveryPeer(region, meta, ANY);
              return imports.multiIngest(region, List.of(meta)).getError();
            });
    assertThat(error.getMessage()).contains("lock");
  }

  private void uploadToEveryPeer(WireRegion region, SSTMeta meta, byte[] file) {
    imports.awaitEpochOnEveryPeer(region);
    for (Metapb.Peer peer : region.meta().getPeersList()) {
      imports.upload(peer.getStoreId(), upload(meta, file));
    }
  }

  /** A file of no region: a store removes it at its next cleanup. */
  private static SSTMeta orphan(byte[] file) {
    return SSTMeta.newBuilder()
        .setUuid(WireImport.newUuid())
        .setCfName("write")
        .setCrc32(crc32(file))
        .setLength(file.length)
        .build();
  }

  private static SSTMeta meta(WireRegion region, String family, byte[] file, Kv first, Kv last) {
    return WireImport.meta(region, first.key(), last.key()).toBuilder()
        .setCfName(family)
        .setCrc32(crc32(file))
        .setLength(file.length)
        .build();
  }

  private static UploadRequest[] upload(SSTMeta meta, byte[] file) {
    var messages = new ArrayList<UploadRequest>();
    messages.add(head(meta));
    for (int from = 0; from < file.length; from += CHUNK) {
      messages.add(chunk(Arrays.copyOfRange(file, from, Math.min(from + CHUNK, file.length))));
    }
    return messages.toArray(UploadRequest[]::new);
  }

  private static UploadRequest head(SSTMeta meta) {
    return UploadRequest.newBuilder().setMeta(meta).build();
  }

  private static UploadRequest chunk(byte[] data) {
    return UploadRequest.newBuilder().setData(ByteString.copyFrom(data)).build();
  }

  private static int crc32(byte[] file) {
    var crc = new CRC32();
    crc.update(file);
    return (int) crc.getValue();
  }
}
