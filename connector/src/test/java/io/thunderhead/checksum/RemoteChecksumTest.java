package io.thunderhead.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.Security;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checksums of many ranges at once, through whatever regions answer. */
class RemoteChecksumTest {
  private static final long TABLE = 4711;
  private static final int ROWS = 100;
  private static MiniCluster cluster;
  private static Channels channels;
  private static PdClient pd;
  private static List<KeyRange> ranges;
  private static List<KvChecksum> expected;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    Dialing quick = new Dialing(new Security("", "", ""), Map.of(), Duration.ofMillis(10));
    channels = new Channels(quick);
    pd = PdClient.connect(cluster.pdAddresses(), channels);
    ranges = new ArrayList<>();
    expected = new ArrayList<>();
    List<KeyValue> rows = new ArrayList<>();
    for (int from = 0; from < ROWS; from += 10) {
      ranges.add(new KeyRange(key(from), key(from + 10)));
      KvChecksum.Sum sum = new KvChecksum.Sum();
      for (int row = from; row < from + 10; row++) {
        byte[] value = {(byte) row};
        sum.add(key(row), 0, key(row).length, value, 0, 1);
        rows.add(new KeyValue(key(row), value));
      }
      expected.add(sum.total());
    }
    cluster.write(rows);
    cluster.splitRegion(key(25));
    cluster.splitRegion(key(50));
  }

  @AfterAll
  static void stop() {
    channels.close();
    cluster.close();
  }

  @BeforeEach
  void mend() {
    cluster.clearFaults();
  }

  private static byte[] key(long row) {
    return TableCodec.recordKey(TABLE, row);
  }

  private static List<KvChecksum> sums(int concurrency) {
    return new RemoteChecksum(new TikvClient(pd, channels)).of(ranges, pd.timestamp(), concurrency);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void tellsEveryRangeInOrder(int concurrency) {
    assertThat(sums(concurrency)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(RegionErrorKind.class)
  void asksAgainForTheRangeThatWasRefusedAndCountsItOnce(RegionErrorKind kind) {
    cluster.failNext(Rpc.COPROCESSOR, Fault.regionError(kind), 3);
    assertThat(sums(4)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "UNKNOWN", "RESOURCE_EXHAUSTED"})
  void asksAgainWhenNoAnswerComes(String status) {
    cluster.failNext(Rpc.COPROCESSOR, Fault.status(status, "made up"), 3);
    assertThat(sums(4)).isEqualTo(expected);
  }

  @Test
  void seesRegionsThatSplitInBetween() {
    cluster.beforeNext(Rpc.COPROCESSOR, () -> cluster.splitRegion(key(75)));
    assertThat(sums(2)).isEqualTo(expected);
  }

  @Test
  void givesUpWithTheHistoryOfTries() {
    cluster.failNext(Rpc.COPROCESSOR, Fault.regionError(RegionErrorKind.NOT_LEADER), 10_000);
    LoadException failure = catchThrowableOfType(LoadException.class, () -> sums(4));
    assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
    assertThat(failure).hasMessageContaining("run the coprocessor").hasMessageContaining("#1");
  }
}
