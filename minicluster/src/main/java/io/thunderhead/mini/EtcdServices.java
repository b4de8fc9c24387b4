package io.thunderhead.mini;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.ResponseHeader;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** The part of etcd's gRPC on PD's port that prechecks and registrations use: keys, leases. */
final class EtcdServices {
  private final EtcdStore store;
  private final long clusterId;

  EtcdServices(EtcdStore store, long clusterId) {
    this.store = store;
    this.clusterId = clusterId;
  }

  KVGrpc.KVImplBase keys() {
    return new EtcdKeys(store, this::header);
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

  static void refuse(StreamObserver<?> observer, Status status, String text) {
    observer.onError(status.withDescription(text).asRuntimeException());
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
