package io.thunderhead.pd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A load's claim to its table, in PD's etcd where other importers, restores and backups register
 * too (import-protocol 2.1). There is one for a table, made in one step; it hangs on a lease of
 * three minutes that is kept alive, so that it ends with a driver that dies.
 *
 * <p>Key: {@code /tidb/brie/import/lightning/thunderhead-} ‖ table id in decimal. Value: a JSON
 * object of the fields of {@link Task}.
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
   * @param table database and name
   * @param host of the driver
   * @param start when the load began, ISO-8601 in UTC
   */
  public record Task(String id, String table, String host, String start) {
    private String toJson() {
      return JSON.createObjectNode()
          .put("id", id)
          .put("table", table)
          .put("host", host)
          .put("start", start)
          .toString();
    }

    private static Task of(String json) {
      try {
        JsonNode node = JSON.readTree(json);
        return new Task(
            node.path("id").asText("?"),
            node.path("table").asText("?"),
            node.path("host").asText("?"),
            node.path("start").asText("?"));
      } catch (JsonProcessingException e) {
        return new Task("?", "?", "?", "?");
      }
    }

    /** Returns the load as it reads in a message. */
    public String text() {
      return "load %s of host %s, begun at %s".formatted(id, host, start);
    }
  }

  /** Returns the key under which a load of a table registers. */
  public static String key(long tableId) {
    return PREFIX + tableId;
  }

  private Registration(PdEtcd etcd, String key, Task task, long lease, HoldListener listener) {
    this.etcd = etcd;
    this.key = key;
    this.task = task;
    this.lease = lease;
    this.listener = listener;
  }

  /**
   * Claims a table.
   *
   * @throws LoadException TABLE_IN_USE when another load has claimed it, with that load's id, host
   *     and start
   */
  public static Registration of(PdEtcd etcd, long tableId, Task task, HoldListener listener) {
    long lease = etcd.grantLease(TTL);
    Registration registration = new Registration(etcd, key(tableId), task, lease, listener);
    try {
      PdEtcd.Held held = etcd.putIfAbsent(registration.key, task.toJson(), lease);
      if (held.lease() != lease) {
        throw taken(task, Task.of(held.value()));
      }
    } catch (RuntimeException e) {
      registration.revoke();
      throw e;
    }
    registration.renewal =
        Renewal.of(
            "the claim to table " + task.table(), TTL.dividedBy(3), registration::renew, listener);
    return registration;
  }

  /** Returns the load that has claimed a table, if one has. */
  public static Optional<Task> find(PdEtcd etcd, long tableId) {
    return etcd.held(key(tableId)).map(held -> Task.of(held.value()));
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
