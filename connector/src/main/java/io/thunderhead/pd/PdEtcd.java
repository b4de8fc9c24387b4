package io.thunderhead.pd;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Failures;
import io.thunderhead.rpc.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.Deadline;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * PD's etcd, which answers at the members' client ports (import-protocol 5.3). Any member will do;
 * they are asked in turn, the leader first. Thread-safe.
 */
public final class PdEtcd {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
  private static final RetryPolicy CALLS =
      new RetryPolicy(6, Duration.ofMillis(100), Duration.ofSeconds(3));

  private final PdClient pd;
  private final Channels channels;

  /** Makes a client of the members that another one knows; the caller closes the channels. */
  public PdEtcd(PdClient pd, Channels channels) {
    this.pd = pd;
    this.channels = channels;
  }

  /** Returns the keys that begin with a prefix, in byte order. */
  public List<String> keys(String prefix) {
    ByteString start = ByteString.copyFromUtf8(prefix);
    RangeRequest request =
        RangeRequest.newBuilder()
            .setKey(start)
            .setRangeEnd(behind(start))
            .setKeysOnly(true)
            .build();
    return range(request).stream().map(kv -> kv.getKey().toString(StandardCharsets.UTF_8)).toList();
  }

  /** Returns the value of a key, if it is there. */
  public Optional<byte[]> value(String key) {
    RangeRequest request = RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    return range(request).stream().findFirst().map(kv -> kv.getValue().toByteArray());
  }

  /** Returns the first key behind all that begin with a prefix; prefixes here end in ASCII. */
  private static ByteString behind(ByteString prefix) {
    int last = prefix.size() - 1;
    byte[] end = prefix.toByteArray();
    end[last]++;
    return ByteString.copyFrom(end);
  }

  /** Returns a lease that nothing hangs on yet; its keys go with it when nobody keeps it alive. */
  long grantLease(Duration ttl) {
    LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setTTL(ttl.toSeconds()).build();
    return call(
            "take a lease in PD's etcd",
            channel ->
                LeaseGrpc.newBlockingStub(channel).withDeadline(deadline()).leaseGrant(request))
        .getID();
  }

  /** Lets a lease live for another TTL and tells whether it was still there. */
  boolean keepAlive(long lease) {
    LeaseKeepAliveRequest request = LeaseKeepAliveRequest.newBuilder().setID(lease).build();
    return call("keep a lease in PD's etcd alive", channel -> keepAlive(channel, request)).getTTL()
        > 0;
  }

  private static LeaseKeepAliveResponse keepAlive(Channel channel, LeaseKeepAliveRequest request) {
    return FirstAnswer.of(
        CALL_TIMEOUT,
        answers -> {
          StreamObserver<LeaseKeepAliveRequest> requests =
              LeaseGrpc.newStub(channel).withDeadline(deadline()).leaseKeepAlive(answers);
          requests.onNext(request);
          return requests;
        });
  }

  /** Ends a lease and all keys that hang on it; one that is gone already is no error. */
  void revokeLease(long lease) {
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(lease).build();
    call(
        "give a lease in PD's etcd back",
        channel -> {
          try {
            return LeaseGrpc.newBlockingStub(channel).withDeadline(deadline()).leaseRevoke(request);
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
              return LeaseRevokeResponse.getDefaultInstance();
            }
            throw e;
          }
        });
  }

  /** Returns a key and those that go on with a hyphen behind it, as they are at one moment. */
  Seen see(String key) {
    RangeResponse response = answer(withHyphens(key));
    return new Seen(
        key,
        response.getHeader().getRevision(),
        response.getKvsList().stream().map(Held::of).toList());
  }

  /** A hyphen is below the dot, and digits, with which other keys go on, are above it. */
  private static RangeRequest withHyphens(String key) {
    return RangeRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8(key))
        .setRangeEnd(ByteString.copyFromUtf8(key + "."))
        .build();
  }

  /** What was there at a revision. */
  record Seen(String key, long revision, List<Held> held) {}

  /**
   * Puts a key on a lease unless one of those that were seen, or might have been, has been put
   * since, in one step.
   *
   * @return whether it was put; false also when an earlier try that was never answered has put it
   */
  boolean putUnlessPutSince(Seen seen, String key, String value, long lease) {
    RangeRequest range = withHyphens(seen.key());
    TxnRequest request =
        TxnRequest.newBuilder()
            .addCompare(
                Compare.newBuilder()
                    .setKey(range.getKey())
                    .setRangeEnd(range.getRangeEnd())
                    .setTarget(Compare.CompareTarget.MOD)
                    .setResult(Compare.CompareResult.LESS)
                    .setModRevision(seen.revision() + 1))
            .addSuccess(
                RequestOp.newBuilder()
                    .setRequestPut(
                        PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(key))
                            .setValue(ByteString.copyFromUtf8(value))
                            .setLease(lease)))
            .build();
    return call(
            "write " + key + " in PD's etcd",
            channel -> KVGrpc.newBlockingStub(channel).withDeadline(deadline()).txn(request))
        .getSucceeded();
  }

  /** Returns a key with its lease, if it is there. */
  Optional<Held> held(String key) {
    RangeRequest request = RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    return range(request).stream().findFirst().map(Held::of);
  }

  /** A key's value, and the lease that it hangs on. */
  record Held(long lease, String value) {
    private static Held of(KeyValue pair) {
      return new Held(pair.getLease(), pair.getValue().toStringUtf8());
    }
  }

  private List<KeyValue> range(RangeRequest request) {
    return answer(request).getKvsList();
  }

  private RangeResponse answer(RangeRequest request) {
    return call(
        "read " + request.getKey().toStringUtf8() + " in PD's etcd",
        channel -> KVGrpc.newBlockingStub(channel).withDeadline(deadline()).range(request));
  }

  private static Deadline deadline() {
    return Deadline.after(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> T call(String what, Function<Channel, T> request) {
    Backoff backoff = pd.backoff(what, CALLS);
    while (true) {
      List<String> failures = new ArrayList<>();
      for (String address : pd.addresses()) {
        try {
          return request.apply(channels.to(address));
        } catch (StatusRuntimeException e) {
          if (!PdRefusal.isTransient(e.getStatus())) {
            throw refused(what, address, e);
          }
          failures.add(address + ": " + Failures.describe(e));
        }
      }
      backoff.failed(String.join("; ", failures), null, ErrorCode.UNREACHABLE);
      pd.followLeader();
    }
  }

  private static LoadException refused(String what, String address, StatusRuntimeException e) {
    return new LoadException(
        ErrorCode.CLUSTER_PROTOCOL,
        "%s does not let us %s: %s. Check that the address is PD's."
            .formatted(address, what, Failures.describe(e)),
        e);
  }
}
