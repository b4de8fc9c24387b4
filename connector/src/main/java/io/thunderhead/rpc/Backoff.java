package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts the failures of one step, waits between tries, and gives up with the history of tries.
 *
 * <p>Not thread-safe: one per step.
 */
public final class Backoff {
  private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);
  private static final int REMEMBERED = 5;

  private final String step;
  private final RetryPolicy policy;
  private final Deque<Tries> history = new ArrayDeque<>();
  private int failures;
  private int total;
  private long waitedMillis;

  /**
   * @param step what is tried, as it reads in a message: {@code "scan regions"}
   */
  public Backoff(String step, RetryPolicy policy) {
    this.step = step;
    this.policy = policy;
  }

  /**
   * Notes a failure and waits before the next try.
   *
   * @throws LoadException RETRIES_EXHAUSTED with the last reasons when no try is left
   */
  public void failed(String reason, Throwable cause) {
    failed(reason, cause, ErrorCode.RETRIES_EXHAUSTED);
  }

  /** As the other, with the code that giving up has. */
  public void failed(String reason, Throwable cause, ErrorCode givingUp) {
    failed(reason, cause, givingUp, Duration.ZERO);
  }

  /**
   * As the others, with the pause that the server asks for, which is kept within the policy's
   * longest.
   */
  public void failed(String reason, Throwable cause, ErrorCode givingUp, Duration asked) {
    failures++;
    total++;
    remember(reason);
    if (failures >= policy.attempts()) {
      throw new LoadException(
          givingUp,
          "%s failed %d times, the last: %s. Check that PD and every TiKV store are up and reachable from here, then run the load again."
              .formatted(step, failures, told()),
          cause);
    }
    Duration wait = policy.waitAfter(failures, asked);
    // A region that has just split or moved answers so once; only what goes on is worth a warning.
    LOG.atLevel(failures == 1 ? Level.INFO : Level.WARN)
        .log(
            "{}: try {} of {} failed ({}), next in {} ms",
            step,
            failures,
            policy.attempts(),
            reason,
            wait.toMillis());
    pause(wait);
  }

  /**
   * Notes a failure and waits before the next try, unless none is left.
   *
   * @return whether there is a next try
   */
  public boolean again(String reason) {
    failures++;
    total++;
    remember(reason);
    if (failures >= policy.attempts()) {
      return false;
    }
    pause(policy.waitAfter(failures));
    return true;
  }

  /** Tries in a row that failed for one reason. */
  private record Tries(int first, int last, String reason) {
    String told() {
      return (first == last ? "#" + first : "#" + first + " to #" + last) + " " + reason;
    }
  }

  private void remember(String reason) {
    Tries before = history.peekLast();
    if (before != null && before.reason().equals(reason)) {
      history.removeLast();
      history.addLast(new Tries(before.first(), total, reason));
      return;
    }
    if (history.size() == REMEMBERED) {
      history.removeFirst();
    }
    history.addLast(new Tries(total, total, reason));
  }

  /** Returns the tries that failed so far as a sentence to end a message with, or nothing. */
  public String before() {
    return history.isEmpty() ? "" : " It failed %d times before: %s.".formatted(total, told());
  }

  private String told() {
    return history.stream().map(Tries::told).collect(Collectors.joining("; "));
  }

  /** Waits like {@link #failed} for something that is under way, without a warning. */
  public void pending(String what) {
    failures++;
    if (failures >= policy.attempts()) {
      throw new LoadException(
          ErrorCode.RETRIES_EXHAUSTED, step + " took too long, it is still " + what);
    }
    pause(policy.waitAfter(failures));
  }

  /** Forgets the failures so far: the step moved on. */
  public void progressed() {
    failures = 0;
  }

  /** Returns how many failures were noted in all. */
  public int total() {
    return total;
  }

  /** Returns the milliseconds that were waited in all. */
  public long waitedMillis() {
    return waitedMillis;
  }

  private void pause(Duration wait) {
    waitedMillis += wait.toMillis();
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(
          ErrorCode.RETRIES_EXHAUSTED, step + " was interrupted while waiting to try again", e);
    }
  }
}
