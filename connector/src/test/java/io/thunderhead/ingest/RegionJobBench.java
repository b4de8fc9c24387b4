package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.List;

/** A cluster of three stores, and region jobs that meet errors at the leader of their region. */
final class RegionJobBench implements AutoCloseable {
  private static final int KVS = 20;
  private static final int LARGE = 7;

  private final MiniCluster cluster = MiniCluster.builder().stores(3).replicas(3).start();
  private final Channels channels = new Channels(Dialing.PLAIN);
  private final PdClient pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
  private Duration timeout = Duration.ofMinutes(1);
  private long table = 1000;

  /**
   * What one region job did.
   *
   * @param results regions that took KVs, with what was retried
   * @param scans how often the regions were looked up
   * @param writes Write streams that came to any store
   * @param ingests ingest requests that came to any store
   */
  record Done(List<RegionResult> results, long scans, long writes, long ingests) {
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
    long ingests = cluster.callCount(Rpc.MULTI_INGEST);
    SortedKvWriter writer = write(tries);
    Done done =
        new Done(
            writer.results(),
            cluster.callCount(Rpc.SCAN_REGIONS) - scans,
            cluster.callCount(Rpc.WRITE) - writes,
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
    return catchThrowableOfType(LoadException.class, () -> write(tries));
  }

  private SortedKvWriter write(int tries) {
    RetryPolicy retries = new RetryPolicy(tries, Duration.ofMillis(1), Duration.ofMillis(10));
    SortedKvWriter writer =
        new SortedKvWriter(
            new RegionScanner(pd),
            new ImportSstClient(pd, channels, timeout, timeout),
            new IngestSettings(pd.timestamp(), 1 << 20, 1024, retries, timeout, timeout),
            range());
    for (int handle = 0; handle < KVS; handle++) {
      // One value is too large for a write record, so that there are files of both families.
      writer.write(key(handle), new byte[handle == LARGE ? 300 : 2]);
    }
    writer.close();
    return writer;
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
