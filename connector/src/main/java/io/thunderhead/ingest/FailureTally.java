package io.thunderhead.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the failures that region jobs meet, by store and kind. Not thread-safe. */
final class FailureTally {
  private final Map<RegionFailure, Integer> times = new LinkedHashMap<>();

  void add(long storeId, String name) {
    times.merge(new RegionFailure(storeId, name, 1), 1, Integer::sum);
  }

  /** Returns what was counted since the last call. */
  List<RegionFailure> take() {
    List<RegionFailure> taken = new ArrayList<>();
    times.forEach(
        (each, count) -> taken.add(new RegionFailure(each.storeId(), each.name(), count)));
    times.clear();
    return taken;
  }
}
