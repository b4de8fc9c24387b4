package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps PD from moving or merging the regions of some ranges while it is open (import-protocol
 * 2.6).
 *
 * <p>Label rules with a life of five minutes, renewed every 100 seconds; they end by themselves
 * when the driver dies. A rule is one value in PD's etcd, which takes 1.5 MiB, so the ranges of a
 * table with very many partitions and indexes are shared out to several.
 */
public final class SchedulerPause implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerPause.class);
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int CLOSE_TRIES = 3;

  /** Ranges of one rule; each is two keys of some 54 hex digits, and PD keeps a little more. */
  static final int RULE_RANGES = 2000;

  private final PdHttp pd;
  private final List<Rule> rules;
  private Renewal renewal;

  private record Rule(String id, List<KeyRange> ranges) {}

  private SchedulerPause(PdHttp pd, List<Rule> rules) {
    this.pd = pd;
    this.rules = rules;
  }

  /**
   * Creates the rules.
   *
   * @param name that ids of rules begin with
   * @param ranges raw keys, half-open
   */
  public static SchedulerPause of(
      PdHttp pd, String name, List<KeyRange> ranges, HoldListener listener) {
    SchedulerPause pause = new SchedulerPause(pd, rules(name, joined(ranges)));
    try {
      pause.put();
    } catch (RuntimeException e) {
      pause.remove();
      throw e;
    }
    pause.renewal = Renewal.of("the scheduler pause", TTL.dividedBy(3), pause::put, listener);
    return pause;
  }

  private static List<Rule> rules(String name, List<KeyRange> ranges) {
    List<Rule> rules = new ArrayList<>();
    for (int from = 0; from < ranges.size(); from += RULE_RANGES) {
      String id = ranges.size() <= RULE_RANGES ? name : name + "-" + (rules.size() + 1);
      int to = Math.min(from + RULE_RANGES, ranges.size());
      rules.add(new Rule(id, List.copyOf(ranges.subList(from, to))));
    }
    return List.copyOf(rules);
  }

  /** Sorts ranges and makes one of those that touch, as those of a table's indexes do. */
  static List<KeyRange> joined(List<KeyRange> ranges) {
    List<KeyRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    List<KeyRange> joined = new ArrayList<>();
    for (KeyRange range : sorted) {
      KeyRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && Arrays.equals(last.end(), range.start())) {
        joined.set(joined.size() - 1, new KeyRange(last.start(), range.end()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  private void put() {
    rules.forEach(rule -> pd.putScheduleDeny(rule.id(), rule.ranges(), TTL));
  }

  /** Removes the rules; when PD does not answer, their own life removes them. */
  @Override
  public void close() {
    renewal.close();
    remove();
  }

  private void remove() {
    List<String> ids = rules.stream().map(Rule::id).toList();
    for (int i = 1; i <= CLOSE_TRIES; i++) {
      try {
        pd.deleteLabelRules(ids);
        return;
      } catch (RuntimeException e) {
        LOG.warn(
            "label rules {} could not be removed (try {} of {}), they end by themselves within {}: {}",
            ids,
            i,
            CLOSE_TRIES,
            TTL,
            e.getMessage());
      }
    }
  }
}
