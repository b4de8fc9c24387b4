package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;

/** Timestamps of PD: physical milliseconds and 18 logical bits (import-protocol 2.4). */
@Contract(
    spec = {"2.4"},
    calls = {"pdpb.PD/Tso"})
@ExtendWith(ContractCluster.class)
class TsoTest {
  private static final long A_DAY_OF_MILLIS = 86_400_000;

  private final WirePd pd;

  TsoTest(Wire wire) {
    this.pd = wire.pd();
  }

  @Test
  void growFromRequestToRequest() {
    long last = pd.tso();
    for (int i = 0; i < 20; i++) {
      long next = pd.tso();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void comeAsTheLastOfTheCountThatIsAskedFor() {
    long before = pd.tso();
    Pdpb.TsoResponse batch = pd.tso(pd.header(), 100);
    assertThat(batch.getCount()).isEqualTo(100);
    assertThat(WirePd.compose(batch.getTimestamp()) - 99).isGreaterThan(before);
    assertThat(pd.tso()).isGreaterThan(WirePd.compose(batch.getTimestamp()));
  }

  @Test
  void keepTheLogicalPartIn18Bits() {
    Pdpb.Timestamp timestamp = pd.tso(pd.header(), 1000).getTimestamp();
    assertThat(timestamp.getLogical()).isBetween(0L, (1L << WirePd.LOGICAL_BITS) - 1);
  }

  @Test
  void haveTheWallClockAsPhysicalPart() {
    long physical = pd.tso(pd.header(), 1).getTimestamp().getPhysical();
    assertThat(Math.abs(physical - System.currentTimeMillis())).isLessThan(A_DAY_OF_MILLIS);
  }

  @Test
  void areNeverHandedOutTwice() {
    var seen = ConcurrentHashMap.<Long>newKeySet();
    int requests = 200;
    IntStream.range(0, requests).parallel().forEach(i -> seen.add(pd.tso()));
    assertThat(seen).hasSize(requests);
  }

  @Test
  void areRefusedForACountOfZero() {
    var failure = Refused.failure(() -> pd.tso(pd.header(), 0));
    assertThat(failure.getStatus().getDescription()).contains("tso count should be positive");
  }

  @Test
  void areRefusedToAClientOfAnotherCluster() {
    var stranger = Pdpb.RequestHeader.newBuilder().setClusterId(pd.clusterId() + 1).build();
    var failure = Refused.failure(() -> pd.tso(stranger, 1));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).contains("mismatch cluster id");
  }
}
