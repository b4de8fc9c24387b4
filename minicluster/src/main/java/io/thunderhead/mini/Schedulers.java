package io.thunderhead.mini;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PD's schedulers and until when each is paused. Thread-safe. */
final class Schedulers {
  private final Clock clock;
  private final Map<String, Instant> pausedUntil = new LinkedHashMap<>();

  Schedulers(Clock clock) {
    this.clock = clock;
    for (String name :
        List.of(
            "balance-region-scheduler",
            "balance-leader-scheduler",
            "balance-hot-region-scheduler",
            "evict-slow-store-scheduler",
            "evict-stopping-store-scheduler")) {
      pausedUntil.put(name, Instant.EPOCH);
    }
  }

  synchronized List<String> all() {
    return List.copyOf(pausedUntil.keySet());
  }

  synchronized List<String> paused() {
    Instant now = clock.instant();
    return pausedUntil.entrySet().stream()
        .filter(scheduler -> scheduler.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Pauses a scheduler, or resumes it when zero; tells whether there is one of the name. */
  synchronized boolean pause(String name, long seconds) {
    return pausedUntil.computeIfPresent(
            name, (key, until) -> clock.instant().plusSeconds(Math.max(0, seconds)))
        != null;
  }
}
