package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;

@ExtendWith(MiniClusterExtension.class)
class TxnTest {
  private static int tests;

  private MiniCluster cluster;
  private TestClient client;
  private byte[] key;

  @BeforeEach
  void connect(MiniCluster started) {
    cluster = started;
    client = new TestClient(cluster);
    key = ("txn" + tests++).getBytes(Texts.UTF8);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private TikvGrpc.TikvBlockingStub leader() {
    return client.tikv(client.region(key).getLeader().getStoreId());
  }

  private Kvrpcpb.Context context() {
    Pdpb.GetRegionResponse region = client.region(key);
    return TestClient.context(region);
  }

  private KeyError prewrite(Op op, byte[] value, long startTs) {
    Kvrpcpb.PrewriteResponse response =
        leader()
            .kvPrewrite(
                Kvrpcpb.PrewriteRequest.newBuilder()
                    .setContext(context())
                    .setPrimaryLock(Texts.bytes(key))
                    .setStartVersion(startTs)
                    .setLockTtl(3000)
                    .addMutations(
                        Kvrpcpb.Mutation.newBuilder()
                            .setOp(op)
                            .setKey(Texts.bytes(key))
                            .setValue(Texts.bytes(value)))
                    .build());
    assertThat(response.hasRegionError()).isFalse();
    return response.getErrorsCount() == 0 ? null : response.getErrors(0);
  }

  private Kvrpcpb.CommitResponse commit(long startTs, long commitTs) {
    return leader()
        .kvCommit(
            Kvrpcpb.CommitRequest.newBuilder()
                .setContext(context())
                .setStartVersion(startTs)
                .setCommitVersion(commitTs)
                .addKeys(Texts.bytes(key))
                .build());
  }

  @Test
  void deletesAnImportedRow() {
    long imported = cluster.timestamp();
    client.load(imported, List.of(new KeyValue(key, new byte[] {1})));
    long startTs = cluster.timestamp();
    assertThat(prewrite(Op.Del, new byte[0], startTs)).isNull();
    assertThat(client.get(key, cluster.timestamp()).getError().hasLocked()).isTrue();
    long commitTs = cluster.timestamp();
    assertThat(commit(startTs, commitTs).hasError()).isFalse();
    assertThat(commit(startTs, commitTs).hasError()).isFalse();
    assertThat(client.get(key, commitTs).getNotFound()).isTrue();
    assertThat(client.get(key, commitTs - 1).getNotFound()).isFalse();
  }

  @Test
  void keepsLongValuesInTheDefaultFamily() {
    byte[] value = new byte[5000];
    long startTs = cluster.timestamp();
    prewrite(Op.Put, value, startTs);
    long commitTs = cluster.timestamp();
    commit(startTs, commitTs);
    assertThat(client.get(key, commitTs).getValue().toByteArray()).isEqualTo(value);
  }

  @Test
  void refusesAWriteThatAnotherOvertook() {
    long startTs = cluster.timestamp();
    long other = cluster.write(List.of(new KeyValue(key, new byte[] {1})));
    assertThat(prewrite(Op.Put, new byte[] {2}, startTs).getConflict().getConflictCommitTs())
        .isEqualTo(other);
    assertThat(prewrite(Op.Insert, new byte[] {2}, cluster.timestamp()).hasAlreadyExist()).isTrue();
  }

  @Test
  void refusesAKeyThatIsLocked() {
    long first = cluster.timestamp();
    prewrite(Op.Put, new byte[] {1}, first);
    KeyError error = prewrite(Op.Put, new byte[] {2}, cluster.timestamp());
    assertThat(error.getLocked().getLockVersion()).isEqualTo(first);
  }

  @Test
  void doesNotCommitWhatWasRolledBack() {
    long startTs = cluster.timestamp();
    prewrite(Op.Put, new byte[] {1}, startTs);
    leader()
        .kvBatchRollback(
            Kvrpcpb.BatchRollbackRequest.newBuilder()
                .setContext(context())
                .setStartVersion(startTs)
                .addKeys(Texts.bytes(key))
                .build());
    assertThat(commit(startTs, cluster.timestamp()).getError().getRetryable())
        .contains("TxnLockNotFound");
    assertThat(prewrite(Op.Put, new byte[] {1}, startTs).hasConflict()).isTrue();
    assertThat(client.get(key, cluster.timestamp()).getNotFound()).isTrue();
  }

  @Test
  void letsAReaderResolveTheLockOfADeadWriter() {
    long startTs = cluster.lock(key, new byte[] {1}, 1);
    Kvrpcpb.CheckTxnStatusResponse status =
        leader()
            .kvCheckTxnStatus(
                Kvrpcpb.CheckTxnStatusRequest.newBuilder()
                    .setContext(context())
                    .setPrimaryKey(Texts.bytes(key))
                    .setLockTs(startTs)
                    .setCurrentTs(startTs + (1000L << Tso.LOGICAL_BITS))
                    .build());
    assertThat(status.getAction()).isEqualTo(Action.TTLExpireRollback);
    assertThat(client.get(key, cluster.timestamp()).getNotFound()).isTrue();
  }

  @Test
  void resolvesAllLocksOfATransaction() {
    long startTs = cluster.lock(key, new byte[] {7}, 3000);
    Kvrpcpb.ScanLockResponse locks =
        leader()
            .kvScanLock(
                Kvrpcpb.ScanLockRequest.newBuilder()
                    .setContext(context())
                    .setStartKey(Texts.bytes(key))
                    .setMaxVersion(startTs)
                    .build());
    assertThat(locks.getLocksList()).extracting(Kvrpcpb.LockInfo::getLockVersion).contains(startTs);
    long commitTs = cluster.timestamp();
    leader()
        .kvResolveLock(
            Kvrpcpb.ResolveLockRequest.newBuilder()
                .setContext(context())
                .setStartVersion(startTs)
                .setCommitVersion(commitTs)
                .build());
    assertThat(client.get(key, commitTs).getValue().toByteArray()).isEqualTo(new byte[] {7});
  }
}
