package io.thunderhead.mini;

import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** The part of etcd's gRPC on PD's port that prechecks and registrations use. */
final class EtcdServices {
  private final EtcdStore store;
  private final long clusterId;

  EtcdServices(EtcdStore store, long clusterId) {
    this.store = store;
    this.clusterId = clusterId;
  }

  KVGrpc.KVImplBase keys() {
    return new KeyService();
  }

  LeaseGrpc.LeaseImplBase leases() {
    return new LeaseService();
  }

  private ResponseHeader header() {
    return ResponseHeader.newBuilder()
        .setClusterId(clusterId)
        .setRevision(store.revision())
        .setRaftTerm(2)
        .build();
  }

  private static void refuse(StreamObserver<?> observer, Status status, String text) {
    observer.onError(status.withDescription(text).asRuntimeException());
  }

  private final class KeyService extends KVGrpc.KVImplBase {
    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
      if (request.getKey().isEmpty()) {
        refuse(observer, Status.INVALID_ARGUMENT, "etcdserver: key is not provided");
        return;
      }
      List<KeyValue> found = new ArrayList<>(store.range(request.getKey(), request.getRangeEnd()));
      sort(found, request);
      RangeResponse.Builder response =
          RangeResponse.newBuilder().setHeader(header()).setCount(found.size());
      if (!request.getCountOnly()) {
        long limit = request.getLimit() > 0 ? request.getLimit() : found.size();
        response.setMore(found.size() > limit);
        for (KeyValue pair : found.subList(0, (int) Math.min(limit, found.size()))) {
          response.addKvs(request.getKeysOnly() ? pair.toBuilder().clearValue().build() : pair);
        }
      }
      Answers.answer(observer, response.build());
    }

    private static void sort(List<KeyValue> found, RangeRequest request) {
      Comparator<KeyValue> order =
          switch (request.getSortTarget()) {
            case VERSION -> Comparator.comparingLong(KeyValue::getVersion);
            case CREATE -> Comparator.comparingLong(KeyValue::getCreateRevision);
            case MOD -> Comparator.comparingLong(KeyValue::getModRevision);
            case VALUE ->
                Comparator.comparing(
                    KeyValue::getValue, ByteString.unsignedLexicographicalComparator());
            default ->
                Comparator.comparing(
                    KeyValue::getKey, ByteString.unsignedLexicographicalComparator());
          };
      boolean descending = request.getSortOrder() == RangeRequest.SortOrder.DESCEND;
      found.sort(descending ? order.reversed() : order);
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> observer) {
      try {
        KeyValue before = store.put(request.getKey(), request.getValue(), request.getLease());
        PutResponse.Builder response = PutResponse.newBuilder().setHeader(header());
        if (request.getPrevKv() && before != null) {
          response.setPrevKv(before);
        }
        Answers.answer(observer, response.build());
      } catch (IllegalArgumentException e) {
        refuse(observer, Status.NOT_FOUND, e.getMessage());
      }
    }

    @Override
    public void deleteRange(
        DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> observer) {
      List<KeyValue> deleted = store.delete(request.getKey(), request.getRangeEnd());
      DeleteRangeResponse.Builder response =
          DeleteRangeResponse.newBuilder().setHeader(header()).setDeleted(deleted.size());
      if (request.getPrevKv()) {
        response.addAllPrevKvs(deleted);
      }
      Answers.answer(observer, response.build());
    }
  }

  private final class LeaseService extends LeaseGrpc.LeaseImplBase {
    @Override
    public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> observer) {
      try {
        long id = store.grant(request.getID(), request.getTTL());
        Answers.answer(
            observer,
            LeaseGrantResponse.newBuilder()
                .setHeader(header())
                .setID(id)
                .setTTL(request.getTTL())
                .build());
      } catch (IllegalArgumentException e) {
        refuse(observer, Status.FAILED_PRECONDITION, e.getMessage());
      }
    }

    @Override
    public void leaseRevoke(
        LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> observer) {
      if (store.revoke(request.getID())) {
        Answers.answer(observer, LeaseRevokeResponse.newBuilder().setHeader(header()).build());
      } else {
        refuse(observer, Status.NOT_FOUND, "etcdserver: requested lease not found");
      }
    }

    @Override
    public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(
        StreamObserver<LeaseKeepAliveResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(LeaseKeepAliveRequest request) {
          observer.onNext(
              LeaseKeepAliveResponse.newBuilder()
                  .setHeader(header())
                  .setID(request.getID())
                  .setTTL(store.keepAlive(request.getID()))
                  .build());
        }

        @Override
        public void onError(Throwable failure) {
          // The client has gone; its lease runs out by itself.
        }

        @Override
        public void onCompleted() {
          observer.onCompleted();
        }
      };
    }

    @Override
    public void leaseTimeToLive(
        LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> observer) {
      long[] times = store.timeToLive(request.getID());
      LeaseTimeToLiveResponse.Builder response =
          LeaseTimeToLiveResponse.newBuilder()
              .setHeader(header())
              .setID(request.getID())
              .setTTL(times == null ? -1 : times[0])
              .setGrantedTTL(times == null ? 0 : times[1]);
      if (request.getKeys()) {
        response.addAllKeys(store.keysOf(request.getID()));
      }
      Answers.answer(observer, response.build());
    }
  }
}
