package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb.AllocIDRequest;
import org.tikv.kvproto.Pdpb.AllocIDResponse;
import org.tikv.kvproto.Pdpb.Error;
import org.tikv.kvproto.Pdpb.ErrorType;
import org.tikv.kvproto.Pdpb.GetAllStoresRequest;
import org.tikv.kvproto.Pdpb.GetAllStoresResponse;
import org.tikv.kvproto.Pdpb.GetClusterConfigRequest;
import org.tikv.kvproto.Pdpb.GetClusterConfigResponse;
import org.tikv.kvproto.Pdpb.GetGCSafePointRequest;
import org.tikv.kvproto.Pdpb.GetGCSafePointResponse;
import org.tikv.kvproto.Pdpb.GetMembersRequest;
import org.tikv.kvproto.Pdpb.GetMembersResponse;
import org.tikv.kvproto.Pdpb.GetOperatorRequest;
import org.tikv.kvproto.Pdpb.GetOperatorResponse;
import org.tikv.kvproto.Pdpb.GetRegionByIDRequest;
import org.tikv.kvproto.Pdpb.GetRegionRequest;
import org.tikv.kvproto.Pdpb.GetRegionResponse;
import org.tikv.kvproto.Pdpb.GetStoreRequest;
import org.tikv.kvproto.Pdpb.GetStoreResponse;
import org.tikv.kvproto.Pdpb.IsBootstrappedRequest;
import org.tikv.kvproto.Pdpb.IsBootstrappedResponse;
import org.tikv.kvproto.Pdpb.Member;
import org.tikv.kvproto.Pdpb.Region;
import org.tikv.kvproto.Pdpb.RequestHeader;
import org.tikv.kvproto.Pdpb.ResponseHeader;
import org.tikv.kvproto.Pdpb.ScanRegionsRequest;
import org.tikv.kvproto.Pdpb.ScanRegionsResponse;
import org.tikv.kvproto.Pdpb.ScatterRegionRequest;
import org.tikv.kvproto.Pdpb.ScatterRegionResponse;
import org.tikv.kvproto.Pdpb.TsoRequest;
import org.tikv.kvproto.Pdpb.TsoResponse;
import org.tikv.kvproto.Pdpb.UpdateGCSafePointRequest;
import org.tikv.kvproto.Pdpb.UpdateGCSafePointResponse;
import org.tikv.kvproto.Pdpb.UpdateServiceGCSafePointRequest;
import org.tikv.kvproto.Pdpb.UpdateServiceGCSafePointResponse;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** PD's gRPC. Keys in requests and answers are encoded. */
final class PdService extends PDGrpc.PDImplBase {
  private static final String TSO_NOT_LEADER =
      "[PD:tso:ErrGenerateTimestamp]generate timestamp failed, requested pd is not leader of"
          + " cluster";

  private final Pd pd;
  private final PdMember self;
  private final Topology topology;
  private final ResponseHeader header;

  /** Makes the service of one member. */
  PdService(Pd pd, PdMember self) {
    this.pd = pd;
    this.self = self;
    topology = pd.topology();
    header = ResponseHeader.newBuilder().setClusterId(pd.clusterId()).build();
  }

  /**
   * Answers at the leader, and a request whose header names this cluster; PD refuses every other,
   * zero included, and looks at the leader first.
   */
  private <T> void serve(RequestHeader request, StreamObserver<T> observer, Callable<T> answer) {
    try {
      if (pd.members().leader() != self) {
        throw Status.UNAVAILABLE.withDescription("not leader").asRuntimeException();
      }
      checkCluster(request);
      Answers.answer(observer, answer.call());
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    } catch (Exception e) {
      observer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private void checkCluster(RequestHeader request) {
    if (request.getClusterId() != pd.clusterId()) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "mismatch cluster id, need "
                  + Long.toUnsignedString(pd.clusterId())
                  + " but got "
                  + Long.toUnsignedString(request.getClusterId()))
          .asRuntimeException();
    }
  }

  private ResponseHeader failed(ErrorType type, String message) {
    return header.toBuilder()
        .setError(Error.newBuilder().setType(type).setMessage(message))
        .build();
  }

