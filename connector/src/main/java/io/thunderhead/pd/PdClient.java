package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Failures;
import io.thunderhead.rpc.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * PD's gRPC service, asked at its leader; takes raw keys and encodes them as PD wants
 * (import-protocol 1.5).
 *
 * <p>Thread-safe. Follows the leader: a call that a member cannot serve is sent again once the
 * members that are left name another leader, for about half a minute. Throws {@link
 * ErrorCode#UNREACHABLE} when none does, and {@link ErrorCode#CLUSTER_PROTOCOL} when PD refuses.
 */
public final class PdClient {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration MEMBERS_TIMEOUT = Duration.ofSeconds(5);
  private static final RetryPolicy CALLS =
      new RetryPolicy(14, Duration.ofMillis(100), Duration.ofSeconds(3));

  /** A wrong address should be told soon; an election is waited for by {@link #CALLS}. */
  private static final RetryPolicy FIRST_CONTACT =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(1));

  private static final String NO_LEADER = "no leader elected";

  private final List<String> configured;
  private final Channels channels;
  private volatile Membership membership;

  /** What a member told: the cluster, its leader, and every address with the leader's first. */
  private record Membership(long clusterId, String leader, List<String> addresses) {}

  private PdClient(List<String> addresses, Channels channels) {
    this.configured = addresses.stream().map(Channels::hostPort).toList();
    this.channels = channels;
  }

  /**
   * Finds PD's leader through any of the addresses.
   *
   * @param addresses {@code host:port} of one or more PD members
   * @param channels where connections are kept; the caller closes them
   * @throws LoadException UNREACHABLE when no address names a leader
   */
  public static PdClient connect(List<String> addresses, Channels channels) {
    PdClient client = new PdClient(addresses, channels);
    Backoff silent = client.backoff("find PD", FIRST_CONTACT);
    Backoff leaderless = client.backoff("wait for PD's leader", CALLS);
    while (true) {
      List<String> failures = new ArrayList<>();
      Membership found = client.findLeader(client.configured, failures);
      if (found != null) {
        client.membership = found;
        return client;
      }
      boolean answered = failures.stream().anyMatch(f -> f.contains(NO_LEADER));
      (answered ? leaderless : silent)
          .failed(
              "PD does not answer (%s); the option pd names host:port of PD's client port, 2379 as a rule, and ca, cert and key are needed where the cluster uses TLS"
                  .formatted(String.join("; ", failures)),
              null,
              ErrorCode.UNREACHABLE);
    }
  }

  /** Returns the cluster's id. */
  public long clusterId() {
    return membership.clusterId();
  }

  /** Returns {@code host:port} of PD's leader. */
  public String leaderAddress() {
    return membership.leader();
  }

  /** Returns the addresses to ask, the leader's first. */
  List<String> addresses() {
    return membership.addresses();
  }

  /** Returns a fresh timestamp: physical milliseconds shifted left by 18, plus a counter. */
  public long timestamp() {
    Pdpb.TsoResponse response =
        call("get a timestamp", this::oneTimestamp, Pdpb.TsoResponse::getHeader);
    return (response.getTimestamp().getPhysical() << 18) + response.getTimestamp().getLogical();
  }

  /** Returns the store of an id. */
  public Store store(long id) {
    return Store.of(
        call(
                "get store " + id,
                stub ->
                    stub.getStore(
                        Pdpb.GetStoreRequest.newBuilder()
                            .setHeader(header())
                            .setStoreId(id)
                            .build()),
                Pdpb.GetStoreResponse::getHeader)
            .getStore());
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
                        .build()),
            Pdpb.GetAllStoresResponse::getHeader);
    return response.getStoresList().stream().map(Store::of).toList();
  }

  /** Asks for one page of regions that meet a range of raw keys, in key order. */
  List<Region> scanPage(KeyRange rawRange, int limit) {
    Pdpb.ScanRegionsResponse response =
        call(
            "scan regions",
            stub ->
                stub.scanRegions(
                    Pdpb.ScanRegionsRequest.newBuilder()
                        .setHeader(header())
                        .setStartKey(UnsafeByteOperations.unsafeWrap(encodeBound(rawRange.start())))
                        .setEndKey(UnsafeByteOperations.unsafeWrap(encodeBound(rawRange.end())))
                        .setLimit(limit)
                        .build()),
            Pdpb.ScanRegionsResponse::getHeader);
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
    Pdpb.ScatterRegionResponse response =
        call(
            "scatter",
            stub ->
                stub.scatterRegion(
                    Pdpb.ScatterRegionRequest.newBuilder()
                        .setHeader(header())
                        .addAllRegionsId(regionIds)
                        .setUnknownFields(PdFields.skipStoreLimit())
                        .build()),
            Pdpb.ScatterRegionResponse::getHeader);
    return (int) response.getFinishedPercentage();
  }

  /**
   * Returns how a region's scatter operator stands: RUNNING, or TIMEOUT, CANCEL or REPLACE when it
   * was given up, or SUCCESS when it is done or gone (import-protocol 2.10).
   */
  public Pdpb.OperatorStatus scatterStatus(long regionId) {
    Pdpb.GetOperatorResponse response =
        send(
            "get the operator of region " + regionId,
            stub ->
                stub.getOperator(
                    Pdpb.GetOperatorRequest.newBuilder()
                        .setHeader(header())
                        .setRegionId(regionId)
                        .build()),
            Pdpb.GetOperatorResponse::getHeader);
    boolean gone =
        PdRefusal.isError(response.getHeader())
            || !response.getDesc().toString(StandardCharsets.UTF_8).equals("scatter-region");
    return gone ? Pdpb.OperatorStatus.SUCCESS : response.getStatus();
  }

  /**
   * Registers, renews or removes a service safe point (import-protocol 2.3).
   *
   * @param ttlSeconds life of the registration; zero or less removes it
   * @return the smallest safe point in force: the registration holds only when it is not larger
   *     than {@code safePoint}
   */
  public long updateServiceSafePoint(String serviceId, long ttlSeconds, long safePoint) {
    return call(
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
                        .build()),
            Pdpb.UpdateServiceGCSafePointResponse::getHeader)
        .getMinSafePoint();
  }

  /** Encodes a region bound; an empty one is infinity and stays empty. */
  static byte[] encodeBound(byte[] rawKey) {
    return rawKey.length == 0 ? rawKey : MemComparable.encodeBytes(rawKey);
  }

  private Pdpb.RequestHeader header() {
    return Pdpb.RequestHeader.newBuilder().setClusterId(membership.clusterId()).build();
  }

  /** Sends a request until the leader has answered it, and refuses an answer with an error. */
  private <T> T call(
      String step,
      Function<PDGrpc.PDBlockingStub, T> request,
      Function<T, Pdpb.ResponseHeader> headerOf) {
    T response = send(step, request, headerOf);
    PdRefusal.reject(step, headerOf.apply(response));
    return response;
  }

  /** As {@link #call}, for answers whose error is part of the protocol. */
  private <T> T send(
      String step,
      Function<PDGrpc.PDBlockingStub, T> request,
      Function<T, Pdpb.ResponseHeader> headerOf) {
    Backoff backoff = backoff(step + " from PD", CALLS);
    while (true) {
      Membership current = membership;
      try {
        T response = request.apply(stub(current.leader(), CALL_TIMEOUT));
        if (!PdRefusal.isTransient(headerOf.apply(response))) {
          return response;
        }
        String told = headerOf.apply(response).getError().getMessage();
        backoff.failed(current.leader() + " answered " + told, null, ErrorCode.UNREACHABLE);
      } catch (StatusRuntimeException e) {
        if (!PdRefusal.isTransient(e.getStatus())) {
          throw PdRefusal.of(step, current.leader(), e);
        }
        backoff.failed(
            current.leader() + " answered " + Failures.describe(e), e, ErrorCode.UNREACHABLE);
      }
      followLeader();
    }
  }

  /** Counts the tries of a step whose pauses are as short as is wanted of this cluster. */
  Backoff backoff(String step, RetryPolicy policy) {
    return new Backoff(step, channels.bounded(policy));
  }

  private PDGrpc.PDBlockingStub stub(String address, Duration timeout) {
    return PDGrpc.newBlockingStub(channels.to(address))
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks who leads now; keeps what is known while nobody can tell. */
  void followLeader() {
    Membership known = membership;
    Membership found = findLeader(known.addresses(), new ArrayList<>());
    if (found == null) {
      return;
    }
    if (found.clusterId() != known.clusterId()) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "PD at %s belongs to cluster %s now, the load began with cluster %s. Check the option pd, and what became of the cluster."
              .formatted(
                  found.leader(),
                  Long.toUnsignedString(found.clusterId()),
                  Long.toUnsignedString(known.clusterId())));
    }
    membership = found;
  }

  /** Returns the first membership that names a leader, or null after noting why there is none. */
  private Membership findLeader(List<String> candidates, List<String> failures) {
    for (String address : candidates) {
      try {
        Pdpb.GetMembersResponse members =
            stub(address, MEMBERS_TIMEOUT).getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
        if (members.getLeader().getClientUrlsCount() > 0) {
          return membershipOf(members);
        }
        failures.add(address + ": " + NO_LEADER + PdRefusal.text(members.getHeader()));
      } catch (StatusRuntimeException e) {
        failures.add(address + ": " + Failures.describe(e));
      }
    }
    return null;
  }

  private Membership membershipOf(Pdpb.GetMembersResponse members) {
    Set<String> all = new LinkedHashSet<>();
    String leader = Channels.hostPort(members.getLeader().getClientUrls(0));
    all.add(leader);
    for (Pdpb.Member member : members.getMembersList()) {
      member.getClientUrlsList().stream().map(Channels::hostPort).forEach(all::add);
    }
    all.addAll(configured);
    return new Membership(members.getHeader().getClusterId(), leader, List.copyOf(all));
  }

  private Pdpb.TsoResponse oneTimestamp(PDGrpc.PDBlockingStub like) {
    return FirstAnswer.of(
        CALL_TIMEOUT,
        answers -> {
          StreamObserver<Pdpb.TsoRequest> requests =
              PDGrpc.newStub(like.getChannel())
                  .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                  .tso(answers);
          requests.onNext(Pdpb.TsoRequest.newBuilder().setHeader(header()).setCount(1).build());
          return requests;
        });
  }
}
