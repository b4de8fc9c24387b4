package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;

/**
 * What optimistic transactions read and change of one region, in one step. Keys are encoded. What
 * is changed is written when the step succeeds.
 */
final class TxnState {
  private final EngineSnapshot snapshot;
  private final List<Mutation> changes = new ArrayList<>();

  TxnState(EngineSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** A version and the timestamp it was committed at. */
  record Version(long commitTs, WriteRecord record) {}

  List<Mutation> changes() {
    return changes;
  }

  LockRecord lock(byte[] key) {
    byte[] lock = snapshot.get(Cf.LOCK, key);
    return lock == null ? null : LockRecord.parse(lock);
  }

  /** Returns the newest version of all, rollbacks included, or null. */
  Version newest(byte[] key) {
    List<Version> versions = versions(key, true);
    return versions.isEmpty() ? null : versions.get(0);
  }

  /** Returns the version that a transaction has left on a key, or null. */
  Version of(byte[] key, long startTs) {
    for (Version version : versions(key, false)) {
      if (version.record().startTs() == startTs) {
        return version;
      }
    }
    return null;
  }

  /** Tells whether the newest version that is no lock and no rollback is a value. */
  boolean exists(byte[] key) {
    for (Version version : versions(key, false)) {
      switch (version.record().type()) {
        case PUT -> {
          return version.record().visibleAt(-1L);
        }
        case DELETE -> {
          return false;
        }
        case LOCK, ROLLBACK -> {}
      }
    }
    return false;
  }

  private List<Version> versions(byte[] key, boolean onlyNewest) {
    List<Version> versions = new ArrayList<>();
    try (EngineSnapshot.Cursor cursor =
        snapshot.cursor(Cf.WRITE, key, Keys.next(Keys.withTs(key, 0)))) {
      for (cursor.first(); cursor.valid(); cursor.next()) {
        versions.add(new Version(Keys.ts(cursor.key()), WriteRecord.parse(cursor.value())));
        if (onlyNewest) {
          break;
        }
      }
    }
    return versions;
  }

  /** Returns locks of transactions up to {@code maxTs} in a range, at most {@code limit}. */
  List<Locked> locks(byte[] start, byte[] end, long maxTs, int limit) {
    List<Locked> locks = new ArrayList<>();
    try (EngineSnapshot.Cursor cursor = snapshot.cursor(Cf.LOCK, start, end)) {
      for (cursor.first(); cursor.valid(); cursor.next()) {
        LockRecord lock = LockRecord.parse(cursor.value());
        if (Long.compareUnsigned(lock.startTs(), maxTs) <= 0) {
          locks.add(new Locked(cursor.key(), lock));
        }
        if (limit > 0 && locks.size() == limit) {
          break;
        }
      }
    }
    return locks;
  }

  /** A lock and the key it lies on. */
  record Locked(byte[] key, LockRecord lock) {}

  void putLock(byte[] key, LockRecord lock) {
    changes.add(Mutation.put(Cf.LOCK, key, lock.toBytes()));
  }

  void putValue(byte[] key, long startTs, byte[] value) {
    changes.add(Mutation.put(Cf.DEFAULT, Keys.withTs(key, startTs), value));
  }

  /** Turns a lock into the version it announced. */
  void commit(byte[] key, LockRecord lock, long commitTs) {
    WriteRecord record =
        switch (lock.type()) {
          case PUT -> WriteRecord.put(lock.startTs(), lock.shortValue(), 0);
          case DELETE -> WriteRecord.of(WriteRecord.Type.DELETE, lock.startTs(), 0);
          case LOCK, PESSIMISTIC -> WriteRecord.of(WriteRecord.Type.LOCK, lock.startTs(), 0);
        };
    changes.add(Mutation.put(Cf.WRITE, Keys.withTs(key, commitTs), record.toBytes()));
    changes.add(Mutation.delete(Cf.LOCK, key));
  }

  /** Marks a transaction as rolled back on a key and removes what it left there. */
  void rollback(byte[] key, LockRecord lock, long startTs) {
    if (lock != null) {
      changes.add(Mutation.delete(Cf.LOCK, key));
      if (lock.type() == LockRecord.Type.PUT && lock.shortValue() == null) {
        changes.add(Mutation.delete(Cf.DEFAULT, Keys.withTs(key, startTs)));
      }
    }
    byte[] place = Keys.withTs(key, startTs);
    // A version of another transaction may have been committed at this very timestamp.
    if (snapshot.get(Cf.WRITE, place) == null) {
      WriteRecord mark = WriteRecord.of(WriteRecord.Type.ROLLBACK, startTs, 0);
      changes.add(Mutation.put(Cf.WRITE, place, mark.toBytes()));
    }
  }
}
