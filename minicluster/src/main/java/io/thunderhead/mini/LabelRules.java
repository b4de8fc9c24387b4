package io.thunderhead.mini;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PD's region label rules. Labels expire by their TTL, and after a rule is set its borders soon
 * become borders of regions (import-protocol 2.6). Thread-safe.
 */
final class LabelRules {
  private static final Logger log = LoggerFactory.getLogger(LabelRules.class);
  private static final long PATROL_MILLIS = 50;

  private final Clock clock;
  private final RegionChanges changes;
  private final ScheduledExecutorService scheduler;
  private final Map<String, LabelRule> rules = new LinkedHashMap<>();

  LabelRules(Clock clock, RegionChanges changes, ScheduledExecutorService scheduler) {
    this.clock = clock;
    this.changes = changes;
    this.scheduler = scheduler;
  }

  Clock clock() {
    return clock;
  }

  /** Returns the live rules. */
  synchronized List<LabelRule> all() {
    List<LabelRule> live = new ArrayList<>();
    for (LabelRule rule : rules.values()) {
      LabelRule left = rule.live(clock.instant());
      if (left != null) {
        live.add(left);
      }
    }
    return live;
  }

  /** Returns the live rules of some ids, in the order of the ids. */
  synchronized List<LabelRule> of(List<String> ids) {
    return ids.stream().map(this::get).filter(Objects::nonNull).toList();
  }

  /** Returns a live rule, or null. */
  synchronized LabelRule get(String id) {
    LabelRule rule = rules.get(id);
    return rule == null ? null : rule.live(clock.instant());
  }

  /** Sets a rule, in the place of one with its id. */
  synchronized void set(LabelRule rule) {
    rules.put(rule.id(), rule);
    scheduler.schedule(() -> splitAtBorders(rule), PATROL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Removes a rule and tells whether there was one. */
  synchronized boolean delete(String id) {
    return rules.remove(id) != null;
  }

  /** Splits regions where a rule begins and ends. */
  void splitAtBorders(LabelRule rule) {
    if (get(rule.id()) == null) {
      return;
    }
    for (LabelRule.Range range : rule.ranges()) {
      splitAt(range.start());
      splitAt(range.end());
    }
  }

  private void splitAt(byte[] key) {
    if (key.length == 0) {
      return;
    }
    try {
      changes.splitAtIfInside(key);
    } catch (IllegalStateException e) {
      log.info("no region border at {}: {}", Keys.hex(key), e.getMessage());
    }
  }
}
