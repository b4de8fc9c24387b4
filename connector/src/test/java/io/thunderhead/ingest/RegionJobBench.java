package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.SstCompression;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.sst.SstSettings;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.TikvClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A cluster of three stores, and region jobs that meet errors at the leader of their region. */
final class RegionJobBench implements AutoCloseable {
  private static final int KVS = 20;

  private final MiniCluster cluster = MiniCluster.builder().stores(3).replicas(3).start();
  private final Channels channels = new Channels(Dialing.PLAIN);
  private final PdClient pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
  private final Path folder;
  private Duration timeout = Duration.ofMinutes(1);
  private long table = 1000;

  /** Makes jobs that stream to the stores. */
  RegionJobBench() {
    this(null);
  }

  /** Makes jobs that build SSTs in a folder and upload them; null for jobs that stream. */
  RegionJobBench(Path folder) {
    this.folder = folder;
  }

  /**
   * What one region job did.
   *
   * @param results regions that took KVs, with what was retried
   * @param scans how often the regions were looked up
   * @param writes Write streams that came to any store
   * @param uploads Upload streams that came to any store
   * @param ingests ingest requests that came to any store
   */
  record Done(List<RegionResult> results, long scans, long writes, long uploads, long ingests) {
    int retries() {
      return results.stream().mapToInt(RegionResult::retries).sum();
    }
  }

  MiniCluster cluster() {
    return cluster;
  }

  /** Sets how long writes and ingests of the next jobs may take. */
  void timeout(Duration next) {
    timeout = next;
  }

  /** Forgets faults and goes on with a table of its own. */
  void nextTable() {
    cluster.clearFaults();
    timeout = Duration.ofMinutes(1);
    table++;
  }

  /** Returns the raw record key of a handle, 0 to 19. */
  byte[] key(long handle) {
    return TableCodec.recordKey(table, handle);
  }

  void fail(Rpc rpc, Fault fault, int count) {
    cluster.failNext(rpc, fault, count, cluster.regionAt(key(0)).leaderStoreId());
  }

  /** Writes and ingests, and checks that the cluster holds just what was sent. */
  Done run(int tries) {
    long scans = cluster.callCount(Rpc.SCAN_REGIONS);
    long writes = cluster.callCount(Rpc.WRITE);
    long uploads = cluster.callCount(Rpc.UPLOAD);
    long ingests = cluster.callCount(Rpc.MULTI_INGEST);
    SortedKvWriter writer = write(tries);
    Done done =
        new Done(
            writer.results(),
            cluster.callCount(Rpc.SCAN_REGIONS) - scans,
            cluster.callCount(Rpc.WRITE) - writes,
            cluster.callCount(Rpc.UPLOAD) - uploads,
            cluster.callCount(Rpc.MULTI_INGEST) - ingests);
    KvChecksum stored =
        new RemoteChecksum(new TikvClient(pd, channels)).of(range(), pd.timestamp());
    assertThat(stored.kvs()).isEqualTo(KVS);
    assertThat(
            done.results().stream()
                .map(RegionResult::sum)
                .reduce(KvChecksum.EMPTY, KvChecksum::plus))
        .isEqualTo(stored);
    return done;
  }

  /** Returns what the job ends with. */
  LoadException failure(int tries) {
    LoadException failure = catchThrowableOfType(LoadException.class, () -> write(tries));
    settle();
    return failure;
  }

  /** Calls that a failed job gave up may come to their store after its end. */
  private void settle() {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .during(Duration.ofMillis(100))
        .until(
            () -> {
              long now =
                  Stream.of(Rpc.UPLOAD, Rpc.WRITE, Rpc.MULTI_INGEST)
                      .mapToLong(cluster::callCount)
                      .sum();
              return last.getAndSet(now) == now;
            });
  }

  private SortedKvWriter write(int tries) {
    RetryPolicy retries = new RetryPolicy(tries, Duration.ofMillis(1), Duration.ofMillis(10));
    IngestSettings settings =
        new IngestSettings(
            pd.timestamp(),
            1 << 20,
            1024,
            retries,
            timeout,
            timeout,
            SstSettings.of(SstCompression.ZSTD));
    RegionScanner regions = new RegionScanner(pd);
    ImportSstClient client = new ImportSstClient(pd, channels, timeout, timeout);
    SortedKvWriter writer =
        folder == null
            ? new SortedKvWriter(regions, client, settings, range())
            : new SortedKvWriter(regions, client, settings, range(), folder);
    for (int handle = 0; handle < KVS; handle++) {
      writer.write(key(handle), value(handle));
    }
    writer.close();
    return writer;
  }

  /** Returns the value of a handle; one in five is too long for a record. */
  private static byte[] value(int handle) {
    byte[] value = new byte[handle % 5 == 4 ? 256 + handle : handle];
    Arrays.fill(value, (byte) handle);
    return value;
  }

  private KeyRange range() {
    return new KeyRange(key(0), key(KVS));
  }

  @Override
  public void close() {
    channels.close();
    cluster.close();
  }
}
