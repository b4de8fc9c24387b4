package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;

/** PD's client port serves etcd, where prechecks look for other tools (import-protocol 5.3). */
@Contract(
    spec = {"5.3"},
    calls = {
      "etcdserverpb.KV/Range",
      "etcdserverpb.KV/Put",
      "etcdserverpb.KV/DeleteRange",
      "etcdserverpb.KV/Txn",
      "etcdserverpb.Lease/LeaseGrant",
      "etcdserverpb.Lease/LeaseKeepAlive",
      "etcdserverpb.Lease/LeaseRevoke"
    })
@ExtendWith(ContractCluster.class)
class EtcdTest {
  private final ManagedChannel channel;
  private final String prefix = "/thunderhead/contract/" + UUID.randomUUID() + "/";

  EtcdTest(Wire wire) {
    this.channel = wire.pdChannel();
  }

  @BeforeEach
  void putThreeKeys() {
    put("a", "1");
    put("b", "2");
    put("c", "3");
  }

  @AfterEach
  void removeThem() {
    stub()
        .deleteRange(
            DeleteRangeRequest.newBuilder().setKey(first()).setRangeEnd(afterPrefix()).build());
  }

  @Test
  void rangesOverAPrefixInKeyOrder() {
    RangeResponse found = range(prefixRange());
    assertThat(found.getCount()).isEqualTo(3);
    assertThat(found.getMore()).isFalse();
    assertThat(names(found)).containsExactly("a", "b", "c");
    assertThat(found.getKvs(1).getValue().toStringUtf8()).isEqualTo("2");
  }

  @Test
  void leavesValuesOutWhenAskedForKeysOnly() {
    RangeResponse found = range(prefixRange().setKeysOnly(true));
    assertThat(names(found)).containsExactly("a", "b", "c");
    assertThat(found.getKvsList()).allMatch(kv -> kv.getValue().isEmpty());
  }

  @Test
  void stopsAtTheLimitAndSaysThatThereIsMore() {
    RangeResponse found = range(prefixRange().setLimit(2));
    assertThat(names(found)).containsExactly("a", "b");
    assertThat(found.getMore()).isTrue();
    assertThat(found.getCount()).isEqualTo(3);
  }

  @Test
  void onlyCountsWhenAskedTo() {
    RangeResponse found = range(prefixRange().setCountOnly(true));
    assertThat(found.getCount()).isEqualTo(3);
    assertThat(found.getKvsList()).isEmpty();
  }

  @Test
  void findsOneKeyWithoutARangeEnd() {
    RangeResponse found = range(RangeRequest.newBuilder().setKey(key("b")));
    assertThat(names(found)).containsExactly("b");
  }

  @Test
  void excludesTheRangeEnd() {
    RangeResponse found = range(RangeRequest.newBuilder().setKey(key("a")).setRangeEnd(key("c")));
    assertThat(names(found)).containsExactly("a", "b");
  }

  @Test
  void replacesAValueAndCountsRevisions() {
    KeyValue before = range(RangeRequest.newBuilder().setKey(key("a"))).getKvs(0);
    put("a", "new");
    KeyValue after = range(RangeRequest.newBuilder().setKey(key("a"))).getKvs(0);
    assertThat(after.getValue().toStringUtf8()).isEqualTo("new");
    assertThat(after.getCreateRevision()).isEqualTo(before.getCreateRevision());
    assertThat(after.getModRevision()).isGreaterThan(before.getModRevision());
    assertThat(after.getVersion()).isEqualTo(2);
  }

  @Test
  void deletesARangeAndSaysHowMany() {
    var request = DeleteRangeRequest.newBuilder().setKey(key("a")).setRangeEnd(key("c"));
    assertThat(stub().deleteRange(request.build()).getDeleted()).isEqualTo(2);
    assertThat(names(range(prefixRange()))).containsExactly("c");
  }

  @Test
  void createsAKeyOnlyWhereThereIsNone() {
    Compare none =
        Compare.newBuilder()
            .setKey(key("claim"))
            .setTarget(Compare.CompareTarget.CREATE)
            .setResult(Compare.CompareResult.EQUAL)
            .setCreateRevision(0)
            .build();
    PutRequest put =
        PutRequest.newBuilder()
            .setKey(key("claim"))
            .setValue(ByteString.copyFromUtf8("mine"))
            .build();
    RangeRequest look = RangeRequest.newBuilder().setKey(key("claim")).build();
    TxnRequest claim =
        TxnRequest.newBuilder()
            .addCompare(none)
            .addSuccess(RequestOp.newBuilder().setRequestPut(put))
            .addFailure(RequestOp.newBuilder().setRequestRange(look))
            .build();
    assertThat(stub().txn(claim).getSucceeded()).isTrue();
    TxnResponse second = stub().txn(claim);
    assertThat(second.getSucceeded()).isFalse();
    KeyValue holder = second.getResponses(0).getResponseRange().getKvs(0);
    assertThat(holder.getValue().toStringUtf8()).isEqualTo("mine");
  }

