package io.thunderhead.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much of the heap collections leave, and keeps the most. */
final class HeapWatch implements AutoCloseable {
  private static final double MEGA = 1e6;
  private static final long MILLIS = 50;

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final AtomicLong most = new AtomicLong();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  HeapWatch() {
    clock.scheduleAtFixedRate(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long used = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage left = pool.getCollectionUsage();
      used += left == null ? 0 : left.getUsed();
    }
    most.accumulateAndGet(used, Math::max);
  }

  /** Returns the most so far. */
  double megabytes() {
    look();
    return most.get() / MEGA;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
