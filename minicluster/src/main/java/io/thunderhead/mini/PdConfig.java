package io.thunderhead.mini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** PD's configuration, what of it is overruled for a time, and its schedulers. Thread-safe. */
final class PdConfig {
  /** Items that may be set with a TTL. */
  private static final Set<String> WITH_TTL =
      Set.of(
          "schedule.max-snapshot-count",
          "schedule.max-merge-region-size",
          "schedule.max-pending-peer-count",
          "schedule.max-merge-region-keys",
          "schedule.leader-schedule-limit",
          "schedule.region-schedule-limit",
          "schedule.replica-schedule-limit",
          "schedule.merge-schedule-limit",
          "schedule.hot-region-schedule-limit",
          "schedule.split-scatter-schedule-limit",
          "schedule.scheduler-max-waiting-operator",
          "schedule.enable-location-replacement",
          "schedule.enable-tikv-split-region");

  private final Clock clock;
  private final ObjectNode config = Json.resource("pd-config.json");
  private final Map<String, Temporary> temporary = new HashMap<>();

  private record Temporary(JsonNode value, Instant expiresAt) {}

  PdConfig(Clock clock, int maxReplicas) {
    this.clock = clock;
    ((ObjectNode) config.get("replication")).put("max-replicas", maxReplicas);
  }

  /** Returns everything. */
  synchronized ObjectNode all() {
    return config.deepCopy();
  }

  /** Returns one section; what is set with a TTL is not in it, as in PD. */
  synchronized JsonNode section(String name) {
    return config.get(name).deepCopy();
  }

  /** Returns the value that holds now, the temporary one first; null when there is none. */
  synchronized JsonNode effective(String item) {
    Temporary overruled = temporary.get(item);
    if (overruled != null && overruled.expiresAt().isAfter(clock.instant())) {
      return overruled.value();
    }
    int dot = item.indexOf('.');
    return config.path(item.substring(0, dot)).get(item.substring(dot + 1));
  }

  /** Sets items for some seconds, or ends that when zero; returns what is wrong, or null. */
  synchronized String setTemporary(JsonNode items, long seconds) {
    for (Iterator<String> names = items.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!WITH_TTL.contains(name)) {
        return "unsupported ttl config " + name;
      }
    }
    items
        .fields()
        .forEachRemaining(
            item -> {
              if (seconds == 0) {
                temporary.remove(item.getKey());
              } else {
                temporary.put(
                    item.getKey(),
                    new Temporary(item.getValue(), clock.instant().plusSeconds(seconds)));
              }
            });
    return null;
  }

  /** Sets items for good; returns what is wrong, or null. */
  synchronized String set(JsonNode items) {
    for (Iterator<String> names = items.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      ObjectNode section = sectionOf(name);
      if (section == null) {
        return "config item " + name + " not found";
      }
      section.set(name.substring(name.indexOf('.') + 1), items.get(name));
    }
    return null;
  }

  private ObjectNode sectionOf(String name) {
    int dot = name.indexOf('.');
    if (dot >= 0) {
      JsonNode section = config.path(name.substring(0, dot));
      return section.has(name.substring(dot + 1)) ? (ObjectNode) section : null;
    }
    for (JsonNode section : config) {
      if (section.isObject() && section.has(name)) {
        return (ObjectNode) section;
      }
    }
    return null;
  }
}
