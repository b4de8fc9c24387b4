package io.thunderhead.mini;

import org.tikv.kvproto.Kvrpcpb.LockInfo;

/** A read met a lock that it has to wait for. */
final class KeyLockedException extends Exception {
  private final transient LockInfo lock;

  KeyLockedException(LockInfo lock) {
    super("key is locked (backoff or cleanup)");
    this.lock = lock;
  }

  LockInfo lock() {
    return lock;
  }
}
