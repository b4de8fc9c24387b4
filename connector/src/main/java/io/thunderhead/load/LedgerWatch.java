package io.thunderhead.load;

import io.thunderhead.error.LoadException;
import io.thunderhead.logical.LogicalLedger;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds how many rows are committed, for records and people to see. */
final class LedgerWatch implements AutoCloseable, JobRun.Sight {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
  private static final Duration OFTEN = Duration.ofSeconds(3);

  private final LogicalLedger ledger;
  private final Duration interval;
  private final Consumer<String> told;
  private final ScheduledExecutorService clock;
  private long toldNanos = System.nanoTime();
  private volatile long rows;

  /**
   * @param interval between two lines
   * @param told takes a line that says how far the load is
   */
  LedgerWatch(LogicalLedger ledger, Duration interval, Consumer<String> told) {
    this.ledger = ledger;
    this.interval = interval;
    this.told = told;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "thunderhead-ledger");
              daemon.setDaemon(true);
              return daemon;
            });
    long millis = Math.min(OFTEN.toMillis(), interval.toMillis());
    clock.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      rows = ledger.totals().loaded();
    } catch (LoadException e) {
      LOG.warn("how many rows are committed cannot be seen now: {}", e.getMessage());
      return;
    }
    if (System.nanoTime() - toldNanos >= interval.toNanos()) {
      toldNanos = System.nanoTime();
      told.accept("write: %,d rows are committed".formatted(rows));
    }
  }

  @Override
  public String phase() {
    return "write";
  }

  @Override
  public long processed() {
    return 0;
  }

  @Override
  public long total() {
    return 0;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
