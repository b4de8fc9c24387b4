package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionSplitter;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.WritePartitions;
import io.thunderhead.precheck.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Makes room for a load: regions of the planned size, and the partitions along them. */
final class RegionPlan {
  private static final Duration SCATTER_PATIENCE = Duration.ofMinutes(2);
  private static final int TASKS_PER_CORE = 3;
  private static final long LEAST_PARTITION = 16L << 20;

  private final Cluster cluster;
  private final LoadOptions options;
  private final Consumer<String> told;

  RegionPlan(Cluster cluster, LoadOptions options, Consumer<String> told) {
    this.cluster = cluster;
    this.options = options;
    this.told = told;
  }

  /**
   * Splits, scatters, and returns the ranges of each partition.
   *
   * @param ranges raw ranges of the table, half-open
   * @param splitKeys raw, ascending
   * @param keys sampled KVs
   * @param cores tasks that run at once
   */
  List<List<KeyRange>> partitions(
      List<KeyRange> ranges, List<byte[]> splitKeys, List<KeySample> keys, int cores) {
    RegionSplitter splitter =
        new RegionSplitter(
            cluster.pd(),
            cluster.pdHttp(),
            cluster.tikv(),
            options.regionSplitRate(),
            SCATTER_PATIENCE);
    int made = splitter.splitAndScatter(splitKeys);
    List<KeyRange> ascending = new ArrayList<>(ranges);
    ascending.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    List<List<KeyRange>> regions = new ArrayList<>();
    for (KeyRange range : ascending) {
      regions.add(
          splitter.regions(range).stream().map(region -> region.range().intersect(range)).toList());
    }
    List<List<KeyRange>> partitions =
        WritePartitions.gather(regions, keys, partitionBytes(keys, cores));
    told.accept(
        "%d regions made, %d regions in %d partitions planned"
            .formatted(made, regions.stream().mapToInt(List::size).sum(), partitions.size()));
    return partitions;
  }

  /** Little data still gives every core some tasks, as long as these are worth one. */
  private long partitionBytes(List<KeySample> keys, int cores) {
    double total = keys.stream().mapToDouble(each -> each.kvBytes() * each.weight()).sum();
    long even = (long) (total / (TASKS_PER_CORE * Math.max(1, cores)));
    return Math.min(options.partitionSize(), Math.max(LEAST_PARTITION, even));
  }
}
