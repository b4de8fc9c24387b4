package io.thunderhead.tikv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** Tasks of several JVMs on a clock of their own, which moves from one sending to the next. */
class WriteSpeedTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long LIMIT = 10 << 20;
  private static final int BATCH = 16 << 10;
  private static final long STORE = 1;

  /** One task that sends batch after batch from a moment on until it has sent enough. */
  private static final class Sender {
    private final WriteSpeed jvm;
    private final boolean fails;
    private long at;
    private long left;

    Sender(WriteSpeed jvm, long from, long bytes, boolean fails) {
      this.jvm = jvm;
      this.at = from;
      this.left = bytes;
      this.fails = fails;
    }
  }

  private static WriteSpeed jvm(int tasks) {
    return new WriteSpeed(new WriteSpeed.Limit("load", LIMIT, tasks));
  }

  /** Runs all tasks and returns the bytes that reached the store in each second. */
  private static List<Long> bytesBySecond(List<Sender> senders) {
    PriorityQueue<Sender> next = new PriorityQueue<>(Comparator.comparingLong(s -> s.at));
    senders.forEach(sender -> sender.jvm.enter());
    next.addAll(senders);
    List<Long> seconds = new ArrayList<>();
    while (!next.isEmpty()) {
      Sender sender = next.remove();
      if (sender.left <= 0) {
        sender.jvm.leave(!sender.fails);
        continue;
      }
      sender.at += sender.jvm.reserve(STORE, BATCH, sender.at);
      sender.left -= BATCH;
      int second = (int) (sender.at / SECOND);
      while (seconds.size() <= second) {
        seconds.add(0L);
      }
      seconds.set(second, seconds.get(second) + BATCH);
      next.add(sender);
    }
    return seconds;
  }

  private static long burst(int tasks) {
    return LIMIT / 10 + (long) tasks * BATCH;
  }

  @Test
  void twoJvmsTogetherKeepToTheLimitOfAStore() {
    WriteSpeed first = jvm(4);
    WriteSpeed second = jvm(4);
    List<Sender> senders = new ArrayList<>();
    for (WriteSpeed jvm : List.of(first, first, second, second)) {
      senders.add(new Sender(jvm, 0, 5 * LIMIT, false));
    }
    List<Long> seconds = bytesBySecond(senders);
    assertThat(seconds).allMatch(bytes -> bytes <= LIMIT + burst(4));
    assertThat(seconds.subList(1, 19)).allMatch(bytes -> bytes >= LIMIT * 0.95);
    assertThat(seconds).hasSize(20);
  }

  @Test
  void tasksThatAreLeftShareThePartsOfThoseThatEnded() {
    WriteSpeed jvm = jvm(2);
    List<Long> seconds =
        bytesBySecond(
            List.of(new Sender(jvm, 0, LIMIT, false), new Sender(jvm, 0, 5 * LIMIT, false)));
    assertThat(seconds).hasSize(6).allMatch(bytes -> bytes <= LIMIT + burst(2));
  }

  @Test
  void aTaskThatFailsTakesItsPartAlong() {
    WriteSpeed first = jvm(2);
    WriteSpeed second = jvm(2);
    first.enter();
    first.enter();
    first.leave(false);
    second.enter();
    long time = 0;
    long sent = 0;
    long[] at = {0, 0};
    while (time < 5 * SECOND) {
      int which = at[0] <= at[1] ? 0 : 1;
      time = at[which] += (which == 0 ? first : second).reserve(STORE, BATCH, at[which]);
      sent += BATCH;
    }
    assertThat(sent).isLessThanOrEqualTo(5 * LIMIT + burst(2));
  }

  @Test
  void eachStoreHasTheWholeLimit() {
    WriteSpeed jvm = jvm(1);
    jvm.enter();
    long[] at = {0, 0};
    for (int i = 0; i < 3 * LIMIT / BATCH; i++) {
      for (int store = 0; store < 2; store++) {
        at[store] += jvm.reserve(store, BATCH, at[store]);
      }
    }
    assertThat(at[0]).isEqualTo(at[1]).isBetween((long) (2.8 * SECOND), 3 * SECOND);
  }

  @Test
  void aBatchLargerThanTheBurstIsPaidForAfterwards() {
    WriteSpeed jvm = jvm(1);
    jvm.enter();
    assertThat(jvm.reserve(STORE, 2 * LIMIT, 0)).isZero();
    assertThat(jvm.reserve(STORE, BATCH, 0)).isEqualTo(2 * SECOND - WriteSpeed.BURST.toNanos());
  }

  @Test
  void noLimitWaitsForNothing() throws InterruptedException {
    try (WriteSpeed.Task task = WriteSpeed.enter(WriteSpeed.Limit.NONE)) {
      long start = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        task.take(STORE, Long.MAX_VALUE);
      }
      assertThat(System.nanoTime() - start).isLessThan(60 * SECOND);
    }
  }
}
