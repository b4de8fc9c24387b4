package io.thunderhead.ingest;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Pacer;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Pdpb;

/**
 * Splits regions at given keys and spreads the new ones over the stores (import-protocol 2.9,
 * 2.10).
 *
 * <p>Keys are taken in batches; many keys are split coarsely first and the parts scattered, so that
 * not one region and its stores carry all splits. Splitting must succeed; scattering is best
 * effort, because data may lie anywhere.
 */
public final class RegionSplitter {
  private static final Logger LOG = LoggerFactory.getLogger(RegionSplitter.class);
  private static final int BATCH = 2048;
  private static final int COARSE_FROM = 64;
  private static final int THREADS = 8;

  /** TiKV takes messages of a few MiB. */
  private static final long REQUEST_BYTES = 6L << 20;

  private static final RetryPolicy SPLITS =
      new RetryPolicy(20, Duration.ofMillis(50), Duration.ofSeconds(4));
  private static final RetryPolicy SCATTER_POLLS =
      new RetryPolicy(120, Duration.ofMillis(50), Duration.ofSeconds(1));

  private final PdClient pd;
  private final PdHttp http;
  private final TikvClient tikv;
  private final RegionScanner regions;
  private final Pacer pacer;
  private final long deadlineNanos;

  /**
   * Makes a splitter over one cluster.
   *
   * @param perSecond regions that are split, and scattered, in a second at most; 0 for no bound
   * @param patience how long it waits in all for regions to be scattered
   */
  public RegionSplitter(
      PdClient pd, PdHttp http, TikvClient tikv, long perSecond, Duration patience) {
    this.pd = pd;
    this.http = http;
    this.tikv = tikv;
    this.regions = new RegionScanner(pd);
    this.pacer = new Pacer(perSecond);
    this.deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  /**
   * Makes every key the start of a region.
   *
   * @param keys raw, ascending
   * @return how many regions were made
   * @throws LoadException RETRIES_EXHAUSTED when PD does not show them in time
   */
  public int splitAndScatter(List<byte[]> keys) {
    int made = 0;
    for (int from = 0; from < keys.size(); from += BATCH) {
      List<byte[]> batch = missing(keys.subList(from, Math.min(keys.size(), from + BATCH)));
      made += batch.size();
      if (batch.size() > COARSE_FROM) {
        scatter(split(coarse(batch)));
      }
      scatter(split(batch));
    }
    return made;
  }

  /** Returns every root-of-n-th key and the last. */
  private static List<byte[]> coarse(List<byte[]> keys) {
    int step = (int) Math.sqrt(keys.size());
    List<byte[]> some = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += step) {
      some.add(keys.get(i));
    }
    if ((keys.size() - 1) % step != 0) {
      some.add(keys.get(keys.size() - 1));
    }
    return some;
  }

  /** Splits at keys that may be starts of regions already; returns the regions that came of it. */
  private Set<Long> split(List<byte[]> keys) {
    Backoff backoff = new Backoff("split regions", SPLITS);
    Set<Long> made = new TreeSet<>();
    List<byte[]> missing = missing(keys);
    while (!missing.isEmpty()) {
      made.addAll(splitOnce(byRegion(missing)));
      List<byte[]> still = missing(missing);
      if (still.size() == missing.size()) {
        backoff.failed("PD does not show the new regions yet", null);
      } else {
        backoff.progressed();
      }
      missing = still;
    }
    return made;
  }

  /** Sends one request a group, groups side by side. */
  private Set<Long> splitOnce(List<List<byte[]>> groups) {
    Set<Long> made = new TreeSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, groups.size()));
    try {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (List<byte[]> group : groups) {
        answers.add(
            threads.submit(
                () -> {
                  pacer.take(group.size());
                  return tikv.split(group);
                }));
      }
      for (Future<List<Long>> answer : answers) {
        made.addAll(await(answer));
      }
    } finally {
      threads.shutdownNow();
    }
    return made;
  }

  private static List<Long> await(Future<List<Long>> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while regions were split", e);
    }
  }

  /** Groups keys that lie in one region now, as many as one request takes. */
  private List<List<byte[]>> byRegion(List<byte[]> keys) {
    List<byte[]> starts = starts(keys);
    List<List<byte[]>> groups = new ArrayList<>();
    int lastRegion = -1;
    long bytes = 0;
    for (byte[] key : keys) {
      int found = Collections.binarySearch(starts, key, Arrays::compareUnsigned);
      int region = found >= 0 ? found : -found - 2;
      if (groups.isEmpty() || region != lastRegion || bytes + key.length > REQUEST_BYTES) {
        groups.add(new ArrayList<>());
        lastRegion = region;
        bytes = 0;
      }
      groups.get(groups.size() - 1).add(key);
      bytes += key.length;
    }
    return groups;
  }

  private List<byte[]> starts(List<byte[]> keys) {
    byte[] last = keys.get(keys.size() - 1);
    return regions.scan(new KeyRange(keys.get(0), Arrays.copyOf(last, last.length + 1))).stream()
        .map(r -> r.range().start())
        .toList();
  }

  /** Returns the keys that start no region yet. */
  private List<byte[]> missing(List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<byte[]> starts = starts(keys);
    return keys.stream()
        .filter(key -> Collections.binarySearch(starts, key, Arrays::compareUnsigned) < 0)
        .toList();
  }

  private void scatter(Collection<Long> regionIds) {
    int stores = (int) pd.stores().stream().filter(s -> !s.tiflash()).count();
    if (regionIds.isEmpty() || stores < 2 || http.maxReplicas() > stores) {
      return;
    }
    try {
      pacer.take(regionIds.size());
      int percent = pd.scatter(List.copyOf(regionIds));
      LOG.info("PD scatters {} regions ({} percent accepted)", regionIds.size(), percent);
      awaitScattered(regionIds);
    } catch (RuntimeException e) {
      LOG.warn("regions could not be scattered, the load goes on without: {}", e.getMessage());
    }
  }

  private void awaitScattered(Collection<Long> regionIds) {
    for (long id : regionIds) {
      Backoff poll = new Backoff("wait for the scatter of region " + id, SCATTER_POLLS);
      for (var status = pd.scatterStatus(id);
          status != Pdpb.OperatorStatus.SUCCESS;
          status = pd.scatterStatus(id)) {
        if (System.nanoTime() > deadlineNanos) {
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
