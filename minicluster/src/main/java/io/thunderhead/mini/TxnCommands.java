package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.TxnInfo;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Optimistic two-phase commit on a store, as clients use it to delete conflicting rows and to raise
 * allocators. Requests for async commit and one-phase commit fall back to two phases, as TiKV may
 * always answer; pessimistic locks are not offered.
 */
final class TxnCommands {
  private static final long MIN_TTL_MILLIS = 3000;

  private final Store store;

  TxnCommands(Store store) {
    this.store = store;
  }

  private interface Step<T> {
    T run(TxnState state) throws TxnRefusedException, RegionException;
  }

  /** Runs a step alone in its region and writes what it changed. */
  private <T> T run(Context context, List<ByteString> rawKeys, Step<T> step)
      throws TxnRefusedException, RegionException {
    RaftGroup group = store.route(context).group();
    synchronized (group) {
      Replica replica = store.route(context);
      for (ByteString rawKey : rawKeys) {
        byte[] key = key(rawKey);
        if (!Regions.contains(replica.region(), key)) {
          throw new RegionException(RegionErrors.keyNotInRegion(key, replica.region()));
        }
      }
      try (EngineSnapshot snapshot = store.engine().snapshot()) {
        TxnState state = new TxnState(snapshot);
        T result = step.run(state);
        if (!state.changes().isEmpty()) {
          group.propose(replica, new LogEntry.Write(List.copyOf(state.changes())));
        }
        return result;
      }
    }
  }

  private static byte[] key(ByteString rawKey) {
    return Keys.encode(rawKey.toByteArray());
  }

  void prewrite(PrewriteRequest request) throws TxnRefusedException, RegionException {
    if (request.getIsPessimisticLockList().contains(true)) {
      throw TxnRefusedException.aborted("pessimistic transactions are not offered");
    }
    List<ByteString> keys = request.getMutationsList().stream().map(Mutation::getKey).toList();
    run(
        request.getContext(),
        keys,
        state -> {
          for (Mutation mutation : request.getMutationsList()) {
            prewrite(state, request, mutation);
          }
          return null;
        });
  }

  private static void prewrite(TxnState state, PrewriteRequest request, Mutation mutation)
      throws TxnRefusedException {
    byte[] rawKey = mutation.getKey().toByteArray();
    byte[] key = key(mutation.getKey());
    long startTs = request.getStartVersion();
    LockRecord lock = state.lock(key);
    if (lock != null) {
      if (lock.startTs() != startTs) {
        throw TxnRefusedException.locked(lock.toInfo(rawKey));
      }
      return;
    }
    TxnState.Version newest = state.newest(key);
    boolean rolledBack =
        newest != null
            && newest.commitTs() == startTs
            && newest.record().type() == WriteRecord.Type.ROLLBACK;
    if (newest != null && (rolledBack || Long.compareUnsigned(newest.commitTs(), startTs) > 0)) {
      throw TxnRefusedException.conflict(
          startTs,
          rawKey,
          request.getPrimaryLock().toByteArray(),
          newest.record().startTs(),
          newest.commitTs());
    }
    boolean mustBeNew = mutation.getOp() == Op.Insert || mutation.getOp() == Op.CheckNotExists;
    if (mustBeNew && state.exists(key)) {
      throw TxnRefusedException.exists(rawKey);
    }
    if (mutation.getOp() != Op.CheckNotExists) {
      lock(state, request, mutation, key);
    }
  }

  private static void lock(TxnState state, PrewriteRequest request, Mutation mutation, byte[] key)
      throws TxnRefusedException {
    LockRecord.Type type =
        switch (mutation.getOp()) {
          case Put, Insert -> LockRecord.Type.PUT;
          case Del -> LockRecord.Type.DELETE;
          case Lock -> LockRecord.Type.LOCK;
          default -> throw TxnRefusedException.aborted("invalid op " + mutation.getOp());
        };
    byte[] shortValue = null;
    if (type == LockRecord.Type.PUT) {
      byte[] value = mutation.getValue().toByteArray();
      if (value.length <= WriteRecord.SHORT_VALUE_MAX) {
        shortValue = value;
      } else {
        state.putValue(key, request.getStartVersion(), value);
      }
    }
    state.putLock(
        key,
        new LockRecord(
            type,
            request.getPrimaryLock().toByteArray(),
            request.getStartVersion(),
            Math.max(request.getLockTtl(), MIN_TTL_MILLIS),
            shortValue,
            request.getTxnSize(),
            request.getMinCommitTs()));
  }

  void commit(CommitRequest request) throws TxnRefusedException, RegionException {
    long startTs = request.getStartVersion();
    long commitTs = request.getCommitVersion();
    if (Long.compareUnsigned(commitTs, startTs) <= 0) {
      throw TxnRefusedException.aborted(
          "Invalid transaction tso with start_ts:" + startTs + ", commit_ts:" + commitTs);
    }
    run(
        request.getContext(),
        request.getKeysList(),
        state -> {
          for (ByteString rawKey : request.getKeysList()) {
            commit(state, rawKey.toByteArray(), startTs, commitTs);
          }
          return null;
        });
  }

