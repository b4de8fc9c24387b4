package io.thunderhead.contract;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.ImportSstpb.Pair;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.WriteRequest;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** The import service: Write or Upload to every peer, then MultiIngest to the leader. */
final class WireImport {
  /** Marks rows of a physical import for TiCDC, import-protocol 3.5. */
  static final long LIGHTNING_TXN_SOURCE = 1 << 16;

  private final Wire wire;
  private final String codec;

  WireImport(Wire wire) {
    this(wire, "identity");
  }

  private WireImport(Wire wire, String codec) {
    this.wire = wire;
    this.codec = codec;
  }

  /** The same service with its streams in another message encoding of gRPC. */
  WireImport compressed(String otherCodec) {
    return new WireImport(wire, otherCodec);
  }

  static ByteString newUuid() {
    UUID uuid = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return ByteString.copyFrom(bytes);
  }

  /** What a client sends first: no column family, length or CRC; both range ends inclusive. */
  static SSTMeta meta(WireRegion region, byte[] firstRaw, byte[] lastRaw) {
    return metaWithRange(region, WireKeys.encode(firstRaw), WireKeys.encode(lastRaw));
  }

  static SSTMeta metaWithRange(WireRegion region, byte[] encodedFirst, byte[] encodedLast) {
    return SSTMeta.newBuilder()
        .setUuid(newUuid())
        .setRegionId(region.id())
        .setRegionEpoch(region.epoch())
        .setRange(
            ImportSstpb.Range.newBuilder()
                .setStart(ByteString.copyFrom(encodedFirst))
                .setEnd(ByteString.copyFrom(encodedLast)))
        .build();
  }

  static WriteRequest head(SSTMeta meta) {
    return NewerFields.writeMeta(meta, LIGHTNING_TXN_SOURCE);
  }

  static WriteRequest puts(long ts, Kv... rows) {
    var batch = ImportSstpb.WriteBatch.newBuilder().setCommitTs(ts);
    for (Kv row : rows) {
      batch.addPairs(pair(row));
    }
    return WriteRequest.newBuilder().setBatch(batch).build();
  }

  static WriteRequest deletes(long ts, byte[]... keys) {
    var batch = ImportSstpb.WriteBatch.newBuilder().setCommitTs(ts);
    for (byte[] key : keys) {
      batch.addPairs(Pair.newBuilder().setKey(ByteString.copyFrom(key)).setOp(Pair.OP.Delete));
    }
    return WriteRequest.newBuilder().setBatch(batch).build();
  }

  private static Pair pair(Kv row) {
    return Pair.newBuilder()
        .setKey(ByteString.copyFrom(row.key()))
        .setValue(ByteString.copyFrom(row.value()))
        .build();
  }

  /** One Write stream to one store. */
  ImportSstpb.WriteResponse write(long storeId, WriteRequest... messages) {
    var answer = new CompletableFuture<ImportSstpb.WriteResponse>();
    return stream(streams(storeId).write(new OneAnswer<>(answer)), answer, messages);
  }

  /** One Upload stream to one store. */
  ImportSstpb.UploadResponse upload(long storeId, ImportSstpb.UploadRequest... messages) {
    var answer = new CompletableFuture<ImportSstpb.UploadResponse>();
    return stream(streams(storeId).upload(new OneAnswer<>(answer)), answer, messages);
  }

  private ImportSSTGrpc.ImportSSTStub streams(long storeId) {
    return wire.importStreams(storeId).withCompression(codec);
  }

  private static <Q, A> A stream(
      StreamObserver<Q> requests, CompletableFuture<A> answer, Q[] messages) {
    for (Q message : messages) {
      requests.onNext(message);
    }
    requests.onCompleted();
    return Wire.join(answer);
  }

