package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.GcSafePoint;
import io.thunderhead.pd.HoldListener;
import io.thunderhead.pd.Registration;
import io.thunderhead.pd.SchedulerPause;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.EveryStore;
import io.thunderhead.tikv.ForcedPartitions;
import io.thunderhead.tikv.ImportMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a load holds on the cluster: its claim to the table, garbage collection behind its
 * timestamp, and while it writes the scheduler pause, forced partitions and import mode. It bears
 * the name {@code thunderhead-} ‖ the load's id everywhere.
 *
 * <p>Each is taken in turn and given back in reverse; each ends by its TTL when the driver dies.
 */
final class ClusterHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterHold.class);

  private final Cluster cluster;
  private final EveryStore stores;
  private final LoadOptions options;
  private final Consumer<String> told;
  private final HoldListener listener = new Listener();
  private final Deque<AutoCloseable> held = new ArrayDeque<>();
  private final AtomicReference<LoadException> lost = new AtomicReference<>();
  private volatile Runnable stop = () -> {};
  private String name;
  private Registration claim;
  private GcSafePoint safePoint;

  /**
   * Holds nothing yet.
   *
   * @param told takes lines about renewals that fail
   */
  ClusterHold(Cluster cluster, Channels channels, LoadOptions options, Consumer<String> told) {
    this.cluster = cluster;
    this.stores = new EveryStore(cluster.pd(), channels);
    this.options = options;
    this.told = told;
  }

  /**
   * Claims the table, or what of it is open, for a load.
   *
   * @param run counts the drivers of the load; claims of earlier ones fall to this one
   * @throws LoadException TABLE_IN_USE when another load has it
   */
  void claim(String loadId, int run, TableInfo table) {
    name = "thunderhead-" + loadId;
    Registration.Task task =
        new Registration.Task(
            loadId,
            run,
            options.table().toString(),
            table.onlyPartitions(),
            host(),
            Instant.now().toString());
    claim = taken(Registration.of(cluster.etcd(), table.id(), task, listener));
  }

  /** Returns what hears of renewals. */
  HoldListener listener() {
    return listener;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      LOG.debug("this machine has no name", e);
      return "unknown";
    }
  }

  /**
   * Keeps garbage collection where it is, so that it stays behind every timestamp taken from now
   * on.
   */
  void keepVersions() {
    keepVersions(cluster.pd().timestamp());
  }

  /**
   * Keeps garbage collection behind a timestamp.
   *
   * @throws LoadException CLUSTER_PROTOCOL when it is past it already
   */
  void keepVersions(long ts) {
    safePoint = taken(GcSafePoint.hold(cluster.pd(), name, ts, listener));
  }

  /**
   * Prepares the cluster for writing, as far as the options ask; closing it ends that alone.
   *
   * @param ranges raw ranges of the table, half-open
   * @param splitKeys raw keys at which regions of them will begin
   */
  Writing writing(List<KeyRange> ranges, List<byte[]> splitKeys) {
    AutoCloseable before = held.peek();
    try {
      if (options.pauseScheduler()) {
        taken(SchedulerPause.of(cluster.pdHttp(), name, ranges, listener));
      }
      List<KeyRange> large = tablesOfManyRegions(ranges, splitKeys);
      if (!large.isEmpty()) {
        taken(ForcedPartitions.of(stores, large, listener));
      }
      if (options.importMode()) {
        taken(ImportMode.of(stores, ranges, listener));
      }
    } catch (RuntimeException e) {
      closeDownTo(before);
      throw e;
    }
    return () -> closeDownTo(before);
  }

  /** What is held while a load writes. */
  interface Writing extends AutoCloseable {
    @Override
    void close();
  }

  /** Returns the extent of each physical table that gets many regions. */
  static List<KeyRange> tablesOfManyRegions(List<KeyRange> ranges, List<byte[]> splitKeys) {
    Map<Long, KeyRange> extents = new LinkedHashMap<>();
    for (KeyRange range : ranges) {
      extents.merge(TableCodec.tableId(range.start()), range, ClusterHold::hull);
    }
    return extents.values().stream()
        .filter(extent -> count(extent, splitKeys) >= ForcedPartitions.WORTH_REGIONS)
        .toList();
  }

  private static KeyRange hull(KeyRange a, KeyRange b) {
    byte[] start = Arrays.compareUnsigned(a.start(), b.start()) <= 0 ? a.start() : b.start();
    byte[] end = Arrays.compareUnsigned(a.end(), b.end()) >= 0 ? a.end() : b.end();
    return new KeyRange(start, end);
  }

  private static long count(KeyRange extent, Collection<byte[]> keys) {
    return keys.stream().filter(extent::contains).count();
  }

  /**
   * Runs work that is stopped as soon as something is lost without which it must not go on.
   *
   * @param cancel stops it from another thread
   * @throws LoadException of the loss, when that stopped it
   */
  <T> T stoppable(Runnable cancel, Supplier<T> work) {
    stop = cancel;
    try {
      rejectLoss();
      return work.get();
    } catch (RuntimeException e) {
      LoadException loss = lost.get();
      if (loss != null && loss != e) {
        loss.addSuppressed(e);
        throw loss;
      }
      throw e;
    } finally {
      stop = () -> {};
    }
  }

  /**
   * Asks the cluster whether all is still held that a load must not commit without.
   *
   * @throws LoadException TABLE_IN_USE, CLUSTER_PROTOCOL when it is not; UNREACHABLE when nobody
   *     can tell
   */
  void requireHeld() {
    rejectLoss();
    claim.requireHeld();
    if (safePoint != null) {
      safePoint.requireHeld();
    }
  }

  private void rejectLoss() {
    LoadException loss = lost.get();
    if (loss != null) {
      throw loss;
    }
  }

  private final class Listener implements HoldListener {
    @Override
    public void told(String line) {
      LOG.warn(line);
      told.accept(line);
    }

    @Override
    public void lost(LoadException why) {
      if (lost.compareAndSet(null, why)) {
        told(why.getMessage());
        stop.run();
      }
    }
  }

  private <T extends AutoCloseable> T taken(T piece) {
    held.push(piece);
    return piece;
  }

  /** An interrupt does not keep anything from being given back; it is kept for the caller. */
  private void closeDownTo(AutoCloseable last) {
    boolean interrupted = Thread.interrupted();
    giveBackDownTo(last);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveBackDownTo(AutoCloseable last) {
    while (held.peek() != last) {
      AutoCloseable piece = held.pop();
      try {
        piece.close();
      } catch (Exception e) {
        // The others are to be given back all the same; the TTL ends this one.
        LOG.warn("{} could not be given back", piece.getClass().getSimpleName(), e);
      }
    }
  }

  /** Gives everything back. */
  @Override
  public void close() {
    closeDownTo(null);
  }
}
