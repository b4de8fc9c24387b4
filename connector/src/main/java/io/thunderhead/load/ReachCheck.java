package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.tikv.Reach;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Lets the driver and every executor dial PD and the stores before a load starts, so that a closed
 * port is told by name and not by a task that fails at half of the load.
 *
 * <p>A store that PD itself has lost is left out unless a region of the table has a peer there.
 */
final class ReachCheck {
  private static final int TOLD_AT_MOST = 8;

  private final JavaSparkContext spark;
  private final Dialing dialing;
  private final List<Reach.Server> servers;

  ReachCheck(JavaSparkContext spark, Dialing dialing, List<Reach.Server> servers) {
    this.spark = spark;
    this.dialing = dialing;
    this.servers = List.copyOf(servers);
  }

  /**
   * Returns the servers that a load needs.
   *
   * @param ranges raw ranges of the table
   */
  static List<Reach.Server> needed(PdClient pd, PdHttp http, List<KeyRange> ranges) {
    Set<Long> holders = new HashSet<>();
    for (KeyRange range : ranges) {
      new RegionScanner(pd)
          .scan(range)
          .forEach(region -> region.peers().forEach(peer -> holders.add(peer.getStoreId())));
    }
    Set<Long> lost = http.lostStores();
    List<Reach.Server> needed = new ArrayList<>();
    needed.add(new Reach.Server("PD's leader", pd.leaderAddress()));
    for (Store store : pd.stores()) {
      boolean mayGetPeers = !store.tiflash() && !lost.contains(store.id());
      if (mayGetPeers || holders.contains(store.id())) {
        needed.add(new Reach.Server("store " + store.id(), store.importAddress()));
      }
    }
    return needed;
  }

  /**
   * Dials.
   *
   * @throws LoadException UNREACHABLE that names who cannot reach what, and why
   */
  void run() {
    Map<String, Finding> byProcess = new TreeMap<>();
    List<Finding> findings = new ArrayList<>(fromExecutors());
    if (!spark.sc().isLocal()) {
      findings.add(find("the driver", dialing, servers));
    }
    findings.forEach(finding -> byProcess.put(finding.process(), finding));
    List<String> problems =
        byProcess.values().stream().flatMap(finding -> finding.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new LoadException(ErrorCode.UNREACHABLE, message(byProcess.values(), problems));
    }
  }

  /** Fills every slot of the application once, which takes in every executor of an idle one. */
  private List<Finding> fromExecutors() {
    int executors = spark.sc().statusTracker().getExecutorInfos().length;
    int cores = spark.getConf().getInt("spark.executor.cores", 1);
    int slots = Math.max(spark.defaultParallelism(), executors * cores);
    List<Integer> tasks = IntStream.range(0, slots).boxed().toList();
    return spark.parallelize(tasks, slots).mapPartitions(new Dial(dialing, servers)).collect();
  }

  private static String message(Collection<Finding> findings, List<String> problems) {
    long affected = findings.stream().filter(finding -> !finding.problems().isEmpty()).count();
    int more = problems.size() - TOLD_AT_MOST;
    return "%d of %d processes of the load cannot reach the whole cluster: %s%s. Open the way from every executor to PD and to the gRPC port of every store, map addresses with the option store-address-map, or check ca, cert and key; then run the load again. Nothing was written."
        .formatted(
            affected,
            findings.size(),
            problems.stream().limit(TOLD_AT_MOST).collect(Collectors.joining("; ")),
            more > 0 ? "; and " + more + " more" : "");
  }

  /**
   * What one process met.
   *
   * @param process its name, as it reads in a message
   * @param problems sentences, one for each server that did not answer
   */
  private record Finding(String process, List<String> problems) implements Serializable {}

  private static Finding find(String process, Dialing dialing, List<Reach.Server> servers) {
    try (Channels channels = new Channels(dialing)) {
      List<String> problems =
          Reach.failures(servers, channels).entrySet().stream()
              .map(e -> process + " cannot reach " + e.getKey() + ": " + e.getValue())
              .toList();
      return new Finding(process, List.copyOf(problems));
    }
  }

  /** One task's look. */
  private static final class Dial implements FlatMapFunction<Iterator<Integer>, Finding> {
    private static final long serialVersionUID = 1L;

    private final Dialing dialing;
    private final List<Reach.Server> servers;

    Dial(Dialing dialing, List<Reach.Server> servers) {
      this.dialing = dialing;
      this.servers = servers;
    }

    @Override
    public Iterator<Finding> call(Iterator<Integer> tasks) {
      return List.of(find(name(), dialing, servers)).iterator();
    }

    private static String name() {
      String id = SparkEnv.get().executorId();
      return (id.equals("driver") ? "the driver" : "executor " + id) + " on " + host();
    }

    private static String host() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "a host without a name";
      }
    }
  }
}
