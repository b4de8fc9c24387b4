package io.thunderhead.tikv;

import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * Sends requests to the leader of the region that holds a raw key, again in bounds after a region
 * error, a lock, or no answer. Locks of transactions that died are ended on the way.
 *
 * <p>Thread-safe.
 */
final class RegionCalls {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final RetryPolicy TRIES =
      new RetryPolicy(20, Duration.ofMillis(50), Duration.ofSeconds(3));

  private final PdClient pd;
  private final RegionScanner regions;
  private final Channels channels;
  private final DeadLocks deadLocks;

  RegionCalls(PdClient pd, Channels channels) {
    this.pd = pd;
    this.regions = new RegionScanner(pd);
    this.channels = channels;
    this.deadLocks = new DeadLocks(this, pd);
  }

  /** One request to the region that holds a key. */
  @FunctionalInterface
  interface Call<R> {
    R send(Region region, TikvGrpc.TikvBlockingStub stub, Kvrpcpb.Context context);
  }

  /**
   * Why an answer is none.
   *
   * @param lock what a transaction locked, or null when something else is in the way
   */
  record Flaw(String text, Kvrpcpb.LockInfo lock) {
    /** Returns what the region says, or null when it says nothing. */
    static Flaw of(boolean hasError, Errorpb.Error error) {
      return hasError ? new Flaw(RegionErrors.describe(error), null) : null;
    }

    static Flaw of(Kvrpcpb.LockInfo lock) {
      return new Flaw("a lock of transaction " + lock.getLockVersion(), lock);
    }
  }

  /**
   * Sends until there is an answer.
   *
   * @param step stands in messages
   * @param flawOf returns null for an answer that is one
   */
  <R> R call(String step, byte[] key, Call<R> call, Function<R, Flaw> flawOf) {
    Backoff backoff = new Backoff(step, channels.bounded(TRIES));
    while (true) {
      Region region = regions.regionOf(key);
      String address = pd.store(region.leader().getStoreId()).address();
      try {
        R response = call.send(region, stub(address), RequestContext.of(region));
        Flaw flaw = flawOf.apply(response);
        if (flaw == null) {
          return response;
        }
        if (flaw.lock() == null || !deadLocks.end(flaw.lock())) {
          backoff.failed(region + " answered " + flaw.text(), null);
        }
      } catch (StatusRuntimeException e) {
        backoff.failed(
            "store %s (%s) answered %s"
                .formatted(region.leader().getStoreId(), address, e.getStatus()),
            e);
      }
    }
  }

  private TikvGrpc.TikvBlockingStub stub(String address) {
    return TikvGrpc.newBlockingStub(channels.to(address))
        .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
