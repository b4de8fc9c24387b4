package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.tikv.StoreConfig;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegionSplitterTest {
  private static MiniCluster cluster;
  private static Channels channels;
  private static PdClient pd;

  @BeforeAll
  static void start() {
    cluster =
        MiniCluster.builder()
            .stores(4)
            .replicas(3)
            .regionSplitSize("144MiB")
            .regionSplitKeys(1_440_000)
            .start();
    channels = new Channels(Dialing.PLAIN);
    pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
  }

  @AfterAll
  static void stop() {
    channels.close();
    cluster.close();
  }

  @Test
  void makesManyKeysTheStartsOfRegionsAndSpreadsThem() {
    List<byte[]> keys = keys(50, 200);
    assertThat(splitter(0).splitAndScatter(keys)).isEqualTo(200);
    List<Region> regions = regions(50, 200);
    assertThat(regions.stream().map(each -> each.range().start())).containsAll(keys);
    assertThat(regions.stream().map(each -> each.leader().getStoreId()).distinct().count())
        .isGreaterThan(1);
  }

  @Test
  void leavesKeysAloneThatStartRegionsAlready() {
    List<byte[]> keys = keys(51, 10);
    splitter(0).splitAndScatter(keys);
    assertThat(splitter(0).splitAndScatter(keys)).isZero();
  }

  @Test
  void splitsNoFasterThanAsked() {
    long start = System.nanoTime();
    splitter(20).splitAndScatter(keys(52, 30));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
  }

  @Test
  void readsAtWhatSizeStoresSplit() {
    assertThat(StoreConfig.ask(pd.stores(), channels))
        .hasValueSatisfying(
            config -> {
              assertThat(config.regionSplitBytes()).isEqualTo(144L << 20);
              assertThat(config.regionSplitKeys()).isEqualTo(1_440_000);
            });
  }

  private static RegionSplitter splitter(long rate) {
    return new RegionSplitter(
        pd, new PdHttp(pd, channels), new TikvClient(pd, channels), rate, Duration.ofSeconds(30));
  }

  private static List<byte[]> keys(long table, int count) {
    return LongStream.range(0, count).mapToObj(i -> TableCodec.recordKey(table, i)).toList();
  }

  private static List<Region> regions(long table, int count) {
    return new RegionScanner(pd)
        .scan(new KeyRange(TableCodec.recordKey(table, 0), TableCodec.recordKey(table, count)));
  }
}
