package io.thunderhead.mini;

import java.util.HashSet;
import java.util.Set;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;

/**
 * What a read sees.
 *
 * @param ts newest version that counts
 * @param checkLocks whether locks stand in the way; they do not under read committed
 * @param resolved transactions whose locks are passed over
 * @param committed transactions whose locks are read as if committed
 */
record ReadView(long ts, boolean checkLocks, Set<Long> resolved, Set<Long> committed) {
  static ReadView of(long ts, Context context) {
    return new ReadView(
        ts,
        context.getIsolationLevel() == IsolationLevel.SI,
        new HashSet<>(context.getResolvedLocksList()),
        new HashSet<>(context.getCommittedLocksList()));
  }

  /** A snapshot read without knowledge of other transactions. */
  static ReadView at(long ts) {
    return new ReadView(ts, true, Set.of(), Set.of());
  }

  boolean sees(long commitTs) {
    return Long.compareUnsigned(commitTs, ts) <= 0;
  }

  /** Tells whether a lock stops the read. */
  boolean blockedBy(LockRecord lock, byte[] rawKey) {
    return checkLocks
        && !resolved.contains(lock.startTs())
        && !committed.contains(lock.startTs())
        && lock.blocks(ts, rawKey);
  }
}
