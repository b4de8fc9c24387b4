package io.thunderhead.tikv;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Ends locks whose transactions have ended, or have died and are out of time, as any reader of TiKV
 * does that meets them (import-protocol 10, trap 38). How a transaction ended is what its primary
 * key says. The transaction of a lock that is in its time goes on, and so does one of async commit,
 * whose end its primary key alone does not tell.
 */
final class DeadLocks {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLocks.class);

  private static final int LOGICAL_BITS = 18;

  private final RegionCalls calls;
  private final PdClient pd;

  DeadLocks(RegionCalls calls, PdClient pd) {
    this.calls = calls;
    this.pd = pd;
  }

  /**
   * Ends a lock.
   *
   * @return false when its transaction may still be at work
   */
  boolean end(Kvrpcpb.LockInfo lock) {
    if (lock.getUseAsyncCommit()) {
      return false;
    }
    Kvrpcpb.CheckTxnStatusResponse status = status(lock);
    if (status.hasError() || status.getLockTtl() > 0) {
      return false;
    }
    resolve(lock, status.getCommitVersion());
    LOG.info(
        "a lock of transaction {} was {}",
        lock.getLockVersion(),
        status.getCommitVersion() > 0 ? "committed" : "rolled back");
    return true;
  }

  /**
   * Asks for the end of a transaction, and lets it be rolled back when it is out of time. The
   * answer has an error when a transaction in its time has not locked its primary key yet.
   */
  private Kvrpcpb.CheckTxnStatusResponse status(Kvrpcpb.LockInfo lock) {
    long now = pd.timestamp();
    long age = (now >>> LOGICAL_BITS) - (lock.getLockVersion() >>> LOGICAL_BITS);
    return calls.call(
        "ask how transaction " + lock.getLockVersion() + " ended",
        lock.getPrimaryLock().toByteArray(),
        (region, stub, context) ->
            stub.kvCheckTxnStatus(
                Kvrpcpb.CheckTxnStatusRequest.newBuilder()
                    .setContext(context)
                    .setPrimaryKey(lock.getPrimaryLock())
                    .setLockTs(lock.getLockVersion())
                    .setCurrentTs(now)
                    .setRollbackIfNotExist(age > lock.getLockTtl())
                    .build()),
        r -> {
          boolean unknown = r.hasError() && r.getError().hasTxnNotFound();
          return unknown
              ? null
              : flaw(r.hasRegionError(), r.getRegionError(), r.hasError(), r.getError());
        });
  }

  /**
   * Ends the lock of one key.
   *
   * @param commitTs 0 rolls back
   */
  private void resolve(Kvrpcpb.LockInfo lock, long commitTs) {
    calls.call(
        "end a lock of transaction " + lock.getLockVersion(),
        lock.getKey().toByteArray(),
        (region, stub, context) ->
            stub.kvResolveLock(
                Kvrpcpb.ResolveLockRequest.newBuilder()
                    .setContext(context)
                    .setStartVersion(lock.getLockVersion())
                    .setCommitVersion(commitTs)
                    .addKeys(lock.getKey())
                    .build()),
        r -> flaw(r.hasRegionError(), r.getRegionError(), r.hasError(), r.getError()));
  }

  private static RegionCalls.Flaw flaw(
      boolean hasRegionError,
      Errorpb.Error regionError,
      boolean hasKeyError,
      Kvrpcpb.KeyError keyError) {
    if (!hasRegionError && hasKeyError) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "TiKV refused to end a lock: %s. Stop writing to the table and run the load again."
              .formatted(keyError));
    }
    return RegionCalls.Flaw.of(hasRegionError, regionError);
  }
}
