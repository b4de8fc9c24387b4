package io.thunderhead.tikv;

import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * The import service of the stores: Write to every peer of a region, then MultiIngest at its
 * leader.
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

  /**
   * @param writeTimeout bound of one whole Write stream
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
      Region region, ImportSstpb.SSTMeta meta, Iterable<ImportSstpb.WriteBatch> batches) {
    List<PeerWriteStream> streams = new ArrayList<>();
    boolean written = false;
    try {
      for (Metapb.Peer peer : region.peers()) {
        streams.add(open(peer, meta));
      }
      for (ImportSstpb.WriteBatch batch : batches) {
        ImportSstpb.WriteRequest request =
            ImportSstpb.WriteRequest.newBuilder().setBatch(batch).build();
        long bytes = kvBytes(batch);
        for (PeerWriteStream stream : streams) {
          speed.take(stream.storeId(), bytes);
          stream.send(request);
        }
      }
      streams.forEach(PeerWriteStream::finish);
      List<ImportSstpb.SSTMeta> metas = leaderMetas(region, streams);
      written = true;
      return metas;
    } catch (StatusRuntimeException e) {
      throw new SstWriteException(region.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SstWriteException("interrupted while writing to " + region, e);
    } finally {
      if (!written) {
        streams.forEach(PeerWriteStream::cancel);
      }
    }
  }

  private static long kvBytes(ImportSstpb.WriteBatch batch) {
    long bytes = 0;
    for (ImportSstpb.Pair pair : batch.getPairsList()) {
      bytes += pair.getKey().size() + pair.getValue().size();
    }
    return bytes;
  }

  private PeerWriteStream open(Metapb.Peer peer, ImportSstpb.SSTMeta meta) {
    String address = store(peer.getStoreId()).importAddress();
    PeerWriteStream stream = new PeerWriteStream(peer.getStoreId(), address, writeTimeout);
    ImportSSTGrpc.newStub(channels.to(address))
        .withDeadlineAfter(writeTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .write(stream);
    stream.send(RequestContext.firstWrite(meta));
    return stream;
  }

  private static List<ImportSstpb.SSTMeta> leaderMetas(
      Region region, List<PeerWriteStream> streams) {
    List<ImportSstpb.SSTMeta> metas = List.of();
    for (PeerWriteStream stream : streams) {
      ImportSstpb.WriteResponse response = stream.response();
      if (stream.storeId() == region.leader().getStoreId()) {
        metas = response.getMetasList();
      }
    }
    if (metas.isEmpty()) {
      throw new SstWriteException(
          "the leader of %s, store %d, wrote no SST"
              .formatted(region, region.leader().getStoreId()),
          null);
    }
    return metas;
  }

  /**
   * Asks the leader of a region to ingest SSTs that every peer holds.
   *
   * @return the region error, or null on success
   * @throws StatusRuntimeException when the outcome is unknown
   */
  public Errorpb.Error multiIngest(Region region, List<ImportSstpb.SSTMeta> metas) {
    ImportSstpb.IngestResponse response =
        ImportSSTGrpc.newBlockingStub(
                channels.to(store(region.leader().getStoreId()).importAddress()))
            .withDeadlineAfter(ingestTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .multiIngest(
                ImportSstpb.MultiIngestRequest.newBuilder()
                    .setContext(RequestContext.of(region))
                    .addAllSsts(metas)
                    .build());
    return response.hasError() ? response.getError() : null;
  }

  private Store store(long id) {
    return stores.computeIfAbsent(id, pd::store);
  }
}
