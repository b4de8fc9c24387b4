package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SortedKvWriterTest {
  private static final long TABLE = 1000;
  private static final KeyRange RECORDS =
      new KeyRange(TableCodec.recordKey(TABLE, 0), TableCodec.recordKey(TABLE, 10_000));

  private static MiniCluster cluster;
  private static Channels channels;
  private static PdClient pd;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    channels = new Channels(Dialing.PLAIN);
    pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
  }

  @AfterAll
  static void stop() {
    channels.close();
    cluster.close();
  }

  @Test
  void refusesAKeyBelowTheOneBefore() {
    SortedKvWriter writer = writer(RECORDS, 1 << 20);
    writer.write(key(5), new byte[1]);
    assertThatThrownBy(() -> writer.write(key(4), new byte[1]))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining(hex(key(4)))
        .hasMessageContaining(hex(key(5)));
  }

  @Test
  void namesTheHandleThatComesTwice() {
    SortedKvWriter writer = writer(RECORDS, 1 << 20);
    writer.write(key(5), new byte[1]);
    assertThatThrownBy(() -> writer.write(key(5), new byte[2]))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY))
        .hasMessageContaining("one primary key, 5");
  }

  @Test
  void refusesAKeyOutsideItsPartition() {
    SortedKvWriter writer =
        writer(new KeyRange(TableCodec.recordKey(TABLE, 10), TableCodec.recordKey(TABLE, 20)), 99);
    assertThatThrownBy(() -> writer.write(key(20), new byte[1]))
        .hasMessageContaining(hex(key(20)))
        .hasMessageContaining("outside its partition");
  }

  @Test
  void putsKeysIntoEveryRegionThatHoldsThem() {
    cluster.splitRegion(key(300));
    cluster.splitRegion(key(600));
    SortedKvWriter writer = writer(RECORDS, 6000);
    KvChecksum.Sum sent = new KvChecksum.Sum();
    for (long handle = 0; handle < 1000; handle++) {
      byte[] key = key(handle);
      byte[] value = new byte[(int) (handle % 400)];
      writer.write(key, value);
      sent.add(key, 0, key.length, value, 0, value.length);
    }
    writer.close();
    KvChecksum results =
        writer.results().stream().map(RegionResult::sum).reduce(KvChecksum.EMPTY, KvChecksum::plus);
    assertThat(results).isEqualTo(sent.total());
    assertThat(writer.results().stream().map(RegionResult::regionId).distinct()).hasSize(3);
    assertThat(new RemoteChecksum(new TikvClient(pd, channels)).of(RECORDS, pd.timestamp()))
        .isEqualTo(sent.total());
    assertThat(writer.heldBytes()).isLessThan(2 << 20);
  }

  @Test
  void cutsARegionThatGetsTwentyTimesItsSize() {
    long table = TABLE + 1;
    KeyRange range =
        new KeyRange(TableCodec.recordKey(table, 0), TableCodec.recordKey(table, 10_000));
    cluster.splitRegion(range.start());
    cluster.splitRegion(range.end());
    SortedKvWriter writer = writer(range, 8 << 10);
    TikvClient tikv = new TikvClient(pd, channels);
    RegionCuts cuts =
        new RegionCuts(
            keys ->
                new RegionSplitter(pd, new PdHttp(pd, channels), tikv, 0, Duration.ofSeconds(5))
                    .splitAndScatter(keys),
            40_000,
            1 << 20);
    writer.cutRegions(cuts);
    KvChecksum.Sum sent = new KvChecksum.Sum();
    for (long handle = 0; handle < 8000; handle++) {
      byte[] key = TableCodec.recordKey(table, handle);
      byte[] value = new byte[100 - key.length];
      writer.write(key, value);
      sent.add(key, 0, key.length, value, 0, value.length);
    }
    writer.close();
    assertThat(new RegionScanner(pd).scan(range))
        .hasSizeBetween(15, 20)
        .allSatisfy(
            each ->
                assertThat(new RemoteChecksum(tikv).of(each.range(), pd.timestamp()).bytes())
                    .isLessThan(54_000));
    assertThat(cuts.made()).isBetween(14, 19);
    assertThat(new RemoteChecksum(tikv).of(range, pd.timestamp())).isEqualTo(sent.total());
  }

  @Test
  void goesOnWhereARegionCannotBeCut() {
    long table = TABLE + 2;
    KeyRange range =
        new KeyRange(TableCodec.recordKey(table, 0), TableCodec.recordKey(table, 10_000));
    SortedKvWriter writer = writer(range, 1000);
    writer.cutRegions(
        new RegionCuts(
            keys -> {
              throw new LoadException(ErrorCode.RETRIES_EXHAUSTED, "no leader");
            },
            2000,
            1 << 20));
    for (long handle = 0; handle < 500; handle++) {
      writer.write(TableCodec.recordKey(table, handle), new byte[20]);
    }
    writer.close();
    assertThat(writer.results().stream().mapToLong(each -> each.sum().kvs()).sum()).isEqualTo(500);
  }

  @Test
  void knowsItsResultsOnlyAfterItIsClosed() {
    SortedKvWriter writer = writer(RECORDS, 99);
    assertThatThrownBy(writer::results).isInstanceOf(IllegalStateException.class);
    writer.close();
    assertThat(writer.results()).isEmpty();
  }

  private static SortedKvWriter writer(KeyRange range, long jobBytes) {
    Duration minute = Duration.ofMinutes(1);
    RetryPolicy retries = new RetryPolicy(5, Duration.ofMillis(5), Duration.ofMillis(50));
    return new SortedKvWriter(
        new RegionScanner(pd),
        new ImportSstClient(pd, channels, minute, minute),
        new IngestSettings(pd.timestamp(), jobBytes, 1024, retries, minute, minute),
        range);
  }

  private static byte[] key(long handle) {
    return TableCodec.recordKey(TABLE, handle);
  }

  private static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
