package io.thunderhead.pd;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.RetryPolicy;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short work that one driver of the cluster does at a time, behind a key of PD's etcd that goes
 * with a lease of a minute.
 */
public final class OneAtATime {
  private static final Logger LOG = LoggerFactory.getLogger(OneAtATime.class);
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final String PREFIX = "/thunderhead/one-at-a-time/";
  private static final RetryPolicy WAIT =
      new RetryPolicy(120, Duration.ofMillis(50), Duration.ofSeconds(1));

  private OneAtATime() {}

  /**
   * Does the work when nobody else does the same.
   *
   * @param name of the work in the cluster, ASCII
   * @throws LoadException TABLE_IN_USE when others keep it for minutes, or when it took so long
   *     that another driver may have begun it
   */
  public static <T> T run(PdEtcd etcd, String name, Supplier<T> work) {
    String key = PREFIX + name;
    long lease = etcd.grantLease(TTL);
    try {
      take(etcd, key, lease);
      T done = work.get();
      if (etcd.held(key).filter(held -> held.lease() == lease).isEmpty()) {
        throw new LoadException(
            ErrorCode.TABLE_IN_USE,
            "%s took longer than %s, and another load may have done it at the same time. Run the load again."
                .formatted(name, TTL));
      }
      return done;
    } finally {
      giveBack(etcd, lease);
    }
  }

  private static void take(PdEtcd etcd, String key, long lease) {
    Backoff backoff = new Backoff("waiting for key " + key + " of PD's etcd", WAIT);
    while (true) {
      PdEtcd.Seen seen = etcd.see(key);
      if (seen.held().stream().anyMatch(held -> held.lease() == lease)) {
        return;
      } else if (!seen.held().isEmpty()) {
        wait(key, backoff);
      } else if (etcd.putUnlessPutSince(seen, key, "", lease)) {
        return;
      }
    }
  }

  private static void wait(String key, Backoff backoff) {
    if (!backoff.again("another load is at it")) {
      throw new LoadException(
          ErrorCode.TABLE_IN_USE,
          "another load holds key %s of PD's etcd for minutes, and it is needed for seconds. See that TiDB answers, and run the load again."
              .formatted(key));
    }
  }

  private static void giveBack(PdEtcd etcd, long lease) {
    try {
      etcd.revokeLease(lease);
    } catch (RuntimeException e) {
      LOG.warn("a lease of {} could not be given back, it ends by itself", TTL, e);
    }
  }
}
