package io.thunderhead.tikv;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What one JVM may send to each store for one load, so that all JVMs together keep to a limit
 * without asking each other (import-protocol 8).
 *
 * <p>The limit is cut into as many parts as tasks can run at once. A JVM has as many parts as tasks
 * ran in it at once; those that are left share the parts of those that ended. A task that fails
 * takes its part along, because it runs again elsewhere.
 */
public final class WriteSpeed {
  /** Bytes that wait for nothing, as the time in which they are earned. */
  static final Duration BURST = Duration.ofMillis(100);

  private static final Map<String, WriteSpeed> OF_THIS_JVM = new ConcurrentHashMap<>();

  private final Limit limit;
  private final Map<Long, Pace> stores = new ConcurrentHashMap<>();
  private int running;
  private int parts;

  /**
   * The limit of one load.
   *
   * @param load id of the load
   * @param bytesPerSecond of keys and values to one store; zero is no limit
   * @param tasks most tasks that run at once in all JVMs
   */
  public record Limit(String load, long bytesPerSecond, int tasks) implements Serializable {
    /** No limit. */
    public static final Limit NONE = new Limit("", 0, 1);

    /** Checks the bounds. */
    public Limit {
      if (bytesPerSecond < 0 || tasks < 1) {
        throw new IllegalArgumentException(
            "write speed: %d bytes/s, %d tasks (expected: >= 0, >= 1)"
                .formatted(bytesPerSecond, tasks));
      }
    }

    /** Returns the bytes that one task may send to a store in a time, at least. */
    public long bytesOfOneTask(Duration time) {
      return bytesPerSecond == 0
          ? Long.MAX_VALUE
          : (long) ((double) bytesPerSecond / tasks * (time.toNanos() / 1e9));
    }
  }

  WriteSpeed(Limit limit) {
    this.limit = limit;
  }

  /** One task's hold on the JVM's parts. */
  public static final class Task implements AutoCloseable {
    private final WriteSpeed speed;
    private boolean done;

    private Task(WriteSpeed speed) {
      this.speed = speed;
    }

    /** Waits until so many bytes may go to a store. */
    void take(long storeId, long bytes) throws InterruptedException {
      if (speed != null) {
        TimeUnit.NANOSECONDS.sleep(speed.reserve(storeId, bytes, System.nanoTime()));
      }
    }

    /** Says that the task's work is done, and need not be done again. */
    public void done() {
      done = true;
    }

    @Override
    public void close() {
      if (speed != null) {
        OF_THIS_JVM.computeIfPresent(
            speed.limit.load(), (load, known) -> known.leave(done) ? known : null);
      }
    }
  }

  /** A task without a limit. */
  static final Task UNLIMITED = new Task(null);

  /** Lets a task of this JVM begin to write. */
  public static Task enter(Limit limit) {
    if (limit.bytesPerSecond() == 0) {
      return UNLIMITED;
    }
    return new Task(
        OF_THIS_JVM.compute(
            limit.load(),
            (load, known) -> {
              WriteSpeed speed = known == null ? new WriteSpeed(limit) : known;
              speed.enter();
              return speed;
            }));
  }

  synchronized void enter() {
    running++;
    parts = Math.max(parts, running);
  }

  /** Lets a task end and tells whether others are left. */
  synchronized boolean leave(boolean done) {
    running--;
    if (!done) {
      parts = Math.max(running, parts - 1);
    }
    return running > 0;
  }

  private synchronized double bytesPerNano() {
    return limit.bytesPerSecond() / 1e9 * Math.min(parts, limit.tasks()) / limit.tasks();
  }

  /**
   * Books bytes and returns how long to wait before they are sent.
   *
   * @param now nanoseconds of any clock that never goes back
   */
  long reserve(long storeId, long bytes, long now) {
    return stores
        .computeIfAbsent(storeId, id -> new Pace(now))
        .reserve(now, (long) (bytes / bytesPerNano()));
  }

  /** One store's bookings: they are paid for until {@code paidUntil}. */
  private static final class Pace {
    private long paidUntil;

    Pace(long now) {
      paidUntil = now;
    }

    synchronized long reserve(long now, long price) {
      long wait = Math.max(0, paidUntil - BURST.toNanos() - now);
      paidUntil = Math.max(paidUntil, now) + price;
      return wait;
    }
  }
}