  private static void commit(TxnState state, byte[] rawKey, long startTs, long commitTs)
      throws TxnRefusedException {
    byte[] key = Keys.encode(rawKey);
    LockRecord lock = state.lock(key);
    if (lock != null && lock.startTs() == startTs) {
      if (Long.compareUnsigned(commitTs, lock.minCommitTs()) < 0) {
        throw TxnRefusedException.commitTsExpired(startTs, commitTs, rawKey, lock.minCommitTs());
      }
      state.commit(key, lock, commitTs);
      return;
    }
    TxnState.Version left = state.of(key, startTs);
    if (left == null || left.record().type() == WriteRecord.Type.ROLLBACK) {
      throw TxnRefusedException.lockNotFound(startTs, commitTs, rawKey);
    }
  }

  void rollback(BatchRollbackRequest request) throws TxnRefusedException, RegionException {
    run(
        request.getContext(),
        request.getKeysList(),
        state -> {
          for (ByteString rawKey : request.getKeysList()) {
            rollback(state, key(rawKey), request.getStartVersion());
          }
          return null;
        });
  }

  private static void rollback(TxnState state, byte[] key, long startTs)
      throws TxnRefusedException {
    LockRecord lock = state.lock(key);
    if (lock != null && lock.startTs() == startTs) {
      state.rollback(key, lock, startTs);
      return;
    }
    TxnState.Version left = state.of(key, startTs);
    if (left == null) {
      state.rollback(key, null, startTs);
    } else if (left.record().type() != WriteRecord.Type.ROLLBACK) {
      throw TxnRefusedException.aborted("txn already committed @" + left.commitTs());
    }
  }

  CheckTxnStatusResponse checkStatus(CheckTxnStatusRequest request)
      throws TxnRefusedException, RegionException {
    return run(
        request.getContext(),
        List.of(request.getPrimaryKey()),
        state -> checkStatus(state, request));
  }

  private static CheckTxnStatusResponse checkStatus(TxnState state, CheckTxnStatusRequest request)
      throws TxnRefusedException {
    byte[] rawKey = request.getPrimaryKey().toByteArray();
    byte[] key = key(request.getPrimaryKey());
    long startTs = request.getLockTs();
    CheckTxnStatusResponse.Builder response = CheckTxnStatusResponse.newBuilder();
    LockRecord lock = state.lock(key);
    if (lock != null && lock.startTs() == startTs) {
      long expires = (startTs >>> Tso.LOGICAL_BITS) + lock.ttl();
      if (expires < request.getCurrentTs() >>> Tso.LOGICAL_BITS) {
        state.rollback(key, lock, startTs);
        return response.setAction(Action.TTLExpireRollback).build();
      }
      return response.setLockTtl(lock.ttl()).setLockInfo(lock.toInfo(rawKey)).build();
    }
    TxnState.Version left = state.of(key, startTs);
    if (left != null) {
      boolean rolledBack = left.record().type() == WriteRecord.Type.ROLLBACK;
      return response.setCommitVersion(rolledBack ? 0 : left.commitTs()).build();
    }
    if (!request.getRollbackIfNotExist()) {
      throw TxnRefusedException.notFound(startTs, rawKey);
    }
    state.rollback(key, null, startTs);
    return response.setAction(Action.LockNotExistRollback).build();
  }

  /** Commits or rolls back locks of finished transactions, of some keys or of the whole region. */
  void resolve(ResolveLockRequest request) throws TxnRefusedException, RegionException {
    run(
        request.getContext(),
        request.getKeysList(),
        state -> {
          for (TxnState.Locked locked : lockedBy(state, request)) {
            long commitTs = commitTs(request, locked.lock().startTs());
            if (commitTs < 0) {
              continue;
            }
            if (commitTs > 0) {
              state.commit(locked.key(), locked.lock(), commitTs);
            } else {
              state.rollback(locked.key(), locked.lock(), locked.lock().startTs());
            }
          }
          return null;
        });
  }

  private List<TxnState.Locked> lockedBy(TxnState state, ResolveLockRequest request)
      throws RegionException {
    if (request.getKeysCount() > 0) {
      return request.getKeysList().stream()
          .map(TxnCommands::key)
          .filter(key -> state.lock(key) != null)
          .map(key -> new TxnState.Locked(key, state.lock(key)))
          .toList();
    }
    var region = store.route(request.getContext()).region();
    return state.locks(Regions.start(region), Regions.end(region), -1L, 0);
  }

  /** Returns the commit timestamp of a transaction, zero for a rollback, -1 when not asked for. */
  private static long commitTs(ResolveLockRequest request, long startTs) {
    if (request.getStartVersion() == startTs) {
      return request.getCommitVersion();
    }
    for (TxnInfo info : request.getTxnInfosList()) {
      if (info.getTxn() == startTs) {
        return info.getStatus();
      }
    }
    return -1;
  }

  List<TxnState.Locked> scanLocks(ScanLockRequest request)
      throws TxnRefusedException, RegionException {
    var region = store.route(request.getContext()).region();
    byte[] start = RegionSnapshot.encodeUnlessEmpty(request.getStartKey().toByteArray());
    byte[] end = RegionSnapshot.encodeUnlessEmpty(request.getEndKey().toByteArray());
    byte[] from = Keys.compare(start, Regions.start(region)) < 0 ? Regions.start(region) : start;
    boolean open =
        end.length == 0 || (!Regions.contains(region, end) && Regions.end(region).length > 0);
    return run(
        request.getContext(),
        List.of(),
        state ->
            state.locks(
                from,
                open ? Regions.end(region) : end,
                request.getMaxVersion(),
                request.getLimit()));
  }
}
