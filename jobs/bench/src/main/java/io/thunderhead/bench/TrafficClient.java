package io.thunderhead.bench;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.tikv.TikvClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.ManagedChannelBuilder;

/**
 * Point reads and one-row transactions on one table, as a TiDB server sends them. Thread-safe.
 *
 * <p>Messages are carried over as bytes: the shipped jar has stubs of its own.
 */
final class TrafficClient implements AutoCloseable {
  private static final int TRIES = 50;
  private static final long LOCK_MILLIS = 3000;

  private final Channels channels = new Channels(Dialing.PLAIN);
  private final Map<String, ManagedChannel> stores = new ConcurrentHashMap<>();
  private final PdClient pd;
  private final TikvClient tikv;
  private final RegionScanner regions;
  private final long table;
  private volatile Region region;

  TrafficClient(String pdAddress, long table) {
    this.pd = PdClient.connect(List.of(pdAddress), channels);
    this.tikv = new TikvClient(pd, channels);
    this.regions = new RegionScanner(pd);
    this.table = table;
    this.region = regions.regionOf(key(0));
  }

  private byte[] key(long handle) {
    return TableCodec.recordKey(table, handle);
  }

  /** Reads a row as it stands now. */
  void read(long handle) {
    tikv.get(key(handle), pd.timestamp());
  }

  /** Writes a row in a transaction of its own. */
  void write(long handle) {
    ByteString key = ByteString.copyFrom(key(handle));
    long start = pd.timestamp();
    Kvrpcpb.Mutation put =
        Kvrpcpb.Mutation.newBuilder()
            .setOp(Kvrpcpb.Op.Put)
            .setKey(key)
            .setValue(ByteString.copyFrom("row " + start, StandardCharsets.UTF_8))
            .build();
    untilDone(
        (stub, context) -> {
          Kvrpcpb.PrewriteResponse answer =
              stub.kvPrewrite(
                  Kvrpcpb.PrewriteRequest.newBuilder()
                      .setContext(context)
                      .addMutations(put)
                      .setPrimaryLock(key)
                      .setStartVersion(start)
                      .setLockTtl(LOCK_MILLIS)
                      .build());
          if (answer.getErrorsCount() > 0) {
            throw new IllegalStateException("write conflict: " + answer.getErrors(0));
          }
          return answer.hasRegionError();
        });
    long commit = pd.timestamp();
    untilDone(
        (stub, context) ->
            stub.kvCommit(
                    Kvrpcpb.CommitRequest.newBuilder()
                        .setContext(context)
                        .addKeys(key)
                        .setStartVersion(start)
                        .setCommitVersion(commit)
                        .build())
                .hasRegionError());
  }

  /** One request; tells whether the region has moved. */
  private interface Request {
    boolean moved(TikvGrpc.TikvBlockingStub stub, Kvrpcpb.Context context);
  }

  private void untilDone(Request request) {
    for (int i = 0; i < TRIES; i++) {
      Region at = region;
      String address = pd.store(at.leader().getStoreId()).address();
      TikvGrpc.TikvBlockingStub stub =
          TikvGrpc.newBlockingStub(stores.computeIfAbsent(address, TrafficClient::dial))
              .withDeadlineAfter(10, TimeUnit.SECONDS);
      if (!request.moved(stub, context(at))) {
        return;
      }
      region = regions.regionOf(key(0));
    }
    throw new IllegalStateException("the region of the traffic does not come to rest");
  }

  private static Kvrpcpb.Context context(Region at) {
    try {
      return Kvrpcpb.Context.newBuilder()
          .setRegionId(at.id())
          .setRegionEpoch(Metapb.RegionEpoch.parseFrom(at.meta().getRegionEpoch().toByteArray()))
          .setPeer(Metapb.Peer.parseFrom(at.leader().toByteArray()))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("region " + at.id() + " cannot be read", e);
    }
  }

  private static ManagedChannel dial(String address) {
    return ManagedChannelBuilder.forTarget(address).usePlaintext().build();
  }

  @Override
  public void close() {
    stores.values().forEach(ManagedChannel::shutdownNow);
    channels.close();
  }
}
