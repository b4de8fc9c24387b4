package io.thunderhead.tikv;

import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The import service of the stores: Write or Upload to every peer of a region, then MultiIngest at
 * its leader, or Ingest of one SST after the other where stores know no MultiIngest.
 *
 * <p>Thread-safe; stores are looked up at PD once. Tries nothing twice: the region job decides.
 */
public final class ImportSstClient {
  private final PdClient pd;
  private final Channels channels;
  private final Duration writeTimeout;
  private final Duration ingestTimeout;
  private final WriteSpeed.Task speed;
  private final Map<Long, Store> stores = new ConcurrentHashMap<>();
  private volatile boolean oneByOne;

  /**
   * @param writeTimeout bound of one whole Write or Upload stream
   * @param ingestTimeout bound of one MultiIngest
   */
  public ImportSstClient(
      PdClient pd, Channels channels, Duration writeTimeout, Duration ingestTimeout) {
    this(pd, channels, writeTimeout, ingestTimeout, WriteSpeed.UNLIMITED);
  }

  /**
   * As the other, within a speed.
   *
   * @param speed what the task may send; the caller closes it
   */
  public ImportSstClient(
      PdClient pd,
      Channels channels,
      Duration writeTimeout,
      Duration ingestTimeout,
      WriteSpeed.Task speed) {
    this.speed = speed;
    this.pd = pd;
    this.channels = channels;
    this.writeTimeout = writeTimeout;
    this.ingestTimeout = ingestTimeout;
  }

  /**
   * Streams sorted pairs to every peer of a region.
   *
   * @param meta uuid, region, epoch and encoded inclusive range of the SST to be
   * @param batches the pairs with their commit timestamp, raw keys strictly ascending
   * @return the leader's SST metas: one for each column family that got entries, never none
   * @throws SstWriteException when any peer failed or the leader wrote nothing
   */
  public List<ImportSstpb.SSTMeta> write(
      Region region, ImportSstpb.SSTMeta meta, Iterable<KvBatch> batches) {
    List<ImportSstpb.SSTMeta> metas = new ArrayList<>();
    writeToEveryPeer(
        region,
        meta,
        batches,
        (storeId, response) -> {
          if (storeId == region.leader().getStoreId()) {
            metas.addAll(response.getMetasList());
          }
        });
    if (metas.isEmpty()) {
      throw new SstWriteException(
          "the leader of %s, store %d, wrote no SST"
              .formatted(region, region.leader().getStoreId()),
          null);
    }
    return metas;
  }

  /**
   * Makes sure that every peer of a region knows it by its epoch, by a Write of nothing. An Upload
   * alone does not ask, and a peer that does not know the region may remove the file before it is
   * ingested (import-protocol 3.7).
   *
   * @param meta uuid, region, epoch and range; the uuid is used up
   * @throws SstWriteException when a peer does not know the region or its epoch
   */
  public void requireEpoch(Region region, ImportSstpb.SSTMeta meta) {
    writeToEveryPeer(region, meta, List.of(), (storeId, response) -> {});
  }

  private void writeToEveryPeer(
      Region region,
      ImportSstpb.SSTMeta meta,
      Iterable<KvBatch> batches,
      Taker<ImportSstpb.WriteResponse> taker) {
    toEveryPeer(
        region,
        ImportSSTGrpc.ImportSSTStub::write,
        RequestContext.firstWrite(meta),
        messages(batches.iterator(), each -> new Message<>(each.request(), each.kvBytes())),
        (storeId, response) -> {
          if (response.hasError()) {
            throw new SstWriteException(
                storeId,
                "store " + storeId + " answered " + response.getError().getMessage(),
                null);
          }
          taker.take(storeId, response);
        });
  }

  /**
   * Uploads a finished SST to every peer of a region.
   *
   * @param meta uuid, region, epoch, range, column family, length and CRC of the file
   * @throws SstWriteException when any peer failed
   * @throws java.io.UncheckedIOException when the file cannot be read
   */
  public void upload(Region region, ImportSstpb.SSTMeta meta, Path file) {
    try (UploadChunks chunks = new UploadChunks(file)) {
      toEveryPeer(
          region,
          ImportSSTGrpc.ImportSSTStub::upload,
          ImportSstpb.UploadRequest.newBuilder().setMeta(meta).build(),
          messages(chunks, chunk -> new Message<>(chunk, chunk.getData().size())),
          (storeId, response) -> {});
    }
  }

