package io.thunderhead.pd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
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
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * Reads PD's etcd, which answers at the members' client ports (import-protocol 5.3). Any member can
 * tell; they are asked in turn, the leader first. Thread-safe.
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

  private List<KeyValue> range(RangeRequest request) {
    String what = "read " + request.getKey().toStringUtf8() + " in PD's etcd";
    Backoff backoff = pd.backoff(what, CALLS);
    while (true) {
      List<String> failures = new ArrayList<>();
      for (String address : pd.addresses()) {
        try {
          return KVGrpc.newBlockingStub(channels.to(address))
              .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .range(request)
              .getKvsList();
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
