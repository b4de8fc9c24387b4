package io.thunderhead.mini;

/**
 * Walks the keys that a view sees in {@code [start, end)} of encoded keys, in either order. A
 * locked key is handed out as an entry and passed.
 */
final class MvccScanner implements AutoCloseable {
  private static final int STEPS_BEFORE_SEEK = 8;

  private final ReadView view;
  private final boolean reverse;
  private final boolean keyOnly;
  private final MvccReader reader;
  private final EngineSnapshot.Cursor writes;
  private final EngineSnapshot.Cursor locks;

  MvccScanner(
      EngineSnapshot snapshot,
      byte[] start,
      byte[] end,
      ReadView view,
      boolean reverse,
      boolean keyOnly) {
    this.view = view;
    this.reverse = reverse;
    this.keyOnly = keyOnly;
    reader = new MvccReader(snapshot, view);
    writes = snapshot.cursor(Cf.WRITE, start, end);
    locks = snapshot.cursor(Cf.LOCK, start, end);
    if (reverse) {
      writes.last();
      locks.last();
    } else {
      writes.first();
      locks.first();
    }
  }

  /** One key: its raw form and its value, or the lock that is in the way. */
  record Entry(byte[] rawKey, byte[] value, KeyLockedException locked) {}

  /** Returns the next entry, or null at the end. */
  Entry next() {
    while (writes.valid() || locks.valid()) {
      byte[] written = writes.valid() ? Keys.withoutTs(writes.key()) : null;
      byte[] locked = locks.valid() ? locks.key() : null;
      boolean atWrite = written != null && (locked == null || comesFirst(written, locked));
      boolean atLock = locked != null && (written == null || comesFirst(locked, written));
      Entry entry = read(atWrite ? written : locked, atWrite, atLock);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private Entry read(byte[] key, boolean atWrite, boolean atLock) {
    LockRecord lock = atLock ? LockRecord.parse(locks.value()) : null;
    if (atLock) {
      step(locks);
    }
    byte[] value;
    try {
      if (lock != null && !reader.readsThrough(lock)) {
        reader.refuseIfBlocked(key, lock);
        lock = null;
      }
      value = lock != null ? reader.lockedValue(key, lock) : atWrite ? visible(key) : null;
    } catch (KeyLockedException e) {
      passIf(atWrite, key);
      return new Entry(Keys.decode(key), null, e);
    }
    passIf(atWrite, key);
    return value == null ? null : new Entry(Keys.decode(key), value, null);
  }

  private byte[] visible(byte[] key) {
    if (reverse || !view.sees(Keys.ts(writes.key()))) {
      writes.seek(Keys.withTs(key, view.ts()));
    }
    return reader.newestVisible(writes, key, keyOnly);
  }

  private void passIf(boolean atWrite, byte[] key) {
    if (!atWrite) {
      return;
    }
    if (reverse) {
      writes.seekForPrev(key);
      return;
    }
    for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
      if (!writes.valid() || !Keys.startsWith(writes.key(), key)) {
        return;
      }
      writes.next();
    }
    writes.seek(Keys.next(Keys.withTs(key, 0)));
  }

  private void step(EngineSnapshot.Cursor cursor) {
    if (reverse) {
      cursor.previous();
    } else {
      cursor.next();
    }
  }

  private boolean comesFirst(byte[] a, byte[] b) {
    int order = Keys.compare(a, b);
    return reverse ? order >= 0 : order <= 0;
  }

  @Override
  public void close() {
    writes.close();
    locks.close();
  }
}
