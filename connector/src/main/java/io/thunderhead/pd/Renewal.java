package io.thunderhead.pd;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends something that PD forgets after a while again and again, on a thread of its own. */
final class Renewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  private final ScheduledExecutorService thread;

  private Renewal(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /**
   * Starts to renew.
   *
   * @param ttl life of what is renewed; sent again each third of it
   */
  static Renewal of(String name, Duration ttl, Runnable send) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, name);
              daemon.setDaemon(true);
              return daemon;
            });
    long period = ttl.toMillis() / 3;
    thread.scheduleWithFixedDelay(() -> attempt(name, send), period, period, TimeUnit.MILLISECONDS);
    return new Renewal(thread);
  }

  private static void attempt(String name, Runnable send) {
    try {
      send.run();
    } catch (RuntimeException e) {
      LOG.warn("{} could not be renewed, trying again: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
