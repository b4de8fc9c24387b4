package io.thunderhead.mini;

/** Reads single versions out of a snapshot. Keys are encoded. */
final class MvccReader {
  private final EngineSnapshot snapshot;
  private final ReadView view;

  MvccReader(EngineSnapshot snapshot, ReadView view) {
    this.snapshot = snapshot;
    this.view = view;
  }

  /** Returns the value that the view sees under a key, or null. */
  byte[] get(byte[] key) throws KeyLockedException {
    byte[] lock = snapshot.get(Cf.LOCK, key);
    if (lock != null) {
      LockRecord record = LockRecord.parse(lock);
      if (readsThrough(record)) {
        return lockedValue(key, record);
      }
      refuseIfBlocked(key, record);
    }
    try (EngineSnapshot.Cursor cursor =
        snapshot.cursor(Cf.WRITE, key, Keys.next(Keys.withTs(key, 0)))) {
      cursor.seek(Keys.withTs(key, view.ts()));
      return newestVisible(cursor, key, false);
    }
  }

  boolean readsThrough(LockRecord lock) {
    return view.checkLocks() && view.committed().contains(lock.startTs());
  }

  void refuseIfBlocked(byte[] key, LockRecord lock) throws KeyLockedException {
    byte[] rawKey = Keys.decode(key);
    if (view.blockedBy(lock, rawKey)) {
      throw new KeyLockedException(lock.toInfo(rawKey));
    }
  }

  /** Returns what a lock's transaction writes, or null when it deletes. */
  byte[] lockedValue(byte[] key, LockRecord lock) {
    return switch (lock.type()) {
      case PUT -> lock.shortValue() != null ? lock.shortValue() : longValue(key, lock.startTs());
      case DELETE, LOCK, PESSIMISTIC -> null;
    };
  }

  /**
   * Walks versions of a key, newest first, from where the cursor stands, and returns the value of
   * the first that counts, or null.
   */
  byte[] newestVisible(EngineSnapshot.Cursor cursor, byte[] key, boolean keyOnly) {
    for (; cursor.valid(); cursor.next()) {
      byte[] versioned = cursor.key();
      if (!Keys.startsWith(versioned, key) || versioned.length != key.length + Keys.TS_LENGTH) {
        return null;
      }
      if (!view.sees(Keys.ts(versioned))) {
        continue;
      }
      WriteRecord record = WriteRecord.parse(cursor.value());
      switch (record.type()) {
        case PUT -> {
          return record.visibleAt(view.ts()) ? value(key, record, keyOnly) : null;
        }
        case DELETE -> {
          return null;
        }
        case LOCK, ROLLBACK -> {}
      }
    }
    return null;
  }

  private byte[] value(byte[] key, WriteRecord record, boolean keyOnly) {
    if (keyOnly) {
      return new byte[0];
    }
    return record.shortValue() != null ? record.shortValue() : longValue(key, record.startTs());
  }

  /** Returns a value of the default family; its absence is what a lost SST looks like. */
  byte[] longValue(byte[] key, long startTs) {
    byte[] value = snapshot.get(Cf.DEFAULT, Keys.withTs(key, startTs));
    if (value == null) {
      throw new DefaultNotFoundException(key);
    }
    return value;
  }
}
