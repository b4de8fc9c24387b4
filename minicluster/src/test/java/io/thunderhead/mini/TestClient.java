package io.thunderhead.mini;

import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tikv.kvproto.Coprocessor;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Talks to a cluster over the wire, as an importer would. */
final class TestClient implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;

  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final String pdAddress;
  private final Pdpb.RequestHeader header;

  TestClient(MiniCluster cluster) {
    pdAddress = cluster.pdAddress();
    long clusterId =
        pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getHeader().getClusterId();
    header = Pdpb.RequestHeader.newBuilder().setClusterId(clusterId).build();
  }

  ManagedChannel channel(String address) {
    return channels.computeIfAbsent(
        address,
        target ->
            NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build());
  }

  Pdpb.RequestHeader header() {
    return header;
  }

  PDGrpc.PDBlockingStub pd() {
    return PDGrpc.newBlockingStub(channel(pdAddress))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  TikvGrpc.TikvBlockingStub tikv(long storeId) {
    return TikvGrpc.newBlockingStub(channel(address(storeId)))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  ImportSSTGrpc.ImportSSTBlockingStub importer(long storeId) {
    return ImportSSTGrpc.newBlockingStub(channel(address(storeId)))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  ImportSSTGrpc.ImportSSTStub importerStream(long storeId) {
    return ImportSSTGrpc.newStub(channel(address(storeId)))
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  String address(long storeId) {
    return pd().getStore(
            Pdpb.GetStoreRequest.newBuilder().setHeader(header).setStoreId(storeId).build())
        .getStore()
        .getAddress();
  }

  Pdpb.GetRegionResponse region(byte[] rawKey) {
    return pd().getRegion(
            Pdpb.GetRegionRequest.newBuilder()
                .setHeader(header)
                .setRegionKey(ByteString.copyFrom(Keys.encode(rawKey)))
                .build());
  }

  List<Pdpb.Region> scan(byte[] start, byte[] end, int limit) {
    return pd().scanRegions(
            Pdpb.ScanRegionsRequest.newBuilder()
                .setHeader(header)
                .setStartKey(ByteString.copyFrom(start))
                .setEndKey(ByteString.copyFrom(end))
                .setLimit(limit)
                .build())
        .getRegionsList();
  }

  static Kvrpcpb.Context context(Pdpb.GetRegionResponse region) {
    return Kvrpcpb.Context.newBuilder()
        .setRegionId(region.getRegion().getId())
        .setRegionEpoch(region.getRegion().getRegionEpoch())
        .setPeer(region.getLeader())
        .build();
  }

  /** Makes a meta whose range goes from one raw key to another, both included. */
  static ImportSstpb.SSTMeta meta(Metapb.Region region, byte[] first, byte[] last) {
    return ImportSstpb.SSTMeta.newBuilder()
        .setUuid(uuid())
        .setRegionId(region.getId())
        .setRegionEpoch(region.getRegionEpoch())
        .setRange(
            ImportSstpb.Range.newBuilder()
                .setStart(ByteString.copyFrom(Keys.encode(first)))
                .setEnd(ByteString.copyFrom(Keys.encode(last))))
        .build();
  }

  static ByteString uuid() {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.array());
  }

  /** Sends one Write stream and returns its metas; a failure is thrown as it came. */
  List<ImportSstpb.SSTMeta> write(
      long storeId, ImportSstpb.SSTMeta meta, long ts, List<KeyValue> pairs) {
    ImportSstpb.WriteBatch.Builder batch = ImportSstpb.WriteBatch.newBuilder().setCommitTs(ts);
    for (KeyValue pair : pairs) {
      ImportSstpb.Pair.Builder sent =
          ImportSstpb.Pair.newBuilder().setKey(ByteString.copyFrom(pair.key()));
      if (pair.value() == null) {
        sent.setOp(ImportSstpb.Pair.OP.Delete);
      } else {
        sent.setValue(ByteString.copyFrom(pair.value()));
      }
      batch.addPairs(sent);
    }
    return stream(
            this::openWrite,
            storeId,
            List.of(
                ImportSstpb.WriteRequest.newBuilder().setMeta(meta).build(),
                ImportSstpb.WriteRequest.newBuilder().setBatch(batch).build()))
        .getMetasList();
  }

  StreamObserver<ImportSstpb.WriteRequest> openWrite(
      long storeId, StreamObserver<ImportSstpb.WriteResponse> answers) {
    return importerStream(storeId).write(answers);
  }

  StreamObserver<ImportSstpb.UploadRequest> openUpload(
      long storeId, StreamObserver<ImportSstpb.UploadResponse> answers) {
    return importerStream(storeId).upload(answers);
  }

  /** Opens a client stream of a store. */
  interface Opening<Q, R> {
    StreamObserver<Q> open(long storeId, StreamObserver<R> answers);
  }

  /** Sends all requests of a client stream and returns the answer. */
  static <Q, R> R stream(Opening<Q, R> opening, long storeId, List<Q> requests) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    StreamObserver<Q> stream =
        opening.open(
            storeId,
            new StreamObserver<>() {
              @Override
              public void onNext(R value) {
                answer.complete(value);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("no answer"));
              }
            });
    requests.forEach(stream::onNext);
    stream.onCompleted();
    try {
      return answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes pairs of one region to all its peers and returns the leader's metas. */
  List<ImportSstpb.SSTMeta> writeToPeers(long ts, List<KeyValue> pairs) {
    Pdpb.GetRegionResponse region = region(pairs.get(0).key());
    ImportSstpb.SSTMeta meta =
        meta(region.getRegion(), pairs.get(0).key(), pairs.get(pairs.size() - 1).key());
    List<ImportSstpb.SSTMeta> metas = List.of();
    for (Metapb.Peer peer : region.getRegion().getPeersList()) {
      List<ImportSstpb.SSTMeta> answered = write(peer.getStoreId(), meta, ts, pairs);
      if (peer.getId() == region.getLeader().getId()) {
        metas = answered;
      }
    }
    return metas;
  }

  /**
   * Ingests metas at the leader of the region that holds a key; returns the error, or a default.
   */
  Errorpb.Error ingest(byte[] rawKey, List<ImportSstpb.SSTMeta> metas) {
    Pdpb.GetRegionResponse region = region(rawKey);
    return importer(region.getLeader().getStoreId())
        .multiIngest(
            ImportSstpb.MultiIngestRequest.newBuilder()
                .setContext(context(region))
                .addAllSsts(metas)
                .build())
        .getError();
  }

  /** Imports pairs of one region. */
  void load(long ts, List<KeyValue> pairs) {
    Errorpb.Error error = ingest(pairs.get(0).key(), writeToPeers(ts, pairs));
    if (!error.equals(Errorpb.Error.getDefaultInstance())) {
      throw new IllegalStateException("ingest: " + error);
    }
  }

  Kvrpcpb.GetResponse get(byte[] rawKey, long ts) {
    Pdpb.GetRegionResponse region = region(rawKey);
    return tikv(region.getLeader().getStoreId())
        .kvGet(
            Kvrpcpb.GetRequest.newBuilder()
                .setContext(context(region))
                .setKey(ByteString.copyFrom(rawKey))
                .setVersion(ts)
                .build());
  }

  /** Scans the region that holds the start key. */
  Kvrpcpb.ScanResponse scan(Kvrpcpb.ScanRequest.Builder request) {
    Pdpb.GetRegionResponse region = region(request.getStartKey().toByteArray());
    return tikv(region.getLeader().getStoreId())
        .kvScan(request.setContext(context(region)).build());
  }

  Coprocessor.Response checksumResponse(byte[] start, byte[] end, long ts) {
    Pdpb.GetRegionResponse region = region(start);
    return tikv(region.getLeader().getStoreId())
        .coprocessor(
            Coprocessor.Request.newBuilder()
                .setContext(context(region))
                .setTp(105)
                .setStartTs(ts)
                .setData(
                    ChecksumRequest.newBuilder()
                        .setScanOn(com.pingcap.tidb.tipb.ChecksumScanOn.Table)
                        .setAlgorithm(com.pingcap.tidb.tipb.ChecksumAlgorithm.Crc64_Xor)
                        .build()
                        .toByteString())
                .addRanges(
                    Coprocessor.KeyRange.newBuilder()
                        .setStart(ByteString.copyFrom(start))
                        .setEnd(ByteString.copyFrom(end)))
                .build());
  }

  ChecksumResponse checksum(byte[] start, byte[] end, long ts) {
    try {
      return ChecksumResponse.parseFrom(checksumResponse(start, end, ts).getData());
    } catch (org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  List<ImportSstpb.DuplicateDetectResponse> duplicates(
      byte[] start, byte[] end, long minCommitTs, boolean keyOnly) {
    Pdpb.GetRegionResponse region = region(start);
    Iterator<ImportSstpb.DuplicateDetectResponse> answers =
        importer(region.getLeader().getStoreId())
            .duplicateDetect(
                ImportSstpb.DuplicateDetectRequest.newBuilder()
                    .setContext(context(region))
                    .setStartKey(ByteString.copyFrom(start))
                    .setEndKey(ByteString.copyFrom(end))
                    .setMinCommitTs(minCommitTs)
                    .setKeyOnly(keyOnly)
                    .build());
    List<ImportSstpb.DuplicateDetectResponse> all = new ArrayList<>();
    answers.forEachRemaining(all::add);
    return all;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
