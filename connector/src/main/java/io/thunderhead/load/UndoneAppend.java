package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.SortedKvWriter;
import io.thunderhead.journal.Job;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.ImportSstClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes back what a job wrote beside other rows: by the versions of keys at the job's timestamps,
 * every key that it put is deleted, or gets the value again that it had before, at a new timestamp
 * and by ingest. Keys of others stay as they are.
 */
final class UndoneAppend {
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);

  private final LoadOptions options;
  private final Cluster cluster;
  private final Channels channels;
  private final Job job;
  private final List<Long> times;
  private final TableInfo table;
  private final KvChecksum.Sum gone = new KvChecksum.Sum();
  private final KvChecksum.Sum back = new KvChecksum.Sum();
  private long others;
  private byte[] ofOthers;

  /**
   * @param times at which the job wrote
   * @param table as it is, which must be as it was
   */
  UndoneAppend(
      LoadOptions options,
      Cluster cluster,
      Channels channels,
      Job job,
      List<Long> times,
      TableInfo table) {
    this.options = options;
    this.cluster = cluster;
    this.channels = channels;
    this.job = job;
    this.times = times.stream().sorted().toList();
    this.table = table;
  }

  /**
   * Takes it back.
   *
   * @return what was done, in one sentence
   * @throws LoadException JOB_REFUSED when others changed the same keys since, or versions are
   *     gone; nothing is written then. TABLE_IN_USE. CHECKSUM_MISMATCH when the table is not what
   *     it should be afterwards
   */
  String run(Consumer<String> told) {
    try (ClusterHold hold = new ClusterHold(cluster, channels, options, told)) {
      hold.claim(String.valueOf(job.id()), job.run() + 1, table);
      keepVersions(hold);
      PdClient pd = cluster.pd();
      long now = pd.timestamp();
      walk(now, (range, key, before, value) -> {});
      requireNobodyElse();
      List<KvChecksum> base = sums(times.get(0) - 1);
      KvChecksum expected = total(sums(now));
      Changes changes = new Changes(pd.timestamp());
      walk(now, changes);
      changes.end();
      expected = expected.minus(gone.total()).plus(back.total());
      hold.requireHeld();
      List<KvChecksum> after = sums(pd.timestamp());
      requireEqual(expected, total(after));
      return "%,d key-value pairs of job %d were deleted from %s and %,d have their values of before; %s"
          .formatted(
              gone.total().kvs() - back.total().kvs(),
              job.id(),
              options.target(),
              back.total().kvs(),
              after.equals(base)
                  ? "its checksum is that of before the job."
                  : "others have written to it since the job began, and their rows stay.");
    }
  }

  private void keepVersions(ClusterHold hold) {
    try {
      hold.keepVersions(times.get(0) - 1);
    } catch (LoadException e) {
      if (e.code() != ErrorCode.CLUSTER_PROTOCOL) {
        throw e;
      }
      throw refused("what the keys held before is gone (%s)".formatted(e.getMessage()), e);
    }
  }

  private LoadException refused(String why, Throwable cause) {
    return new LoadException(
        ErrorCode.JOB_REFUSED,
        "what job %d wrote to %s cannot be taken back: %s. Delete its rows by SQL, or restore the table from a backup."
            .formatted(job.id(), options.target(), why),
        cause);
  }

  private void requireNobodyElse() {
    if (others > 0) {
      throw refused(
          "%d of its keys were changed by others since, among them %s"
              .formatted(others, HexFormat.of().formatHex(ofOthers)),
          null);
    }
  }

  private void requireEqual(KvChecksum expected, KvChecksum found) {
    if (!expected.equals(found)) {
      throw new LoadException(
          ErrorCode.CHECKSUM_MISMATCH,
          "after job %d was taken back, %s should have the sum %s and has %s: someone wrote to it meanwhile, or data was lost. Compare its rows with those of before."
              .formatted(job.id(), options.target(), expected, found));
    }
  }

  private List<KeyRange> ranges() {
    List<KeyRange> ranges = new ArrayList<>(KeyRanges.of(table));
    ranges.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    return ranges;
  }

  private List<KvChecksum> sums(long ts) {
    return new RemoteChecksum(cluster.tikv()).of(ranges(), ts, options.distsqlScanConcurrency());
  }

  private static KvChecksum total(List<KvChecksum> sums) {
    return sums.stream().reduce(KvChecksum.EMPTY, KvChecksum::plus);
  }

  /** Takes a key that the job changed and nobody since. */
  private interface Change {
    /**
     * Makes it what it was.
     *
     * @param before null when it was not there
     * @param now null when it is not there
     */
    void undo(KeyRange range, byte[] key, byte[] before, byte[] now);
  }

  private void walk(long now, Change change) {
    for (KeyRange range : ranges()) {
      new WrittenKvs(cluster.tikv()::scan, range, times, now)
          .each(
              (key, before, written, value) -> {
                if (Arrays.equals(value, before)) {
                  return;
                } else if (!Arrays.equals(written, value)) {
                  others++;
                  ofOthers = key;
                  return;
                }
                change.undo(range, key, before, value);
              });
    }
  }

  /** Writes the range at work, one after the other. */
  private final class Changes implements Change {
    private final IngestSettings settings;
    private KeyRange range;
    private SortedKvWriter writer;

    Changes(long ts) {
      this.settings =
          new IngestSettings(
              ts,
              options.regionJobSize(),
              options.sendKvSize(),
              new RetryPolicy(
                  options.regionJobRetries(),
                  FIRST_WAIT.compareTo(options.retryMaxWait()) < 0
                      ? FIRST_WAIT
                      : options.retryMaxWait(),
                  options.retryMaxWait()),
              options.writeTimeout(),
              options.ingestTimeout());
    }

    @Override
    public void undo(KeyRange of, byte[] key, byte[] before, byte[] now) {
      if (!of.equals(range)) {
        end();
        range = of;
        writer =
            new SortedKvWriter(
                new RegionScanner(cluster.pd()),
                new ImportSstClient(
                    cluster.pd(), channels, settings.writeTimeout(), settings.ingestTimeout()),
                settings,
                range);
      }
      if (now != null) {
        gone.add(key, 0, key.length, now, 0, now.length);
      }
      if (before == null) {
        writer.delete(key, now, now.length);
      } else {
        back.add(key, 0, key.length, before, 0, before.length);
        writer.write(key, before);
      }
    }

    void end() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    }
  }
}
