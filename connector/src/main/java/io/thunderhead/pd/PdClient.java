package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * PD's gRPC service, asked at its leader; takes raw keys and encodes them as PD wants
 * (import-protocol 1.5).
 *
 * <p>Thread-safe. Every call is tried again at the other addresses when a PD does not answer, and
 * throws {@link ErrorCode#UNREACHABLE} when none does.
 */
public final class PdClient {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_CONTACT_TIMEOUT = Duration.ofSeconds(5);
  private static final RetryPolicy CALLS =
      new RetryPolicy(6, Duration.ofMillis(100), Duration.ofSeconds(3));

  private final List<String> addresses;
  private final Channels channels;
  private volatile Membership membership;

  private record Membership(long clusterId, String leader, List<String> addresses) {}

  private PdClient(List<String> addresses, Channels channels) {
    this.addresses = List.copyOf(addresses);
    this.channels = channels;
  }

  /**
   * Finds PD's leader through any of the addresses.
   *
   * @param addresses {@code host:port} of one or more PD members
   * @param channels where connections are kept; the caller closes them
   * @throws LoadException UNREACHABLE when no address answers
   */
  public static PdClient connect(List<String> addresses, Channels channels) {
    PdClient client = new PdClient(addresses, channels);
    client.membership = client.findLeader(client.addresses);
    return client;
  }

  /** Returns the cluster's id. */
  public long clusterId() {
    return membership.clusterId();
  }

  /** Returns {@code host:port} of PD's leader. */
  public String leaderAddress() {
    return membership.leader();
  }

  /** Returns a fresh timestamp: physical milliseconds shifted left by 18, plus a counter. */
  public long timestamp() {
    return call("get a timestamp", this::oneTimestamp);
  }

  /** Returns the store of an id. */
  public Store store(long id) {
    Pdpb.GetStoreResponse response =
        call(
            "get store " + id,
            stub ->
                stub.getStore(
                    Pdpb.GetStoreRequest.newBuilder().setHeader(header()).setStoreId(id).build()));
    rejectError("get store " + id, response.getHeader());
    return Store.of(response.getStore());
  }

  /** Returns every store that is not a tombstone. */
  public List<Store> stores() {
    Pdpb.GetAllStoresResponse response =
        call(
            "list the stores",
            stub ->
                stub.getAllStores(
                    Pdpb.GetAllStoresRequest.newBuilder()
                        .setHeader(header())
                        .setExcludeTombstoneStores(true)
                        .build()));
    rejectError("list the stores", response.getHeader());
    return response.getStoresList().stream().map(Store::of).toList();
  }

  /** Asks for one page of regions that meet a range of raw keys, in key order. */
  List<Region> scanPage(KeyRange rawRange, int limit) {
    Pdpb.ScanRegionsRequest request =
        Pdpb.ScanRegionsRequest.newBuilder()
            .setHeader(header())
            .setStartKey(UnsafeByteOperations.unsafeWrap(encodeBound(rawRange.start())))
            .setEndKey(UnsafeByteOperations.unsafeWrap(encodeBound(rawRange.end())))
            .setLimit(limit)
            .build();
    Pdpb.ScanRegionsResponse response = call("scan regions", stub -> stub.scanRegions(request));
    rejectError("scan regions", response.getHeader());
    List<Region> regions = new ArrayList<>();
    if (response.getRegionsCount() > 0) {
      response.getRegionsList().forEach(r -> regions.add(Region.of(r.getRegion(), r.getLeader())));
    } else {
      for (int i = 0; i < response.getRegionMetasCount(); i++) {
        regions.add(Region.of(response.getRegionMetas(i), response.getLeaders(i)));
      }
    }
    return regions;
  }

  /**
   * Asks PD to spread regions over the stores. Best effort: PD may refuse some.
   *
   * @return percent of the regions that PD made an operator for
   */
  public int scatter(List<Long> regionIds) {
    Pdpb.ScatterRegionRequest request =
        Pdpb.ScatterRegionRequest.newBuilder()
            .setHeader(header())
            .addAllRegionsId(regionIds)
            .setUnknownFields(PdFields.skipStoreLimit())
            .build();
    Pdpb.ScatterRegionResponse response = call("scatter", stub -> stub.scatterRegion(request));
    rejectError("scatter", response.getHeader());
    return (int) response.getFinishedPercentage();
  }

  /** Tells whether a region's scatter operator is done or gone (import-protocol 2.10). */
  public boolean scatterFinished(long regionId) {
    Pdpb.GetOperatorResponse response =
        call(
            "get the operator of region " + regionId,
            stub ->
                stub.getOperator(
                    Pdpb.GetOperatorRequest.newBuilder()
                        .setHeader(header())
                        .setRegionId(regionId)
                        .build()));
    if (response.getHeader().hasError()
        && response.getHeader().getError().getType() != Pdpb.ErrorType.OK) {
      return true;
    }
    return !response.getDesc().toString(StandardCharsets.UTF_8).equals("scatter-region")
        || response.getStatus() != Pdpb.OperatorStatus.RUNNING;
  }

  /**
   * Registers, renews or removes a service safe point (import-protocol 2.3).
   *
   * @param ttlSeconds life of the registration; zero or less removes it
   * @return the smallest safe point in force: the registration holds only when it is not larger
   *     than {@code safePoint}
   */
  public long updateServiceSafePoint(String serviceId, long ttlSeconds, long safePoint) {
    Pdpb.UpdateServiceGCSafePointResponse response =
        call(
            "update the service safe point",
            stub ->
                stub.updateServiceGCSafePoint(
                    Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
                        .setHeader(header())
                        .setServiceId(
                            UnsafeByteOperations.unsafeWrap(
                                serviceId.getBytes(StandardCharsets.UTF_8)))
                        .setTTL(ttlSeconds)
                        .setSafePoint(safePoint)
                        .build()));
    rejectError("update the service safe point", response.getHeader());
    return response.getMinSafePoint();
  }

  /** Encodes a region bound; an empty one is infinity and stays empty. */
  static byte[] encodeBound(byte[] rawKey) {
    return rawKey.length == 0 ? rawKey : MemComparable.encodeBytes(rawKey);
  }

  private Pdpb.RequestHeader header() {
    return Pdpb.RequestHeader.newBuilder().setClusterId(membership.clusterId()).build();
  }

  private <T> T call(String step, Function<PDGrpc.PDBlockingStub, T> request) {
    Backoff backoff = new Backoff(step + " from PD", CALLS);
    while (true) {
      Membership current = membership;
      try {
        return request.apply(stub(current.leader(), CALL_TIMEOUT));
      } catch (StatusRuntimeException e) {
        backoff.failed(
            current.leader() + " answered " + e.getStatus().getCode() + describe(e),
            e,
            ErrorCode.UNREACHABLE);
        membership = findLeader(current.addresses());
      }
    }
  }

  private PDGrpc.PDBlockingStub stub(String address, Duration timeout) {
    return PDGrpc.newBlockingStub(channels.to(address))
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Membership findLeader(List<String> candidates) {
    List<String> failures = new ArrayList<>();
    StatusRuntimeException last = null;
    for (String address : candidates) {
      try {
        Pdpb.GetMembersResponse members =
            stub(address, FIRST_CONTACT_TIMEOUT)
                .getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
        if (members.getLeader().getClientUrlsCount() > 0) {
          return membershipOf(members);
        }
        failures.add(address + ": no leader elected");
      } catch (StatusRuntimeException e) {
        last = e;
        failures.add(address + ": " + e.getStatus().getCode() + describe(e));
      }
    }
    throw new LoadException(
        ErrorCode.UNREACHABLE,
        "PD does not answer (%s). Check that the cluster is up and that the option pd names host:port of PD's client port, 2379 as a rule."
            .formatted(String.join("; ", failures)),
        last);
  }

  private static Membership membershipOf(Pdpb.GetMembersResponse members) {
    List<String> all = new ArrayList<>();
    String leader = Channels.hostPort(members.getLeader().getClientUrls(0));
    all.add(leader);
    for (Pdpb.Member member : members.getMembersList()) {
      member.getClientUrlsList().stream()
          .map(Channels::hostPort)
          .filter(a -> !all.contains(a))
          .forEach(all::add);
    }
    return new Membership(members.getHeader().getClusterId(), leader, List.copyOf(all));
  }

  private long oneTimestamp(PDGrpc.PDBlockingStub like) {
    CompletableFuture<Pdpb.TsoResponse> answer = new CompletableFuture<>();
    StreamObserver<Pdpb.TsoRequest> requests =
        PDGrpc.newStub(like.getChannel())
            .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .tso(new FirstAnswer<>(answer));
    requests.onNext(Pdpb.TsoRequest.newBuilder().setHeader(header()).setCount(1).build());
    try {
      Pdpb.TsoResponse response = answer.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      rejectError("get a timestamp", response.getHeader());
      return (response.getTimestamp().getPhysical() << 18) + response.getTimestamp().getLogical();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    } catch (TimeoutException e) {
      throw Status.DEADLINE_EXCEEDED.withCause(e).asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } finally {
      requests.onCompleted();
    }
  }

  private static void rejectError(String step, Pdpb.ResponseHeader header) {
    if (header.hasError() && header.getError().getType() != Pdpb.ErrorType.OK) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "PD refused to %s: %s (%s). Check PD's log."
              .formatted(step, header.getError().getMessage(), header.getError().getType()));
    }
  }

  private static String describe(StatusRuntimeException e) {
    String text = e.getStatus().getDescription();
    Throwable cause = e.getCause();
    if (text == null && cause != null) {
      text = cause.getMessage();
    }
    return text == null ? "" : " " + text.lines().findFirst().orElse("");
  }
}
