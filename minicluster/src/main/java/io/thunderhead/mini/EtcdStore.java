package io.thunderhead.mini;

import io.etcd.jetcd.api.KeyValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.tikv.shade.com.google.protobuf.ByteString;

/** Keys of PD's embedded etcd with revisions and leases. Thread-safe. */
final class EtcdStore {
  private final NavigableMap<ByteString, KeyValue> keys =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final Map<Long, Lease> leases = new HashMap<>();
  private final AtomicLong lastLease = new AtomicLong(0x7587000000000000L);
  private final Clock clock;
  private long revision = 1;

  EtcdStore(Clock clock) {
    this.clock = clock;
  }

  private static final class Lease {
    private final long ttlSeconds;
    private Instant deadline;

    Lease(long ttlSeconds, Instant now) {
      this.ttlSeconds = ttlSeconds;
      renew(now);
    }

    void renew(Instant now) {
      deadline = now.plusSeconds(ttlSeconds);
    }

    long leftSeconds(Instant now) {
      return now.isBefore(deadline) ? Duration.between(now, deadline).toSeconds() : -1;
    }
  }

  synchronized long revision() {
    return revision;
  }

  /**
   * Returns what lies in {@code [key, end)}; without an end one key, with the end {@code 00} all
   * keys from {@code key} on.
   */
  synchronized List<KeyValue> range(ByteString key, ByteString end) {
    expire();
    return List.copyOf(part(key, end).values());
  }

  private NavigableMap<ByteString, KeyValue> part(ByteString key, ByteString end) {
    if (end.isEmpty()) {
      return keys.subMap(key, true, key, true);
    }
    if (end.size() == 1 && end.byteAt(0) == 0) {
      return keys.tailMap(key, true);
    }
    boolean reversed = ByteString.unsignedLexicographicalComparator().compare(key, end) >= 0;
    return reversed ? new TreeMap<>() : keys.subMap(key, true, end, false);
  }

  /** Puts a key and returns what it replaced, or null. */
  synchronized KeyValue put(ByteString key, ByteString value, long lease) {
    expire();
    if (lease != 0 && !leases.containsKey(lease)) {
      throw new IllegalArgumentException("etcdserver: requested lease not found");
    }
    revision++;
    KeyValue before = keys.get(key);
    keys.put(
        key,
        KeyValue.newBuilder()
            .setKey(key)
            .setValue(value)
            .setLease(lease)
            .setCreateRevision(before == null ? revision : before.getCreateRevision())
            .setModRevision(revision)
            .setVersion(before == null ? 1 : before.getVersion() + 1)
            .build());
    return before;
  }

  /** Deletes a range and returns what was there. */
  synchronized List<KeyValue> delete(ByteString key, ByteString end) {
    expire();
    NavigableMap<ByteString, KeyValue> part = part(key, end);
    List<KeyValue> deleted = new ArrayList<>(part.values());
    part.clear();
    revision += deleted.isEmpty() ? 0 : 1;
    return deleted;
  }

  /** Grants a lease under an id, or under a new one when zero; returns the id. */
  synchronized long grant(long id, long ttlSeconds) {
    expire();
    long granted = id == 0 ? lastLease.incrementAndGet() : id;
    if (leases.putIfAbsent(granted, new Lease(ttlSeconds, clock.instant())) != null) {
      throw new IllegalArgumentException("etcdserver: lease already exists");
    }
    return granted;
  }

  /** Ends a lease and deletes its keys; tells whether there was one. */
  synchronized boolean revoke(long id) {
    expire();
    boolean known = leases.remove(id) != null;
    dropKeysOf(id);
    return known;
  }

  /** Renews a lease and returns its TTL, zero when there is none. */
  synchronized long keepAlive(long id) {
    expire();
    Lease lease = leases.get(id);
    if (lease == null) {
      return 0;
    }
    lease.renew(clock.instant());
    return lease.ttlSeconds;
  }

  /** Returns the seconds a lease has left and was granted for, or null. */
  synchronized long[] timeToLive(long id) {
    expire();
    Lease lease = leases.get(id);
    return lease == null ? null : new long[] {lease.leftSeconds(clock.instant()), lease.ttlSeconds};
  }

  /** Returns the leases that live. */
  synchronized List<Long> leases() {
    expire();
    return List.copyOf(leases.keySet());
  }

  /** Returns the keys that hang on a lease. */
  synchronized List<ByteString> keysOf(long lease) {
    return keys.values().stream()
        .filter(key -> key.getLease() == lease)
        .map(KeyValue::getKey)
        .toList();
  }

  private void expire() {
    Instant now = clock.instant();
    List<Long> expired =
        leases.entrySet().stream()
            .filter(lease -> lease.getValue().leftSeconds(now) < 0)
            .map(Map.Entry::getKey)
            .toList();
    for (long id : expired) {
      leases.remove(id);
      dropKeysOf(id);
    }
  }

  private void dropKeysOf(long lease) {
    boolean dropped = keys.values().removeIf(key -> lease != 0 && key.getLease() == lease);
    revision += dropped ? 1 : 0;
  }
}