  /** Answers whatever cluster is asked for: clients learn the cluster's id from it. */
  @Override
  public void getMembers(GetMembersRequest request, StreamObserver<GetMembersResponse> observer) {
    GetMembersResponse.Builder response = GetMembersResponse.newBuilder();
    if (!pd.members().hasMajority()) {
      String text = "[PD:etcd:ErrEtcdMemberList]etcd member list failed: context deadline exceeded";
      Answers.answer(observer, response.setHeader(failed(ErrorType.UNKNOWN, text)).build());
      return;
    }
    response.setHeader(header);
    pd.members().all().forEach(each -> response.addMembers(meta(each)));
    PdMember leader = pd.members().leader();
    if (leader != null) {
      response.setLeader(meta(leader)).setEtcdLeader(meta(leader));
    }
    Answers.answer(observer, response.build());
  }

  private Member meta(PdMember member) {
    return Member.newBuilder()
        .setName(member.name())
        .setMemberId(member.id())
        .addPeerUrls(member.url())
        .addClientUrls(member.url())
        .setBinaryVersion(pd.version())
        .setDeployPath(Pd.DEPLOY_PATH)
        .setGitHash("None")
        .build();
  }

  @Override
  public StreamObserver<TsoRequest> tso(StreamObserver<TsoResponse> observer) {
    return new StreamObserver<>() {
      private boolean ended;

      @Override
      public void onNext(TsoRequest request) {
        if (ended) {
          return;
        }
        try {
          checkCluster(request.getHeader());
          if (pd.members().leader() != self) {
            throw Status.UNKNOWN.withDescription(TSO_NOT_LEADER).asRuntimeException();
          }
          observer.onNext(
              TsoResponse.newBuilder()
                  .setHeader(header)
                  .setCount(request.getCount())
                  .setTimestamp(pd.tso().take(request.getCount()))
                  .build());
        } catch (StatusRuntimeException e) {
          ended = true;
          observer.onError(e);
        } catch (IllegalArgumentException e) {
          ended = true;
          observer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
        }
      }

      @Override
      public void onError(Throwable failure) {
        ended = true;
      }

      @Override
      public void onCompleted() {
        if (!ended) {
          observer.onCompleted();
        }
      }
    };
  }

