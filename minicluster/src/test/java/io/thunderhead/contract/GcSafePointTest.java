package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/** A service holds GC back by a safe point with a TTL (import-protocol 2.3). */
@Contract(
    spec = {"2.3"},
    calls = {"pdpb.PD/UpdateServiceGCSafePoint", "pdpb.PD/GetGCSafePoint"})
@ExtendWith(ContractCluster.class)
class GcSafePointTest {
  private static final long TTL_SECONDS = 600;

  private final WirePd pd;
  private final ByteString service =
      ByteString.copyFromUtf8("thunderhead-contract-" + UUID.randomUUID());

  GcSafePointTest(Wire wire) {
    this.pd = wire.pd();
  }

  @AfterEach
  void release() {
    update(0, 0);
  }

  @Test
  void isLearntByAskingForALowOne() {
    Pdpb.UpdateServiceGCSafePointResponse learnt = update(1, TTL_SECONDS);
    assertThat(learnt.getHeader().hasError()).isFalse();
    assertThat(learnt.getServiceId()).isNotEmpty();
    assertThat(learnt.getMinSafePoint()).isLessThan(pd.tso());
  }

  @Test
  void holdsFromTheMinimumOn() {
    long min = update(1, TTL_SECONDS).getMinSafePoint();
    Pdpb.UpdateServiceGCSafePointResponse held = update(Math.max(min, 1), TTL_SECONDS);
    assertThat(held.getMinSafePoint()).isLessThanOrEqualTo(Math.max(min, 1));
  }

  @Test
  void holdsAFreshTimestamp() {
    long now = pd.tso();
    Pdpb.UpdateServiceGCSafePointResponse held = update(now, TTL_SECONDS);
    assertThat(held.getHeader().hasError()).isFalse();
    assertThat(held.getMinSafePoint()).isLessThanOrEqualTo(now);
  }

  @Test
  void isNotSetWhenAskedForTooLateThoughTheCallSucceeds() {
    long min = update(1, TTL_SECONDS).getMinSafePoint();
    release();
    long late = Math.max(0, min - 1);
    Pdpb.UpdateServiceGCSafePointResponse answer = update(late, TTL_SECONDS);
    assertThat(answer.getHeader().hasError()).isFalse();
    assertThat(answer.getMinSafePoint()).isGreaterThanOrEqualTo(min);
  }

  @Test
  void isReleasedByATtlOfZero() {
    update(pd.tso(), TTL_SECONDS);
    assertThat(update(0, 0).getHeader().hasError()).isFalse();
    assertThat(update(0, 0).getHeader().hasError()).as("releasing it again").isFalse();
  }

  @Test
  void neverPassesTheServicesForTheClusterAsAWhole() {
    var request = Pdpb.GetGCSafePointRequest.newBuilder().setHeader(pd.header()).build();
    long global = pd.stub().getGCSafePoint(request).getSafePoint();
    assertThat(global).isBetween(0L, pd.tso());
  }

  private Pdpb.UpdateServiceGCSafePointResponse update(long safePoint, long ttlSeconds) {
    return pd.stub()
        .updateServiceGCSafePoint(
            Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
                .setHeader(pd.header())
                .setServiceId(service)
                .setTTL(ttlSeconds)
                .setSafePoint(safePoint)
                .build());
  }
}
