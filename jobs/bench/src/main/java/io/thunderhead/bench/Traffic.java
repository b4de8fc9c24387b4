package io.thunderhead.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady stream of one operation. It is open: operations begin when they are due, however long
 * those before take, and a latency counts from when the operation was due.
 */
final class Traffic implements AutoCloseable {
  private static final int THREADS = 64;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private final Latencies latencies = new Latencies();
  private final AtomicInteger failures = new AtomicInteger();
  private final Thread clock;
  private volatile boolean ended;

  /** One operation, told its number. */
  interface Operation {
    void run(long number);
  }

  /** Starts the stream. */
  Traffic(String name, double perSecond, Operation operation) {
    clock = new Thread(() -> dispatch((long) (1e9 / perSecond), operation), name);
    clock.start();
  }

  private void dispatch(long period, Operation operation) {
    long start = System.nanoTime();
    for (long i = 0; !ended; i++) {
      long due = start + i * period;
      long number = i;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      pool.execute(() -> measure(operation, number, due));
    }
  }

  private void measure(Operation operation, long number, long due) {
    try {
      operation.run(number);
    } catch (RuntimeException e) {
      failures.incrementAndGet();
    }
    latencies.add(System.nanoTime() - due);
  }

  Latencies latencies() {
    return latencies;
  }

  int failures() {
    return failures.get();
  }

  /** Ends the stream and waits for what is under way. */
  @Override
  public void close() throws InterruptedException {
    ended = true;
    clock.join();
    pool.shutdown();
    if (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("traffic: operations that do not end within ten minutes");
    }
  }
}
