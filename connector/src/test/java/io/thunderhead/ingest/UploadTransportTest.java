package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.SstCompression;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.sst.RocksFiles;
import io.thunderhead.sst.SstSettings;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.SstWriteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.RocksDBException;
import org.tikv.kvproto.ImportSstpb;

/** Uploaded files beside those that a store makes of a Write stream. */
class UploadTransportTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long TABLE = 77;
  private static final int KVS = 3000;
  private static final KeyRange RANGE =
      new KeyRange(TableCodec.recordKey(TABLE, 0), TableCodec.recordKey(TABLE, KVS));

  private static MiniCluster cluster;
  private static Channels channels;
  private static PdClient pd;
  private static ImportSstClient client;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    channels = new Channels(Dialing.PLAIN);
    pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
    client = new ImportSstClient(pd, channels, MINUTE, MINUTE);
  }

  @AfterAll
  static void stop() {
    channels.close();
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void makesTheEntriesThatAStoreMakesOfAStream(SstCompression compression) {
    IngestSettings settings = settings(compression);
    RegionScanner regions = new RegionScanner(pd);
    Map<String, Map<String, String>> streamed =
        ingested(new SortedKvWriter(regions, client, settings, RANGE));
    Map<String, Map<String, String>> uploaded =
        ingested(new SortedKvWriter(regions, client, settings, RANGE, folder));
    assertThat(streamed).containsOnlyKeys("default", "write");
    assertThat(streamed.get("write")).hasSize(KVS);
    assertThat(uploaded).isEqualTo(streamed);
  }

  /** Returns the entries of the files that wait at the store when the ingest arrives. */
  private static Map<String, Map<String, String>> ingested(SortedKvWriter writer) {
    Map<String, Map<String, String>> entries = new TreeMap<>();
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> entries.putAll(waiting()));
    Random random = new Random(1);
    for (int handle = 0; handle < KVS; handle++) {
      byte[] value = new byte[handle < 300 ? handle : random.nextInt(40)];
      random.nextBytes(value);
      writer.write(TableCodec.recordKey(TABLE, handle), value);
    }
    writer.close();
    return entries;
  }

  private static Map<String, Map<String, String>> waiting() {
    Map<String, Map<String, String>> families = new TreeMap<>();
    for (Path file : cluster.importedFiles(cluster.storeIds().get(0))) {
      String family = file.getFileName().toString().split("_")[4];
      Map<String, String> entries = new TreeMap<>();
      HexFormat hex = HexFormat.of();
      try {
        RocksFiles.read(file)
            .entries()
            .forEach((key, value) -> entries.put(hex.formatHex(key), hex.formatHex(value)));
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
      families.put(family, entries);
    }
    return families;
  }

  @Test
  void isRefusedByTheStoreWhenBytesChangeOnTheWay() throws Exception {
    Path file = Files.write(folder.resolve("a.sst"), new byte[3 << 20]);
    Region region = new RegionScanner(pd).scan(RANGE).get(0);
    ImportSstpb.SSTMeta meta =
        ImportSstpb.SSTMeta.newBuilder()
            .setUuid(SstUuid.random())
            .setRegionId(region.id())
            .setRegionEpoch(region.meta().getRegionEpoch())
            .setCfName("write")
            .setCrc32(1)
            .build();
    assertThatThrownBy(() -> client.upload(region, meta, file))
        .isInstanceOf(SstWriteException.class)
        .hasMessageContaining("FileCorrupted");
    assertThat(cluster.importedFiles(cluster.storeIds().get(0))).isEmpty();
  }

  @Test
  void saysWhichFolderFails() {
    SortedKvWriter writer =
        new SortedKvWriter(
            new RegionScanner(pd),
            client,
            settings(SstCompression.LZ4),
            RANGE,
            folder.resolve("missing"));
    writer.write(TableCodec.recordKey(TABLE, 1), new byte[1]);
    assertThatThrownBy(writer::close)
        .hasMessageContaining("missing")
        .hasMessageContaining("spark.local.dir");
  }

  private static IngestSettings settings(SstCompression compression) {
    RetryPolicy retries = new RetryPolicy(5, Duration.ofMillis(5), Duration.ofMillis(50));
    return new IngestSettings(
        450_000_000_000_000_000L,
        8 << 20,
        1024,
        retries,
        MINUTE,
        MINUTE,
        SstSettings.of(compression));
  }
}
