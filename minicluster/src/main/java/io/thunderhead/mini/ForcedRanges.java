package io.thunderhead.mini;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges along whose region borders a store's compactions cut their files (import-protocol 2.8).
 * What is kept of them is that they are there, until when; files are cut as ever. Thread-safe.
 */
final class ForcedRanges {
  private static final Duration DEFAULT_TTL = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, Instant> ends = new LinkedHashMap<>();

  ForcedRanges(Clock clock) {
    this.clock = clock;
  }

  /** Adds a range of raw keys, or lets it live on; without a TTL for an hour. */
  synchronized void add(byte[] start, byte[] end, long ttlSeconds) {
    Duration ttl = ttlSeconds <= 0 ? DEFAULT_TTL : Duration.ofSeconds(ttlSeconds);
    ends.put(name(start, end), clock.instant().plus(ttl));
  }

  /** Removes a range with exactly these bounds and tells whether it was there. */
  synchronized boolean remove(byte[] start, byte[] end) {
    return ends.remove(name(start, end)) != null;
  }

  /** Returns the bounds of those that live, as hex of raw keys. */
  synchronized List<String> live() {
    Instant now = clock.instant();
    ends.values().removeIf(end -> !end.isAfter(now));
    return List.copyOf(ends.keySet());
  }

  private static String name(byte[] start, byte[] end) {
    return "[" + Keys.hex(start) + ", " + Keys.hex(end) + ")";
  }
}