  @Test
  void dropsTheKeysOfALeaseThatIsRevoked() {
    long lease = grant();
    stub().put(PutRequest.newBuilder().setKey(key("leased")).setLease(lease).build());
    assertThat(range(RangeRequest.newBuilder().setKey(key("leased"))).getKvs(0).getLease())
        .isEqualTo(lease);
    leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build());
    assertThat(names(range(prefixRange()))).containsExactly("a", "b", "c");
  }

  @Test
  void createsAKeyUnlessItIsThere() {
    TxnResponse first = create("new", "mine");
    TxnResponse second = create("new", "theirs");
    assertThat(first.getSucceeded()).isTrue();
    assertThat(second.getSucceeded()).isFalse();
    assertThat(second.getResponses(0).getResponseRange().getKvs(0).getValue().toStringUtf8())
        .isEqualTo("mine");
    assertThat(range(RangeRequest.newBuilder().setKey(key("new"))).getKvs(0).getVersion())
        .isEqualTo(1);
  }

  private TxnResponse create(String name, String value) {
    Compare absent =
        Compare.newBuilder()
            .setKey(key(name))
            .setTarget(Compare.CompareTarget.CREATE)
            .setResult(Compare.CompareResult.EQUAL)
            .setCreateRevision(0)
            .build();
    PutRequest put =
        PutRequest.newBuilder().setKey(key(name)).setValue(ByteString.copyFromUtf8(value)).build();
    RangeRequest read = RangeRequest.newBuilder().setKey(key(name)).build();
    return stub()
        .txn(
            TxnRequest.newBuilder()
                .addCompare(absent)
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .addFailure(RequestOp.newBuilder().setRequestRange(read))
                .build());
  }

  @Test
  void comparesEveryKeyOfARange() {
    long seen = range(prefixRange()).getHeader().getRevision();
    assertThat(putUnlessPutSince(seen, "d").getSucceeded()).isTrue();
    assertThat(putUnlessPutSince(seen, "e").getSucceeded()).isFalse();
    assertThat(names(range(prefixRange()))).containsExactly("a", "b", "c", "d");
    stub()
        .deleteRange(
            DeleteRangeRequest.newBuilder().setKey(first()).setRangeEnd(afterPrefix()).build());
    assertThat(putUnlessPutSince(seen, "e").getSucceeded()).isTrue();
  }

  private TxnResponse putUnlessPutSince(long revision, String name) {
    Compare old =
        Compare.newBuilder()
            .setKey(first())
            .setRangeEnd(afterPrefix())
            .setTarget(Compare.CompareTarget.MOD)
            .setResult(Compare.CompareResult.LESS)
            .setModRevision(revision + 1)
            .build();
    PutRequest put = PutRequest.newBuilder().setKey(key(name)).build();
    return stub()
        .txn(
            TxnRequest.newBuilder()
                .addCompare(old)
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .build());
  }

  @Test
  void keepsALeaseAlive() {
    long lease = grant();
    var alive = new CompletableFuture<LeaseKeepAliveResponse>();
    var requests = LeaseGrpc.newStub(channel).leaseKeepAlive(new OneAnswer<>(alive));
    requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
    assertThat(Wire.join(alive).getID()).isEqualTo(lease);
    assertThat(Wire.join(alive).getTTL()).isPositive();
    requests.onCompleted();
    leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build());
  }

  @Test
  void refusesAKeyUnderALeaseThatIsNotThere() {
    var request = PutRequest.newBuilder().setKey(key("leased")).setLease(Long.MAX_VALUE).build();
    var failure = Refused.failure(() -> stub().put(request));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private LeaseGrpc.LeaseBlockingStub leases() {
    return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(Wire.SECONDS, TimeUnit.SECONDS);
  }

  private long grant() {
    long id = leases().leaseGrant(LeaseGrantRequest.newBuilder().setTTL(60).build()).getID();
    assertThat(id).isNotZero();
    return id;
  }

  private KVGrpc.KVBlockingStub stub() {
    return KVGrpc.newBlockingStub(channel).withDeadlineAfter(Wire.SECONDS, TimeUnit.SECONDS);
  }

  private RangeResponse range(RangeRequest.Builder request) {
    return stub().range(request.build());
  }

  private RangeRequest.Builder prefixRange() {
    return RangeRequest.newBuilder().setKey(first()).setRangeEnd(afterPrefix());
  }

  private void put(String name, String value) {
    stub()
        .put(
            PutRequest.newBuilder()
                .setKey(key(name))
                .setValue(ByteString.copyFromUtf8(value))
                .build());
  }

  private ByteString key(String name) {
    return ByteString.copyFromUtf8(prefix + name);
  }

  private ByteString first() {
    return ByteString.copyFromUtf8(prefix);
  }

  /** The prefix with its last byte, a slash, raised by one. */
  private ByteString afterPrefix() {
    return ByteString.copyFromUtf8(prefix.substring(0, prefix.length() - 1) + "0");
  }

  private List<String> names(RangeResponse response) {
    return response.getKvsList().stream()
        .map(kv -> kv.getKey().toStringUtf8().substring(prefix.length()))
        .toList();
  }
}