  /**
   * One message of a stream.
   *
   * @param weight bytes that count against what may be sent to a store
   */
  private record Message<Q>(Q request, long weight) {}

  private static <T, Q> Iterator<Message<Q>> messages(
      Iterator<T> parts, Function<T, Message<Q>> message) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return parts.hasNext();
      }

      @Override
      public Message<Q> next() {
        return message.apply(parts.next());
      }
    };
  }

  /** The method of the service that a stream calls. */
  private interface Method<Q, R> {
    StreamObserver<Q> call(ImportSSTGrpc.ImportSSTStub stub, StreamObserver<R> answers);
  }

  /** Takes the answer of each peer. */
  private interface Taker<R> {
    void take(long storeId, R response);
  }

  /** Sends the same messages to every peer of a region and waits for all answers. */
  private <Q, R> void toEveryPeer(
      Region region, Method<Q, R> method, Q first, Iterator<Message<Q>> rest, Taker<R> taker) {
    List<PeerStream<Q, R>> streams = new ArrayList<>();
    boolean done = false;
    try {
      for (Metapb.Peer peer : region.peers()) {
        PeerStream<Q, R> stream = open(peer, method);
        streams.add(stream);
        stream.send(first);
      }
      while (rest.hasNext()) {
        Message<Q> message = rest.next();
        for (PeerStream<Q, R> stream : streams) {
          speed.take(stream.storeId(), message.weight());
          stream.send(message.request());
        }
      }
      streams.forEach(PeerStream::finish);
      for (PeerStream<Q, R> stream : streams) {
        taker.take(stream.storeId(), stream.response());
      }
      done = true;
    } catch (StatusRuntimeException e) {
      throw new SstWriteException(region.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SstWriteException("interrupted while writing to " + region, e);
    } finally {
      if (!done) {
        streams.forEach(PeerStream::cancel);
      }
    }
  }

  private <Q, R> PeerStream<Q, R> open(Metapb.Peer peer, Method<Q, R> method) {
    String address = store(peer.getStoreId()).importAddress();
    PeerStream<Q, R> stream = new PeerStream<>(peer.getStoreId(), address, writeTimeout);
    method.call(
        ImportSSTGrpc.newStub(channels.to(address))
            .withDeadlineAfter(writeTimeout.toMillis(), TimeUnit.MILLISECONDS),
        stream);
    return stream;
  }

  /**
   * Asks the leader of a region to ingest SSTs that every peer holds.
   *
   * @return the region error, or null on success; after an error some SSTs may be in
   * @throws StatusRuntimeException when the outcome is unknown
   */
  public Errorpb.Error ingest(Region region, List<ImportSstpb.SSTMeta> metas) {
    if (oneByOne) {
      return ingestEach(region, metas);
    }
    try {
      return error(
          leader(region)
              .multiIngest(
                  ImportSstpb.MultiIngestRequest.newBuilder()
                      .setContext(RequestContext.of(region))
                      .addAllSsts(metas)
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      oneByOne = true;
      return ingestEach(region, metas);
    }
  }

  /**
   * Does as {@link #ingest} with stores that know no MultiIngest. The large values go in before the
   * write records that name them: no reader meets a record without its value.
   */
  private Errorpb.Error ingestEach(Region region, List<ImportSstpb.SSTMeta> metas) {
    List<ImportSstpb.SSTMeta> valuesFirst =
        metas.stream().sorted(Comparator.comparing(ImportSstpb.SSTMeta::getCfName)).toList();
    for (ImportSstpb.SSTMeta meta : valuesFirst) {
      Errorpb.Error error =
          error(
              leader(region)
                  .ingest(
                      ImportSstpb.IngestRequest.newBuilder()
                          .setContext(RequestContext.of(region))
                          .setSst(meta)
                          .build()));
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  private ImportSSTGrpc.ImportSSTBlockingStub leader(Region region) {
    return ImportSSTGrpc.newBlockingStub(
            channels.to(store(region.leader().getStoreId()).importAddress()))
        .withDeadlineAfter(ingestTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Errorpb.Error error(ImportSstpb.IngestResponse response) {
    return response.hasError() ? response.getError() : null;
  }

  private Store store(long id) {
    return stores.computeIfAbsent(id, pd::store);
  }
}
