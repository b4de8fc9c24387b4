package io.thunderhead.mini;

import org.tikv.kvproto.Kvrpcpb.AlreadyExist;
import org.tikv.kvproto.Kvrpcpb.CommitTsExpired;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.TxnNotFound;
import org.tikv.kvproto.Kvrpcpb.WriteConflict;

/** A transaction's command that the state of a key forbids; carries the answer's key error. */
final class TxnRefusedException extends Exception {
  private final transient KeyError error;

  private TxnRefusedException(KeyError error) {
    super("transaction refused");
    this.error = error;
  }

  KeyError error() {
    return error;
  }

  static TxnRefusedException locked(LockInfo lock) {
    return new TxnRefusedException(KeyError.newBuilder().setLocked(lock).build());
  }

  static TxnRefusedException conflict(
      long startTs, byte[] rawKey, byte[] primary, long otherStartTs, long otherCommitTs) {
    WriteConflict conflict =
        WriteConflict.newBuilder()
            .setStartTs(startTs)
            .setConflictTs(otherStartTs)
            .setConflictCommitTs(otherCommitTs)
            .setKey(Texts.bytes(rawKey))
            .setPrimary(Texts.bytes(primary))
            .build();
    return new TxnRefusedException(
        KeyError.newBuilder()
            .setConflict(conflict)
            .setRetryable(
                "Error(Txn(Error(Mvcc(Error(WriteConflict { start_ts: "
                    + ts(startTs)
                    + ", conflict_start_ts: "
                    + ts(otherStartTs)
                    + ", conflict_commit_ts: "
                    + ts(otherCommitTs)
                    + " })))))")
            .build());
  }

  static TxnRefusedException exists(byte[] rawKey) {
    return new TxnRefusedException(
        KeyError.newBuilder()
            .setAlreadyExist(AlreadyExist.newBuilder().setKey(Texts.bytes(rawKey)))
            .build());
  }

  static TxnRefusedException lockNotFound(long startTs, long commitTs, byte[] rawKey) {
    return new TxnRefusedException(
        KeyError.newBuilder()
            .setRetryable(
                "Error(Txn(Error(Mvcc(Error(TxnLockNotFound { start_ts: "
                    + ts(startTs)
                    + ", commit_ts: "
                    + ts(commitTs)
                    + ", key: "
                    + Keys.upperHex(rawKey)
                    + " })))))")
            .build());
  }

  static TxnRefusedException commitTsExpired(
      long startTs, long commitTs, byte[] rawKey, long minCommitTs) {
    return new TxnRefusedException(
        KeyError.newBuilder()
            .setCommitTsExpired(
                CommitTsExpired.newBuilder()
                    .setStartTs(startTs)
                    .setAttemptedCommitTs(commitTs)
                    .setKey(Texts.bytes(rawKey))
                    .setMinCommitTs(minCommitTs))
            .build());
  }

  static TxnRefusedException notFound(long startTs, byte[] primary) {
    return new TxnRefusedException(
        KeyError.newBuilder()
            .setTxnNotFound(
                TxnNotFound.newBuilder().setStartTs(startTs).setPrimaryKey(Texts.bytes(primary)))
            .build());
  }

  /** A command that this store does not offer, or that came too late. */
  static TxnRefusedException aborted(String why) {
    return new TxnRefusedException(KeyError.newBuilder().setAbort(why).build());
  }

  private static String ts(long ts) {
    return "TimeStamp(" + Long.toUnsignedString(ts) + ")";
  }
}
