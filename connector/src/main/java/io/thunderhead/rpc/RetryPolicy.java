package io.thunderhead.rpc;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how patiently a step is tried.
 *
 * @param attempts tries in all, at least 1
 * @param firstWait pause after the first failure; doubles with each further one
 * @param longestWait bound of one pause
 */
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait)
    implements Serializable {
  /** Checks the bounds. */
  public RetryPolicy {
    if (attempts < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "retry policy: attempts %d, waits %s..%s (expected: attempts >= 1, first <= longest)"
              .formatted(attempts, firstWait, longestWait));
    }
  }

  /** Returns the pause after failure number {@code failures}, counted from 1. */
  Duration waitAfter(int failures) {
    int doublings = Math.min(failures - 1, 30);
    Duration wait = firstWait.multipliedBy(1L << doublings);
    return wait.compareTo(longestWait) > 0 ? longestWait : wait;
  }
}
