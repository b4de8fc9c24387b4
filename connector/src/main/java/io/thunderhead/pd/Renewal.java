package io.thunderhead.pd;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends something that a server forgets after a while again and again, on a thread of its own.
 *
 * <p>A failure is told and tried again; after one that is told, success is told as well.
 */
public final class Renewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  private static final Duration LAST_SENDING = Duration.ofSeconds(5);

  private final String name;
  private final Runnable send;
  private final HoldListener listener;
  private final ScheduledExecutorService thread;
  private boolean failing;

  private Renewal(
      String name, Runnable send, HoldListener listener, ScheduledExecutorService thread) {
    this.name = name;
    this.send = send;
    this.listener = listener;
    this.thread = thread;
  }

  /**
   * Starts to renew.
   *
   * @param name what is renewed, as it reads in a message: {@code "the scheduler pause"}
   * @param period time between the end of one sending and the next
   */
  public static Renewal of(String name, Duration period, Runnable send, HoldListener listener) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "renewal of " + name);
              daemon.setDaemon(true);
              return daemon;
            });
    Renewal renewal = new Renewal(name, send, listener, thread);
    long millis = period.toMillis();
    thread.scheduleWithFixedDelay(renewal::attempt, millis, millis, TimeUnit.MILLISECONDS);
    return renewal;
  }

  private void attempt() {
    try {
      send.run();
      if (failing) {
        failing = false;
        listener.told(name + " is renewed again");
      }
    } catch (RuntimeException e) {
      if (thread.isShutdown()) {
        return;
      }
      failing = true;
      LOG.warn("{} could not be renewed", name, e);
      listener.told("%s could not be renewed, trying again: %s".formatted(name, e.getMessage()));
    }
  }

  /** Ends it, once a sending that is under way has ended: none arrives behind what comes next. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
