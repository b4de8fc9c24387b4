package io.thunderhead.pd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A load's claim to its table or to some partitions of it, in PD's etcd where other importers,
 * restores and backups register too (import-protocol 2.1). Claims to different partitions stand
 * beside each other; one to the whole table stands alone. A claim is made in one step; it hangs on
 * a lease of three minutes that is kept alive, so that it ends with a driver that dies.
 *
 * <p>Key: {@code /tidb/brie/import/lightning/thunderhead-} ‖ table id in decimal, and for
 * partitions {@code -} ‖ load id. Value: a JSON object of the fields of {@link Task}.
 */
public final class Registration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TTL = Duration.ofMinutes(3);

  private static final String PREFIX = "/tidb/brie/import/lightning/thunderhead-";

  private final PdEtcd etcd;
  private final String key;
  private final Task task;
  private final long lease;
  private final HoldListener listener;
  private Renewal renewal;

  /**
   * A load as it registers.
   *
   * @param id of the load, unique in the cluster
   * @param run counts the drivers that work on the load one after the other
   * @param table database and name
   * @param partitions the only ones that are claimed, name to physical id; none for the whole table
   * @param host of the driver
   * @param start when the load began, ISO-8601 in UTC
   */
  public record Task(
      String id, int run, String table, Map<String, Long> partitions, String host, String start) {
    /** Takes a copy. */
    public Task {
      partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
    }

    private String toJson() {
      ObjectNode json =
          JSON.createObjectNode()
              .put("id", id)
              .put("run", run)
              .put("table", table)
              .put("host", host)
              .put("start", start);
      partitions.forEach(json.putObject("partitions")::put);
      return json.toString();
    }

    private static Task of(String json) {
      JsonNode node = MissingNode.getInstance();
      try {
        node = JSON.readTree(json);
      } catch (JsonProcessingException e) {
        LOG.warn("a registration that is no JSON: {}", json, e);
      }
      Map<String, Long> partitions = new TreeMap<>();
      node.path("partitions")
          .fields()
          .forEachRemaining(each -> partitions.put(each.getKey(), each.getValue().asLong()));
      return new Task(
          node.path("id").asText("?"),
          node.path("run").asInt(),
          node.path("table").asText("?"),
          partitions,
          node.path("host").asText("?"),
          node.path("start").asText("?"));
    }

    private boolean isIncompatibleWith(Task other) {
      return partitions.isEmpty()
          || other.partitions.isEmpty()
          || partitions.values().stream().anyMatch(other.partitions::containsValue);
    }

    private boolean replaces(Task other) {
      return id.equals(other.id) && other.run < run;
    }

    /** Returns the load as it reads in a message. */
    public String text() {
      String part = partitions.isEmpty() ? "" : " into " + String.join(", ", partitions.keySet());
      return "load %s%s of host %s, begun at %s".formatted(id, part, host, start);
    }
  }

  /** Tells whether a key is that of a load into a table. */
  public static boolean isOf(String key, long tableId) {
    return key.equals(PREFIX + tableId) || key.startsWith(PREFIX + tableId + "-");
  }

  private Registration(PdEtcd etcd, String key, Task task, long lease, HoldListener listener) {
    this.etcd = etcd;
    this.key = key;
    this.task = task;
    this.lease = lease;
    this.listener = listener;
  }

  /**
   * Claims a table or partitions of it. A claim of the same load by an earlier driver is taken
   * over: that one is dead, or will find that it has lost its claim.
   *
   * @throws LoadException TABLE_IN_USE when another load has a claim in the way, with that load's
   *     id, host and start
   */
  public static Registration of(PdEtcd etcd, long tableId, Task task, HoldListener listener) {
    long lease = etcd.grantLease(TTL);
    String key = PREFIX + tableId + (task.partitions().isEmpty() ? "" : "-" + task.id());
    Registration registration = new Registration(etcd, key, task, lease, listener);
    try {
      registration.claim(tableId);
    } catch (RuntimeException e) {
      registration.revoke();
      throw e;
    }
    registration.renewal =
        Renewal.of(
            "the claim to table " + task.table(), TTL.dividedBy(3), registration::renew, listener);
    return registration;
  }

  private void claim(long tableId) {
    while (true) {
      PdEtcd.Seen seen = see(etcd, tableId);
      boolean clear = true;
      for (PdEtcd.Held held : seen.held()) {
        Task other = Task.of(held.value());
        if (held.lease() == lease) {
          return;
        } else if (task.replaces(other)) {
          etcd.revokeLease(held.lease());
          clear = false;
        } else if (task.isIncompatibleWith(other)) {
          throw taken(task, other);
        }
      }
      if (clear && etcd.putUnlessPutSince(seen, key, task.toJson(), lease)) {
        return;
      }
    }
  }

  private static PdEtcd.Seen see(PdEtcd etcd, long tableId) {
    return etcd.see(PREFIX + tableId);
  }

  /**
   * Returns another load that has claimed a table or partitions that a load needs, if one has.
   *
   * @param loadId of the load that asks
   * @param partitions the only ones that it needs, name to physical id; none for the whole table
   */
  public static Optional<Task> inTheWay(
      PdEtcd etcd, long tableId, String loadId, Map<String, Long> partitions) {
    Task asking = new Task(loadId, 0, "", partitions, "", "");
    return see(etcd, tableId).held().stream()
        .map(held -> Task.of(held.value()))
        .filter(other -> !other.id().equals(loadId) && asking.isIncompatibleWith(other))
        .findFirst();
  }

  private static LoadException taken(Task task, Task first) {
    return new LoadException(
        ErrorCode.TABLE_IN_USE,
        "table %s is being loaded by %s. Wait until it ends; when its driver is dead, its claim ends by itself within %d minutes."
            .formatted(task.table(), first.text(), TTL.toMinutes()));
  }

  private void renew() {
    if (!etcd.keepAlive(lease)) {
      listener.lost(lost("its lease ran out"));
    }
  }

  /**
   * Asks etcd whether the claim stands, and lets it live for another TTL.
   *
   * @throws LoadException TABLE_IN_USE when it does not; UNREACHABLE when nobody can tell
   */
  public void requireHeld() {
    Optional<PdEtcd.Held> held = etcd.keepAlive(lease) ? etcd.held(key) : Optional.empty();
    if (held.isEmpty()) {
      throw lost("its lease ran out, or someone deleted key " + key);
    }
    if (held.get().lease() != lease) {
      throw lost("it is claimed by " + Task.of(held.get().value()).text());
    }
  }

  private LoadException lost(String why) {
    return new LoadException(
        ErrorCode.TABLE_IN_USE,
        "load %s has lost its claim to table %s (%s), so another load may write to it. See that the driver is not stopped for minutes and reaches PD, empty the table, and run the load again."
            .formatted(task.id(), task.table(), why));
  }

  /** Gives the table free; when PD does not answer, the lease's own life does. */
  @Override
  public void close() {
    renewal.close();
    revoke();
  }

  private void revoke() {
    try {
      etcd.revokeLease(lease);
    } catch (RuntimeException e) {
      LOG.warn(
          "the claim to table {} could not be given back, it ends by itself within {}: {}",
          task.table(),
          TTL,
          e.getMessage());
    }
  }
}
