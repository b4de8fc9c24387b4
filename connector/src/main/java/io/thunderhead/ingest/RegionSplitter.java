package io.thunderhead.ingest;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Pdpb;

/**
 * Splits regions at given keys and spreads the new ones over the stores (import-protocol 2.9,
 * 2.10).
 *
 * <p>Splitting must succeed; scattering is best effort, because data may lie anywhere.
 */
public final class RegionSplitter {
  private static final Logger LOG = LoggerFactory.getLogger(RegionSplitter.class);
  private static final int KEYS_PER_REQUEST = 2048;
  private static final Duration SCATTER_PATIENCE = Duration.ofSeconds(60);
  private static final RetryPolicy SPLITS =
      new RetryPolicy(20, Duration.ofMillis(50), Duration.ofSeconds(4));
  private static final RetryPolicy SCATTER_POLLS =
      new RetryPolicy(120, Duration.ofMillis(50), Duration.ofSeconds(1));

  private final PdClient pd;
  private final PdHttp http;
  private final TikvClient tikv;
  private final RegionScanner regions;

  /** Makes a splitter over one cluster. */
  public RegionSplitter(PdClient pd, PdHttp http, TikvClient tikv) {
    this.pd = pd;
    this.http = http;
    this.tikv = tikv;
    this.regions = new RegionScanner(pd);
  }

  /**
   * Makes every key the start of a region.
   *
   * @param keys raw, ascending
   * @return how many regions were made
   */
  public int splitAndScatter(List<byte[]> keys) {
    Backoff backoff = new Backoff("split regions", SPLITS);
    Set<Long> made = new TreeSet<>();
    List<byte[]> missing = missing(keys);
    int toMake = missing.size();
    while (!missing.isEmpty()) {
      made.addAll(tikv.split(missing.subList(0, Math.min(KEYS_PER_REQUEST, missing.size()))));
      List<byte[]> still = missing(missing);
      if (still.size() == missing.size()) {
        backoff.failed("PD does not show the new regions yet", null);
      } else {
        backoff.progressed();
      }
      missing = still;
    }
    scatter(new ArrayList<>(made));
    return toMake;
  }

  /** Returns the keys that start no region yet. */
  private List<byte[]> missing(List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    byte[] last = keys.get(keys.size() - 1);
    List<byte[]> starts =
        regions.scan(new KeyRange(keys.get(0), Arrays.copyOf(last, last.length + 1))).stream()
            .map(r -> r.range().start())
            .toList();
    return keys.stream()
        .filter(key -> Collections.binarySearch(starts, key, Arrays::compareUnsigned) < 0)
        .toList();
  }

  private void scatter(List<Long> regionIds) {
    int stores = (int) pd.stores().stream().filter(s -> !s.tiflash()).count();
    if (regionIds.isEmpty() || stores < 2 || http.maxReplicas() > stores) {
      return;
    }
    try {
      int percent = pd.scatter(regionIds);
      LOG.info("PD scatters {} regions ({} percent accepted)", regionIds.size(), percent);
      awaitScattered(regionIds);
    } catch (RuntimeException e) {
      LOG.warn("regions could not be scattered, the load goes on without: {}", e.getMessage());
    }
  }

  private void awaitScattered(List<Long> regionIds) {
    long deadline = System.nanoTime() + SCATTER_PATIENCE.toNanos();
    for (long id : regionIds) {
      Backoff poll = new Backoff("wait for the scatter of region " + id, SCATTER_POLLS);
      for (var status = pd.scatterStatus(id);
          status != Pdpb.OperatorStatus.SUCCESS;
          status = pd.scatterStatus(id)) {
        if (System.nanoTime() > deadline) {
          LOG.warn("regions are still being scattered, the load goes on");
          return;
        }
        if (status != Pdpb.OperatorStatus.RUNNING) {
          pd.scatter(List.of(id));
        }
        poll.pending(status.name());
      }
    }
  }

  /** Returns the regions that meet a raw range. */
  public List<Region> regions(KeyRange range) {
    return regions.scan(range);
  }
}
