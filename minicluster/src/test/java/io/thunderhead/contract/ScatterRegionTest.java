package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** ScatterRegion starts operators, GetOperator tells when they are done (import-protocol 2.10). */
@Contract(
    spec = {"2.10"},
    calls = {"pdpb.PD/ScatterRegion", "pdpb.PD/GetOperator"})
@ExtendWith(ContractCluster.class)
class ScatterRegionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Wire wire;
  private final WirePd pd;
  private final WireSpan span;

  ScatterRegionTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.pd = wire.pd();
    this.span = table.span();
  }

  @Test
  void finishesForEveryRegionOfAGroup() {
    List<Long> ids = splitInFour();
    scatterUntilAccepted(ids);
    ids.forEach(this::awaitScattered);
    assertThat(peersPerRegion(ids)).allMatch(peers -> peers > 0);
  }

  @Test
  void finishesForOneRegionTheOldWay() {
    long id = splitInFour().get(0);
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .until(() -> !scatterOne(id).getHeader().hasError());
    awaitScattered(id);
  }

  @Test
  void keepsTheRowsReadable() {
    Kv[] rows = span.rows(40);
    new WireImport(wire).load(pd.tso(), rows);
    List<Long> ids = splitInFour();
    scatterUntilAccepted(ids);
    ids.forEach(this::awaitScattered);
    assertThat(new WireReader(wire).checksum(span.start(), span.end(), pd.tso()))
        .isEqualTo(Sum.of(rows));
  }

  @Test
  void isRefusedForAForeignRegion() {
    Pdpb.ScatterRegionResponse answer = scatterOne(Long.MAX_VALUE);
    assertThat(answer.getHeader().getError().getType()).isEqualTo(Pdpb.ErrorType.REGION_NOT_FOUND);
  }

  @Test
  void hasNoOperatorForARegionThatNeverHadOne() {
    assertThat(operator(Long.MAX_VALUE).getHeader().getError().getType())
        .isEqualTo(Pdpb.ErrorType.REGION_NOT_FOUND);
  }

  private List<Long> splitInFour() {
    wire.split(span.start(), span.key(10), span.key(20), span.key(30), span.end());
    return Stream.of(0, 10, 20, 30).map(row -> pd.region(span.key(row)).id()).toList();
  }

  private void scatterUntilAccepted(List<Long> ids) {
    var request =
        NewerFields.skipStoreLimit(
            Pdpb.ScatterRegionRequest.newBuilder()
                .setHeader(pd.header())
                .addAllRegionsId(ids)
                .build());
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .untilAsserted(
            () -> {
              Pdpb.ScatterRegionResponse answer = pd.stub().scatterRegion(request);
              assertThat(answer.getHeader().hasError()).isFalse();
              assertThat(answer.getFinishedPercentage()).isEqualTo(100);
              assertThat(NewerFields.failedRegions(answer)).isEmpty();
            });
  }

  // The single-region form is deprecated in PD and still what old clients send.
  @SuppressWarnings("deprecation")
  private Pdpb.ScatterRegionResponse scatterOne(long id) {
    return pd.stub()
        .scatterRegion(
            Pdpb.ScatterRegionRequest.newBuilder().setHeader(pd.header()).setRegionId(id).build());
  }

  private Pdpb.GetOperatorResponse operator(long regionId) {
    return pd.stub()
        .getOperator(
            Pdpb.GetOperatorRequest.newBuilder()
                .setHeader(pd.header())
                .setRegionId(regionId)
                .build());
  }

  /** Done when PD knows no operator, another one, or a successful one. */
  private void awaitScattered(long regionId) {
    Awaitility.await("scattering of region " + regionId)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(
            () -> operator(regionId),
            operator ->
                operator.getHeader().getError().getType() == Pdpb.ErrorType.REGION_NOT_FOUND
                    || !operator.getDesc().toStringUtf8().equals("scatter-region")
                    || operator.getStatus() == Pdpb.OperatorStatus.SUCCESS);
  }

  private List<Integer> peersPerRegion(List<Long> ids) {
    return ids.stream().map(id -> pd.getRegionById(id).getRegion().getPeersCount()).toList();
  }
}
