package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.concurrent.TimeUnit;

/** Spreads things over time: so many a second at most, after a first second's worth. */
public final class Pacer {
  private final double perSecond;
  private double allowed;
  private long lastNanos;

  /**
   * @param perSecond 0 for no bound
   */
  public Pacer(long perSecond) {
    this.perSecond = perSecond;
    this.allowed = perSecond;
    this.lastNanos = System.nanoTime();
  }

  /**
   * Waits until {@code count} more things may happen.
   *
   * @throws LoadException UNREACHABLE when the thread is interrupted
   */
  public synchronized void take(long count) {
    if (perSecond == 0) {
      return;
    }
    long now = System.nanoTime();
    allowed = Math.min(perSecond, allowed + perSecond * (now - lastNanos) / 1e9) - count;
    lastNanos = now;
    if (allowed < 0) {
      try {
        TimeUnit.NANOSECONDS.sleep((long) (-allowed / perSecond * 1e9));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LoadException(
            ErrorCode.UNREACHABLE, "interrupted while requests were held back", e);
      }
    }
  }
}
