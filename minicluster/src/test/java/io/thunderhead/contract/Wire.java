package io.thunderhead.contract;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.ManagedChannelBuilder;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** Everything the suite may use of a cluster: its PD address and what can be reached from there. */
final class Wire implements AutoCloseable {
  /** No request takes longer. */
  static final int SECONDS = 30;

  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Map<Long, Metapb.Store> stores = new ConcurrentHashMap<>();
  private final String pdAddress;
  private final WirePd pd;
  private final WireHttp http;

  Wire(String anyPdAddress) {
    this.pdAddress = leaderOf(anyPdAddress);
    this.pd = new WirePd(channel(pdAddress));
    this.http = new WireHttp(pdAddress);
  }

  private String leaderOf(String anyPdAddress) {
    var urls = new WirePd(channel(anyPdAddress)).members().getLeader().getClientUrlsList();
    List<String> leaders = urls.stream().map(url -> URI.create(url).getAuthority()).toList();
    return leaders.contains(anyPdAddress) ? anyPdAddress : leaders.get(0);
  }

  WirePd pd() {
    return pd;
  }

  /** Addresses of the PD members that do not lead; none in a cluster of one. */
  List<String> pdFollowers() {
    return pd.members().getMembersList().stream()
        .flatMap(member -> member.getClientUrlsList().stream())
        .map(url -> URI.create(url).getAuthority())
        .filter(address -> !address.equals(pdAddress))
        .toList();
  }

  /** One PD member, leader or not. */
  WirePd pdAt(String address) {
    return new WirePd(channel(address));
  }

  /** PD's HTTP API, which shares the port of its gRPC. */
  WireHttp http() {
    return http;
  }

  ManagedChannel pdChannel() {
    return channel(pdAddress);
  }

  TikvGrpc.TikvBlockingStub kv(long storeId) {
    return TikvGrpc.newBlockingStub(storeChannel(storeId))
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  ImportSSTGrpc.ImportSSTBlockingStub importSst(long storeId) {
    return ImportSSTGrpc.newBlockingStub(storeChannel(storeId))
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  ImportSSTGrpc.ImportSSTStub importStreams(long storeId) {
    return ImportSSTGrpc.newStub(storeChannel(storeId))
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  private ManagedChannel storeChannel(long storeId) {
    return channel(stores.computeIfAbsent(storeId, this::store).getAddress());
  }

  private Metapb.Store store(long storeId) {
    var request = Pdpb.GetStoreRequest.newBuilder().setHeader(pd.header()).setStoreId(storeId);
    return pd.stub().getStore(request.build()).getStore();
  }

  private ManagedChannel channel(String address) {
    return channels.computeIfAbsent(
        address,
        target -> {
          int colon = target.lastIndexOf(':');
          return ManagedChannelBuilder.forAddress(
                  target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))
              .usePlaintext()
              .intercept(CallLog.interceptor())
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .build();
        });
  }

  /** Repeats an attempt from its beginning for as long as it ends in {@link RegionMoved}. */
  static <T> T settled(Callable<T> attempt) {
    return Awaitility.await("an attempt that no move of a region disturbs")
        .atMost(Duration.ofSeconds(SECONDS))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .pollInSameThread()
        .ignoreException(RegionMoved.class)
        .until(attempt, done -> true);
  }

  /** Makes each raw key a region bound, and waits until PD says so. */
  void split(byte[]... rawKeys) {
    for (byte[] rawKey : rawKeys) {
      settled(() -> splitOnce(rawKey));
      settled(
          () -> {
            if (!pdKnowsBound(rawKey)) {
              throw new RegionMoved("PD has not heard of the split at " + WireKeys.hex(rawKey));
            }
            return rawKey;
          });
    }
  }

  private boolean splitOnce(byte[] rawKey) {
    WireRegion region = pd.region(rawKey);
    if (isBound(region, rawKey)) {
      return false;
    }
    var response = splitRegion(region, rawKey);
    RegionMoved.check(response.getRegionError());
    if (response.hasRegionError()) {
      throw new AssertionError("split refused: " + response.getRegionError());
    }
    return true;
  }

  /** Both neighbours of a bound report to PD on their own. */
  private boolean pdKnowsBound(byte[] rawKey) {
    byte[] bound = WireKeys.encode(rawKey);
    var before = pd.getPrevRegion(bound);
    return isBound(pd.region(rawKey), rawKey)
        && Arrays.equals(before.getRegion().getEndKey().toByteArray(), bound)
        && before.getLeader().getStoreId() != 0;
  }

  private static boolean isBound(WireRegion region, byte[] rawKey) {
    return Arrays.equals(region.startRaw(), rawKey);
  }

  /** One SplitRegion to the leader that the region names, with raw keys. */
  Kvrpcpb.SplitRegionResponse splitRegion(WireRegion region, byte[]... rawKeys) {
    return splitRegion(region.leaderStore(), region.context(), rawKeys);
  }

  Kvrpcpb.SplitRegionResponse splitRegion(
      long storeId, Kvrpcpb.Context context, byte[]... rawKeys) {
    var request = Kvrpcpb.SplitRegionRequest.newBuilder().setContext(context);
    for (byte[] rawKey : rawKeys) {
      request.addSplitKeys(ByteString.copyFrom(rawKey));
    }
    return kv(storeId).splitRegion(request.build());
  }

  /** Waits for an answer and throws what the RPC failed with. */
  static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer in " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