  /**
   * Writes the same stream to every peer and returns the metas of the leader's answer.
   *
   * @throws RegionMoved when a store's region is not at the epoch of the meta
   */
  List<SSTMeta> writeToEveryPeer(WireRegion region, SSTMeta meta, WriteRequest... batches) {
    WriteRequest[] messages = new WriteRequest[batches.length + 1];
    messages[0] = head(meta);
    System.arraycopy(batches, 0, messages, 1, batches.length);
    List<SSTMeta> metas = List.of();
    for (Metapb.Peer peer : region.meta().getPeersList()) {
      var written = unlessMoved(() -> write(peer.getStoreId(), messages));
      if (peer.getId() == region.leader().getId()) {
        metas = written.getMetasList();
      }
    }
    return metas;
  }

  /** Makes sure that every peer's store is at the region's epoch, by a Write of nothing. */
  void awaitEpochOnEveryPeer(WireRegion region) {
    byte[] start = region.startRaw();
    writeToEveryPeer(region, meta(region, start, start));
  }

  private static ImportSstpb.WriteResponse unlessMoved(Supplier<ImportSstpb.WriteResponse> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      checkMoved(e.getStatus());
      throw e;
    }
  }

  /** Throws when a Write was refused because a store is not at the epoch of the meta. */
  static void checkMoved(Status status) {
    String text = String.valueOf(status.getDescription());
    if (text.contains("RequestTooNew") || text.contains("RequestTooOld")) {
      throw new RegionMoved(text);
    }
  }

  ImportSstpb.IngestResponse multiIngest(
      long storeId, Kvrpcpb.Context context, List<SSTMeta> metas) {
    var request =
        ImportSstpb.MultiIngestRequest.newBuilder().setContext(context).addAllSsts(metas).build();
    return wire.importSst(storeId).multiIngest(request);
  }

  ImportSstpb.IngestResponse multiIngest(WireRegion region, List<SSTMeta> metas) {
    return multiIngest(region.leaderStore(), region.context(), metas);
  }

  /** Ingests; an error that is not a move of the region fails the test. */
  void ingest(WireRegion region, List<SSTMeta> metas) {
    var response = multiIngest(region, metas);
    RegionMoved.check(response.getError());
    if (response.hasError()) {
      throw new AssertionError("ingest refused: " + response.getError());
    }
  }

  /** Imports rows, ascending by key, at one timestamp, region by region. */
  void load(long ts, Kv... rows) {
    int from = 0;
    while (from < rows.length) {
      from = loadOneRegion(ts, rows, from);
    }
  }

  private int loadOneRegion(long ts, Kv[] rows, int from) {
    return Wire.settled(
        () -> {
          WireRegion region = wire.pd().region(rows[from].key());
          int to = from;
          while (to < rows.length && region.contains(rows[to].key())) {
            to++;
          }
          Kv[] part = Arrays.copyOfRange(rows, from, to);
          loadInto(region, part[0].key(), part[part.length - 1].key(), puts(ts, part));
          return to;
        });
  }

  /** Imports deletes of keys that lie in one region. */
  void delete(long ts, byte[]... keys) {
    Wire.settled(
        () -> {
          loadInto(wire.pd().region(keys[0]), keys[0], keys[keys.length - 1], deletes(ts, keys));
          return ts;
        });
  }

  private void loadInto(WireRegion region, byte[] first, byte[] last, WriteRequest... batches) {
    ingest(region, writeToEveryPeer(region, meta(region, first, last), batches));
  }

  /** All messages of one DuplicateDetect; the start key must lie in the region. */
  List<ImportSstpb.DuplicateDetectResponse> duplicateDetect(
      long storeId, ImportSstpb.DuplicateDetectRequest request) {
    var messages = new ArrayList<ImportSstpb.DuplicateDetectResponse>();
    Iterator<ImportSstpb.DuplicateDetectResponse> stream =
        wire.importSst(storeId).duplicateDetect(request);
    stream.forEachRemaining(messages::add);
    return messages;
  }
}