  @Override
  public void isBootstrapped(
      IsBootstrappedRequest request, StreamObserver<IsBootstrappedResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> IsBootstrappedResponse.newBuilder().setHeader(header).setBootstrapped(true).build());
  }

  @Override
  public void allocID(AllocIDRequest request, StreamObserver<AllocIDResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> AllocIDResponse.newBuilder().setHeader(header).setId(topology.allocateId()).build());
  }

  @Override
  public void getStore(GetStoreRequest request, StreamObserver<GetStoreResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> {
          Store store = topology.storeOrNull(request.getStoreId());
          GetStoreResponse.Builder response = GetStoreResponse.newBuilder();
          return store == null
              ? response
                  .setHeader(
                      failed(
                          ErrorType.UNKNOWN,
                          "invalid store ID " + request.getStoreId() + ", not found"))
                  .build()
              : response
                  .setHeader(header)
                  .setStore(pd.meta(store))
                  .setStats(pd.stats(store))
                  .build();
        });
  }

  @Override
  public void getAllStores(
      GetAllStoresRequest request, StreamObserver<GetAllStoresResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> {
          GetAllStoresResponse.Builder response =
              GetAllStoresResponse.newBuilder().setHeader(header);
          for (Store store : topology.stores()) {
            response.addStores(pd.meta(store));
          }
          return response.build();
        });
  }

  @Override
  public void getRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> region(topology.at(request.getRegionKey().toByteArray())));
  }

  @Override
  public void getPrevRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> region(topology.before(request.getRegionKey().toByteArray())));
  }

  @Override
  public void getRegionByID(
      GetRegionByIDRequest request, StreamObserver<GetRegionResponse> observer) {
    serve(request.getHeader(), observer, () -> region(topology.byId(request.getRegionId())));
  }

  /** PD answers an unknown region with a header and nothing else. */
  private GetRegionResponse region(Topology.Reported reported) {
    GetRegionResponse.Builder response = GetRegionResponse.newBuilder().setHeader(header);
    if (reported != null) {
      response.setRegion(reported.region()).setLeader(reported.leader());
    }
    return response.build();
  }

  // Old clients read the two parallel lists.
  @Override
  public void scanRegions(
      ScanRegionsRequest request, StreamObserver<ScanRegionsResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> {
          ScanRegionsResponse.Builder response = ScanRegionsResponse.newBuilder().setHeader(header);
          for (Topology.Reported reported :
              topology.scan(
                  request.getStartKey().toByteArray(),
                  request.getEndKey().toByteArray(),
                  request.getLimit())) {
            Metapb.Peer leader = reported.leader();
            response
                .addRegionMetas(reported.region())
                .addLeaders(leader)
                .addRegions(Region.newBuilder().setRegion(reported.region()).setLeader(leader));
          }
          return response.build();
        });
  }

  @Override
  public void scatterRegion(
      ScatterRegionRequest request, StreamObserver<ScatterRegionResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () ->
            request.getRegionsIdCount() > 0
                ? scatterAll(request.getRegionsIdList(), request.getGroup())
                : scatterOne(request));
  }

  private ScatterRegionResponse scatterAll(List<Long> regionIds, String group) {
    if (regionIds.size() == 1 && topology.group(regionIds.get(0)) == null) {
      throw Status.UNKNOWN
          .withDescription("[PD:region:ErrRegionNotFound]region %v not found")
          .asRuntimeException();
    }
    List<Long> failed = new ArrayList<>();
    for (long regionId : regionIds) {
      if (pd.scattering().scatter(regionId, group) != null) {
        failed.add(regionId);
      }
    }
    ScatterRegionResponse response =
        ScatterRegionResponse.newBuilder()
            .setHeader(header)
            .setFinishedPercentage(100 - 100L * failed.size() / regionIds.size())
            .build();
    return NewerFields.withFailedRegions(response, failed);
  }

  // Clients of PD 4 name one region in the old field.
  @SuppressWarnings("deprecation")
  private ScatterRegionResponse scatterOne(ScatterRegionRequest request) {
    ScatterRegionResponse.Builder response = ScatterRegionResponse.newBuilder();
    if (topology.group(request.getRegionId()) == null) {
      return response.setHeader(failed(ErrorType.REGION_NOT_FOUND, "region %d not found")).build();
    }
    String refused = pd.scattering().scatter(request.getRegionId(), request.getGroup());
    return refused != null
        ? response.setHeader(failed(ErrorType.UNKNOWN, refused)).build()
        : response.setHeader(header).setFinishedPercentage(100).build();
  }

  @Override
  public void getOperator(
      GetOperatorRequest request, StreamObserver<GetOperatorResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> {
          Scattering.Operator operator = pd.scattering().operator(request.getRegionId());
          GetOperatorResponse.Builder response = GetOperatorResponse.newBuilder();
          return operator == null
              ? response.setHeader(failed(ErrorType.REGION_NOT_FOUND, "Not Found")).build()
              : response
                  .setHeader(header)
                  .setRegionId(request.getRegionId())
                  .setDesc(ByteString.copyFromUtf8(Scattering.DESCRIPTION))
                  .setKind(ByteString.copyFromUtf8(operator.kind()))
                  .setStatus(operator.status())
                  .build();
        });
  }

  @Override
  public void getClusterConfig(
      GetClusterConfigRequest request, StreamObserver<GetClusterConfigResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () ->
            GetClusterConfigResponse.newBuilder()
                .setHeader(header)
                .setCluster(
                    Metapb.Cluster.newBuilder()
                        .setId(pd.clusterId())
                        .setMaxPeerCount(pd.maxReplicas()))
                .build());
  }

  @Override
  public void getGCSafePoint(
      GetGCSafePointRequest request, StreamObserver<GetGCSafePointResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () ->
            GetGCSafePointResponse.newBuilder()
                .setHeader(header)
                .setSafePoint(pd.safePoints().gcSafePoint())
                .build());
  }

  @Override
  public void updateGCSafePoint(
      UpdateGCSafePointRequest request, StreamObserver<UpdateGCSafePointResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () ->
            UpdateGCSafePointResponse.newBuilder()
                .setHeader(header)
                .setNewSafePoint(pd.safePoints().advance(request.getSafePoint()))
                .build());
  }

  @Override
  public void updateServiceGCSafePoint(
      UpdateServiceGCSafePointRequest request,
      StreamObserver<UpdateServiceGCSafePointResponse> observer) {
    serve(
        request.getHeader(),
        observer,
        () -> {
          GcSafePoints.Minimum minimum =
              pd.safePoints()
                  .update(
                      request.getServiceId().toStringUtf8(),
                      request.getTTL(),
                      request.getSafePoint());
          return UpdateServiceGCSafePointResponse.newBuilder()
              .setHeader(header)
              .setServiceId(ByteString.copyFromUtf8(minimum.serviceId()))
              .setTTL(minimum.ttlSeconds())
              .setMinSafePoint(minimum.safePoint())
              .build();
        });
  }
}
