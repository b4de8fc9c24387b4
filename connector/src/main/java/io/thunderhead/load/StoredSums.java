package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RangeSum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.TableStatistics;
import java.util.List;
import java.util.function.LongConsumer;

/** Compares what was sent with what the cluster stores, range by range (import-protocol 4). */
final class StoredSums {
  private final Cluster cluster;
  private final LoadOptions options;
  private final TableInfo table;
  private final MismatchSearch search;

  StoredSums(Cluster cluster, LoadOptions options, TableInfo table, MismatchSearch search) {
    this.cluster = cluster;
    this.options = options;
    this.table = table;
    this.search = search;
  }

  /**
   * What came of a comparison.
   *
   * @param remote sum of all that the cluster stores; null when it was not asked or did not tell
   * @param differences where the two differ, or why that is not known; empty when they are equal
   */
  record Verdict(KvChecksum remote, List<String> differences) {
    static final Verdict NOT_ASKED = new Verdict(null, List.of());

    boolean differs() {
      return remote != null && !differences.isEmpty();
    }
  }

  /**
   * Compares at a timestamp that is taken now; the load keeps garbage collection behind it.
   *
   * @param sent ranges that cover the table, with what was sent into each
   * @param atTimestamp looks at the schema of that moment
   * @throws io.thunderhead.error.LoadException when the cluster's sum cannot be had
   */
  Verdict compare(List<RangeSum> sent, LongConsumer atTimestamp) {
    PdClient pd = cluster.pd();
    long ts = pd.timestamp();
    atTimestamp.accept(ts);
    if (!options.checksumViaSql()) {
      return byStores(sent, ts);
    }
    KvChecksum remote = byTidb();
    return remote.equals(total(sent.stream().map(RangeSum::sum).toList()))
        ? new Verdict(remote, List.of())
        : new Verdict(remote, whereTidbDiffers(sent, ts));
  }

  private Verdict byStores(List<RangeSum> sent, long ts) {
    List<KvChecksum> stored = stored(sent, ts);
    boolean equal = stored.equals(sent.stream().map(RangeSum::sum).toList());
    return new Verdict(total(stored), equal ? List.of() : search.lines(sent, stored, ts));
  }

  private List<KvChecksum> stored(List<RangeSum> sent, long ts) {
    List<KeyRange> ranges = sent.stream().map(RangeSum::range).toList();
    return new RemoteChecksum(cluster.tikv()).of(ranges, ts, options.distsqlScanConcurrency());
  }

  private KvChecksum byTidb() {
    long[] sum =
        new TableStatistics(cluster.tidb(), options.table())
            .checksum(options.distsqlScanConcurrency());
    return new KvChecksum(sum[0], sum[1], sum[2]);
  }

  /** TiDB tells one sum for the table; the stores tell where it differs. */
  private List<String> whereTidbDiffers(List<RangeSum> sent, long ts) {
    try {
      return search.lines(sent, stored(sent, ts), ts);
    } catch (RuntimeException e) {
      return List.of("the stores could not be asked where (%s)".formatted(e.getMessage()));
    }
  }

  /** Returns ranges of the table with what a load sent into each. */
  List<RangeSum> sent(List<RegionResult> results) {
    return SentRanges.of(KeyRanges.of(table), results);
  }

  private static KvChecksum total(List<KvChecksum> sums) {
    return sums.stream().reduce(KvChecksum.EMPTY, KvChecksum::plus);
  }
}
