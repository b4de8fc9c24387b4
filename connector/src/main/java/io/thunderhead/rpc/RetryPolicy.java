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

  /** Returns this policy with no pause longer than a bound. */
  public RetryPolicy boundedBy(Duration bound) {
    Duration longest = bound.compareTo(longestWait) < 0 ? bound : longestWait;
    return new RetryPolicy(
        attempts, firstWait.compareTo(longest) < 0 ? firstWait : longest, longest);
  }

  /** Returns the same pause, or the one that a server asks for where that is longer. */
  Duration waitAfter(int failures, Duration asked) {
    Duration wait = waitAfter(failures);
    Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
    return longer.compareTo(longestWait) > 0 ? longestWait : longer;
  }

  /** Returns the pause after failure number {@code failures}, counted from 1. */
  Duration waitAfter(int failures) {
    int doublings = Math.min(failures - 1, 30);
    Duration wait = firstWait.multipliedBy(1L << doublings);
    return wait.compareTo(longestWait) > 0 ? longestWait : wait;
  }
}
