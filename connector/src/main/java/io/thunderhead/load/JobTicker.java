package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver does every second beside the load: notes finished partitions, looks whether a user
 * cancels the job, and gives a sign of life every fifth time.
 */
final class JobTicker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobTicker.class);
  private static final int TICKS_OF_A_SIGN = 5;

  private final JobRun run;
  private final Consumer<String> cancelGroup;
  private final AtomicReference<String> group = new AtomicReference<>();
  private final ScheduledExecutorService clock;
  private final Thread driver = Thread.currentThread();
  private volatile String cancelledBy;
  private boolean inPhase;
  private boolean interrupted;
  private boolean closed;
  private final AtomicInteger ticks = new AtomicInteger();

  /**
   * @param cancelGroup cancels the Spark jobs of a group
   */
  JobTicker(JobRun run, Consumer<String> cancelGroup) {
    this.run = run;
    this.cancelGroup = cancelGroup;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "thunderhead-job");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  void start() {
    clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Takes the group of the Spark jobs that the driver waits for; null when it waits for none. */
  void runs(String jobGroup) {
    group.set(jobGroup);
  }

  /** Lets the next tick give a sign of life, and the driver be interrupted. */
  synchronized void entered() {
    ticks.set(0);
    inPhase = true;
  }

  /** What follows a phase cleans up and is not interrupted. */
  synchronized void left() {
    inPhase = false;
    if (interrupted) {
      Thread.interrupted();
    }
  }

  /** Returns who cancelled the job, or null. */
  String cancelledBy() {
    return cancelledBy;
  }

  void requireNotCancelled() {
    if (cancelledBy != null) {
      throw new LoadException(ErrorCode.CANCELLED, "the job was cancelled by " + cancelledBy);
    }
  }

  private void tick() {
    try {
      run.noteParts();
      if (cancelledBy == null) {
        cancelledBy = run.records().cancelledBy();
      }
      if (cancelledBy != null) {
        cancel();
      }
      if (ticks.getAndIncrement() % TICKS_OF_A_SIGN == 0) {
        run.noteState();
      }
    } catch (RuntimeException e) {
      LOG.warn("the records of job {} could not be kept up, next try in a second", run.id(), e);
    }
  }

  /** Spark jobs fail at once; what else a phase waits for is interrupted, one time. */
  private synchronized void cancel() {
    String running = group.get();
    if (closed) {
      return;
    }
    if (running != null) {
      cancelGroup.accept(running);
    } else if (inPhase && !interrupted) {
      interrupted = true;
      driver.interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    clock.shutdownNow();
    if (interrupted) {
      // The interrupt was ours; what follows must not be stopped by it.
      Thread.interrupted();
    }
  }
}
