package io.thunderhead.stores;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What a test wants done with a call before the store sees it. */
@FunctionalInterface
interface Rule {
  /** Returns what is answered in the store's place; null lets the call pass. */
  Answer answer(Call call);

  /** Answers the first {@code times} calls that match. */
  static Rule first(int times, Predicate<Call> which, Answer answer) {
    AtomicInteger left = new AtomicInteger(times);
    return call -> which.test(call) && left.getAndDecrement() > 0 ? answer : null;
  }

  /** Answers all calls that match. */
  static Rule always(Predicate<Call> which, Answer answer) {
    return call -> which.test(call) ? answer : null;
  }

  /** Answers all calls that match but for the first {@code passed}. */
  static Rule after(int passed, Predicate<Call> which, Answer answer) {
    AtomicInteger left = new AtomicInteger(passed);
    return call -> which.test(call) && left.getAndDecrement() <= 0 ? answer : null;
  }

  /** Does something once, before the match with this number (counted from 1) is served. */
  static Rule before(int number, Predicate<Call> which, Runnable action) {
    AtomicInteger left = new AtomicInteger(number);
    return call -> {
      if (which.test(call) && left.decrementAndGet() == 0) {
        action.run();
      }
      return null;
    };
  }
}
