package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionSplitter;
import io.thunderhead.pd.Region;
import io.thunderhead.precheck.Cluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Makes room for a load: regions of the planned size, and the partitions along them. */
final class RegionPlan {
  private final Cluster cluster;
  private final Consumer<String> told;

  RegionPlan(Cluster cluster, Consumer<String> told) {
    this.cluster = cluster;
    this.told = told;
  }

  /**
   * Splits, scatters, and returns the partitions: raw ranges, ascending.
   *
   * @param ranges raw ranges of the table, half-open
   * @param splitKeys raw, ascending
   */
  List<KeyRange> partitions(List<KeyRange> ranges, List<byte[]> splitKeys) {
    RegionSplitter splitter = new RegionSplitter(cluster.pd(), cluster.pdHttp(), cluster.tikv());
    int made = splitter.splitAndScatter(splitKeys);
    List<KeyRange> partitions = new ArrayList<>();
    for (KeyRange range : ranges) {
      for (Region region : splitter.regions(range)) {
        partitions.add(region.range().intersect(range));
      }
    }
    partitions.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    told.accept("%d regions made, %d partitions planned".formatted(made, partitions.size()));
    return partitions;
  }
}
