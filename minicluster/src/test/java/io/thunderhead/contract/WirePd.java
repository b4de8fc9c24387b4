package io.thunderhead.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;

/** PD's gRPC service, plainly. Keys of regions go over the wire encoded (import-protocol 1.5). */
final class WirePd {
  static final int LOGICAL_BITS = 18;
  private static final int PAGE = 64;

  private final ManagedChannel channel;
  private final long clusterId;

  WirePd(ManagedChannel channel) {
    this.channel = channel;
    this.clusterId = members().getHeader().getClusterId();
  }

  long clusterId() {
    return clusterId;
  }

  PDGrpc.PDBlockingStub stub() {
    return PDGrpc.newBlockingStub(channel).withDeadlineAfter(Wire.SECONDS, TimeUnit.SECONDS);
  }

  Pdpb.RequestHeader header() {
    return Pdpb.RequestHeader.newBuilder().setClusterId(clusterId).build();
  }

  Pdpb.GetMembersResponse members() {
    return stub().getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
  }

  /** One fresh timestamp, composed. */
  long tso() {
    return compose(tso(header(), 1).getTimestamp());
  }

  static long compose(Pdpb.Timestamp timestamp) {
    return (timestamp.getPhysical() << LOGICAL_BITS) + timestamp.getLogical();
  }

  /** One request on its own stream. */
  Pdpb.TsoResponse tso(Pdpb.RequestHeader header, int count) {
    var answer = new CompletableFuture<Pdpb.TsoResponse>();
    var requests =
        PDGrpc.newStub(channel)
            .withDeadlineAfter(Wire.SECONDS, TimeUnit.SECONDS)
            .tso(new OneAnswer<>(answer));
    requests.onNext(Pdpb.TsoRequest.newBuilder().setHeader(header).setCount(count).build());
    Pdpb.TsoResponse response = Wire.join(answer);
    requests.onCompleted();
    return response;
  }

  /** The stores that are neither tombstones nor TiFlash. */
  List<Metapb.Store> stores() {
    var request =
        Pdpb.GetAllStoresRequest.newBuilder()
            .setHeader(header())
            .setExcludeTombstoneStores(true)
            .build();
    return stub().getAllStores(request).getStoresList().stream()
        .filter(store -> store.getLabelsList().stream().noneMatch(WirePd::isTiFlash))
        .toList();
  }

  private static boolean isTiFlash(Metapb.StoreLabel label) {
    return label.getKey().equals("engine") && label.getValue().startsWith("tiflash");
  }

  Pdpb.GetRegionResponse getRegion(byte[] encodedKey) {
    return stub().getRegion(keyRequest(encodedKey));
  }

  Pdpb.GetRegionResponse getPrevRegion(byte[] encodedKey) {
    return stub().getPrevRegion(keyRequest(encodedKey));
  }

  Pdpb.GetRegionResponse getRegionById(long id) {
    return stub()
        .getRegionByID(
            Pdpb.GetRegionByIDRequest.newBuilder().setHeader(header()).setRegionId(id).build());
  }

  private Pdpb.GetRegionRequest keyRequest(byte[] encodedKey) {
    return Pdpb.GetRegionRequest.newBuilder()
        .setHeader(header())
        .setRegionKey(ByteString.copyFrom(encodedKey))
        .build();
  }

  /** The region that holds a raw key, once PD knows its leader. */
  WireRegion region(byte[] rawKey) {
    byte[] encoded = WireKeys.encode(rawKey);
    Pdpb.GetRegionResponse found =
        Awaitility.await("a leader of the region of " + WireKeys.hex(rawKey))
            .atMost(Duration.ofSeconds(Wire.SECONDS))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .pollInSameThread()
            .until(() -> getRegion(encoded), answer -> answer.getLeader().getStoreId() != 0);
    return new WireRegion(found.getRegion(), found.getLeader());
  }

  /** One ScanRegions with bounds as they go over the wire. */
  Pdpb.ScanRegionsResponse scanRegions(byte[] encodedStart, byte[] encodedEnd, int limit) {
    return stub()
        .scanRegions(
            Pdpb.ScanRegionsRequest.newBuilder()
                .setHeader(header())
                .setStartKey(ByteString.copyFrom(encodedStart))
                .setEndKey(ByteString.copyFrom(encodedEnd))
                .setLimit(limit)
                .build());
  }

  /** All regions that overlap [start, end), page by page; an empty encoded end means infinity. */
  List<WireRegion> allRegions(byte[] encodedStart, byte[] encodedEnd) {
    var regions = new ArrayList<WireRegion>();
    byte[] from = encodedStart;
    while (true) {
      var page = scanRegions(from, encodedEnd, PAGE).getRegionsList();
      page.forEach(region -> regions.add(WireRegion.of(region)));
      if (page.size() < PAGE) {
        return regions;
      }
      from = page.get(page.size() - 1).getRegion().getEndKey().toByteArray();
      if (from.length == 0) {
        return regions;
      }
    }
  }
}
