package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A transaction that dies leaves locks, which anyone may end once its primary lock is out of time.
 */
@Contract(
    spec = {"4.1", "10"},
    calls = {
      "tikvpb.Tikv/KvPrewrite",
      "tikvpb.Tikv/KvCommit",
      "tikvpb.Tikv/KvCheckTxnStatus",
      "tikvpb.Tikv/KvResolveLock",
      "tikvpb.Tikv/KvGet"
    })
@ExtendWith(ContractCluster.class)
class TransactionTest {
  private static final long TTL_MILLIS = 5_000;

  private final Wire wire;
  private final WireReader reader;
  private final WireSpan span;
  private final long startTs;

  TransactionTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.reader = new WireReader(wire);
    this.span = table.span();
    this.startTs = wire.pd().tso();
  }

  @Test
  void commitsWhatIsLocked() {
    prewrite(0, 1);
    long commitTs = wire.pd().tso();
    commit(commitTs, 0, 1);
    assertThat(reader.value(span.key(1), commitTs)).contains(span.row(1, "txn").value());
    assertThat(reader.value(span.key(1), commitTs - 1)).isEmpty();
  }

  @Test
  void blocksALaterReadAndTellsThePrimary() {
    prewrite(0, 1);
    WireRegion region = span.region();
    Kvrpcpb.LockInfo lock =
        reader
            .get(region.leaderStore(), region.context(), span.key(1), wire.pd().tso())
            .getError()
            .getLocked();
    assertThat(lock.getLockVersion()).isEqualTo(startTs);
    assertThat(lock.getPrimaryLock().toByteArray()).isEqualTo(span.key(0));
    assertThat(lock.getKey().toByteArray()).isEqualTo(span.key(1));
    var earlier = reader.get(region.leaderStore(), region.context(), span.key(1), startTs - 1);
    assertThat(earlier.hasError()).isFalse();
    assertThat(earlier.getNotFound()).isTrue();
  }

  @Test
  void leavesALockInItsTimeAlone() {
    prewrite(0);
    Kvrpcpb.CheckTxnStatusResponse status = status(wire.pd().tso());
    assertThat(status.getLockTtl()).isPositive();
    assertThat(status.getCommitVersion()).isZero();
    commit(wire.pd().tso(), 0);
  }

  @Test
  void rollsBackATransactionThatIsOutOfTime() {
    prewrite(0, 1);
    Kvrpcpb.CheckTxnStatusResponse status = status(afterItsTime());
    assertThat(status.getLockTtl()).isZero();
    assertThat(status.getCommitVersion()).isZero();
    resolve(0, 1);
    long now = wire.pd().tso();
    assertThat(reader.value(span.key(0), now)).isEmpty();
    assertThat(reader.value(span.key(1), now)).isEmpty();
  }

  @Test
  void commitsTheRestOfATransactionWhosePrimaryIsCommitted() {
    prewrite(0, 1);
    long commitTs = wire.pd().tso();
    commit(commitTs, 0);
    assertThat(status(wire.pd().tso()).getCommitVersion()).isEqualTo(commitTs);
    resolve(commitTs, 1);
    assertThat(reader.value(span.key(1), wire.pd().tso())).contains(span.row(1, "txn").value());
  }

  /** A timestamp by which the locks have run out. */
  private long afterItsTime() {
    return startTs + ((2 * TTL_MILLIS) << WirePd.LOGICAL_BITS);
  }

  private void prewrite(long... rows) {
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var request =
              Kvrpcpb.PrewriteRequest.newBuilder()
                  .setContext(region.context())
                  .setPrimaryLock(bytes(span.key(rows[0])))
                  .setStartVersion(startTs)
                  .setLockTtl(TTL_MILLIS)
                  .setTxnSize(rows.length);
          for (long row : rows) {
            request.addMutations(
                Kvrpcpb.Mutation.newBuilder()
                    .setOp(Kvrpcpb.Op.Put)
                    .setKey(bytes(span.key(row)))
                    .setValue(bytes(span.row(row, "txn").value())));
          }
          var response = wire.kv(region.leaderStore()).kvPrewrite(request.build());
          RegionMoved.check(response.getRegionError());
          assertThat(response.getErrorsList()).isEmpty();
          return response;
        });
  }

  private void commit(long commitTs, long... rows) {
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var request =
              Kvrpcpb.CommitRequest.newBuilder()
                  .setContext(region.context())
                  .setStartVersion(startTs)
                  .setCommitVersion(commitTs);
          Arrays.stream(rows).forEach(row -> request.addKeys(bytes(span.key(row))));
          var response = wire.kv(region.leaderStore()).kvCommit(request.build());
          RegionMoved.check(response.getRegionError());
          assertThat(response.hasError()).as(response.toString()).isFalse();
          return response;
        });
  }

  private Kvrpcpb.CheckTxnStatusResponse status(long currentTs) {
    return Wire.settled(
        () -> {
          WireRegion region = span.region();
          var response =
              wire.kv(region.leaderStore())
                  .kvCheckTxnStatus(
                      Kvrpcpb.CheckTxnStatusRequest.newBuilder()
                          .setContext(region.context())
                          .setPrimaryKey(bytes(span.key(0)))
                          .setLockTs(startTs)
                          .setCurrentTs(currentTs)
                          .setRollbackIfNotExist(true)
                          .build());
          RegionMoved.check(response.getRegionError());
          assertThat(response.hasError()).as(response.toString()).isFalse();
          return response;
        });
  }

  /** Ends the lock of a row as its transaction ended: zero is a rollback. */
  private void resolve(long commitTs, long row) {
    Wire.settled(
        () -> {
          WireRegion region = span.region();
          var response =
              wire.kv(region.leaderStore())
                  .kvResolveLock(
                      Kvrpcpb.ResolveLockRequest.newBuilder()
                          .setContext(region.context())
                          .setStartVersion(startTs)
                          .setCommitVersion(commitTs)
                          .addKeys(bytes(span.key(row)))
                          .build());
          RegionMoved.check(response.getRegionError());
          assertThat(response.hasError()).as(response.toString()).isFalse();
          return response;
        });
  }

  private static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }
}
