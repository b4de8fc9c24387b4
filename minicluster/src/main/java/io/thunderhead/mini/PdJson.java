package io.thunderhead.mini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.PeerRole;
import org.tikv.kvproto.Metapb.Region;

/** Objects in PD's HTTP answers. */
final class PdJson {
  private static final long KIB = 1024;
  private static final long MIB = 1L << 20;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final Duration DISCONNECTED_AFTER = Duration.ofSeconds(20);
  private static final Duration DOWN_AFTER = Duration.ofMinutes(30);

  private final Pd pd;

  PdJson(Pd pd) {
    this.pd = pd;
  }

  ObjectNode member(PdMember member) {
    ObjectNode json = Json.object().put("name", member.name()).put("member_id", member.id());
    json.putArray("peer_urls").add(member.url());
    json.putArray("client_urls").add(member.url());
    return json.put("deploy_path", Pd.DEPLOY_PATH)
        .put("binary_version", pd.version())
        .put("git_hash", "None");
  }

  ObjectNode members() {
    ObjectNode members = Json.object();
    members.putObject("header").put("cluster_id", pd.clusterId());
    ArrayNode all = members.putArray("members");
    pd.members().all().forEach(member -> all.add(member(member)));
    PdMember leader = pd.members().leader();
    if (leader != null) {
      members.set("leader", member(leader));
      members.set("etcd_leader", member(leader));
    }
    return members;
  }

  ObjectNode stores(List<Store> stores) {
    ObjectNode list = Json.object().put("count", stores.size());
    ArrayNode all = list.putArray("stores");
    stores.forEach(store -> all.add(store(store)));
    return list;
  }

  ObjectNode store(Store store) {
    Instant heartbeat = store.lastHeartbeat();
    StoreEndpoint endpoint = store.endpoint();
    ObjectNode json = Json.object();
    json.putObject("store")
        .put("id", store.id())
        .put("address", endpoint.address())
        .put("version", store.version())
        .put("peer_address", endpoint.address())
        .put("status_address", endpoint.statusAddress())
        .put("git_hash", "None")
        .put("start_timestamp", store.startedAt().getEpochSecond())
        .put("deploy_path", Pd.DEPLOY_PATH)
        .put("last_heartbeat", Times.nanos(heartbeat))
        .put("node_state", 1)
        .put("state_name", state(Duration.between(heartbeat, Instant.now())));
    DiskUsage disk = store.disk();
    int leaders = store.count(true);
    int regions = store.count(false);
    json.putObject("status")
        .put("capacity", bytes(disk.capacity()))
        .put("available", bytes(disk.available()))
        .put("used_size", bytes(disk.used()))
        .put("leader_count", leaders)
        .put("leader_weight", 1)
        .put("leader_score", leaders)
        .put("leader_size", leaders)
        .put("region_count", regions)
        .put("region_weight", 1)
        .put("region_score", regions)
        .put("region_size", regions)
        .put("slow_score", 1)
        .put("start_ts", store.startedAt().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("last_heartbeat_ts", heartbeat.toString())
        .put("uptime", GoDuration.format(Duration.between(store.startedAt(), heartbeat).abs()));
    return json;
  }

  private static String state(Duration silent) {
    if (silent.compareTo(DOWN_AFTER) > 0) {
      return "Down";
    }
    return silent.compareTo(DISCONNECTED_AFTER) > 0 ? "Disconnected" : "Up";
  }

  /** Prints a size as PD does: at most two decimals of the largest fitting unit. */
  static String bytes(long size) {
    int unit = 0;
    long divisor = 1;
    while (unit < UNITS.length - 1 && size / divisor >= KIB) {
      divisor *= KIB;
      unit++;
    }
    BigDecimal scaled =
        BigDecimal.valueOf(size)
            .divide(BigDecimal.valueOf(divisor), 2, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return scaled.toPlainString() + UNITS[unit];
  }

  ObjectNode regions(List<Topology.Reported> regions) {
    ObjectNode list = Json.object().put("count", regions.size());
    ArrayNode all = list.putArray("regions");
    regions.forEach(region -> all.add(region(region)));
    return list;
  }

  ObjectNode region(Topology.Reported reported) {
    Region region = reported.region();
    ObjectNode json =
        Json.object()
            .put("id", region.getId())
            .put("start_key", Keys.upperHex(Regions.start(region)))
            .put("end_key", Keys.upperHex(Regions.end(region)));
    json.putObject("epoch")
        .put("conf_ver", region.getRegionEpoch().getConfVer())
        .put("version", region.getRegionEpoch().getVersion());
    ArrayNode peers = json.putArray("peers");
    region.getPeersList().forEach(peer -> peers.add(peer(peer)));
    json.set("leader", peer(reported.leader()));
    long size = approximateMib(reported);
    return json.put("cpu_usage", 0)
        .put("written_bytes", 0)
        .put("read_bytes", 0)
        .put("written_keys", 0)
        .put("read_keys", 0)
        .put("approximate_size", size)
        .put("approximate_keys", reported.approximateKeys())
        .put("approximate_kv_size", size > 1 ? size : 0)
        .put("approximate_columnar_kv_size", 0);
  }

  private static ObjectNode peer(Peer peer) {
    boolean learner = peer.getRole() == PeerRole.Learner;
    ObjectNode json = Json.object().put("role_name", learner ? "Learner" : "Voter");
    if (learner) {
      json.put("is_learner", true);
    }
    json.put("id", peer.getId()).put("store_id", peer.getStoreId());
    return learner ? json.put("role", peer.getRoleValue()) : json;
  }

  /** Returns a region's size in MiB; one of a MiB or less counts as one, and as empty. */
  long approximateMib(Topology.Reported reported) {
    Store store = pd.topology().store(reported.leader().getStoreId());
    return store.isRunning() ? Math.max(1, RegionChanges.bytes(store, reported.region()) / MIB) : 1;
  }

  boolean isEmpty(Topology.Reported reported) {
    return approximateMib(reported) <= 1;
  }

  ObjectNode statistics(List<Topology.Reported> regions) {
    Map<Long, long[]> leaders = new TreeMap<>();
    Map<Long, long[]> peers = new TreeMap<>();
    long empty = 0;
    long size = 0;
    long keys = 0;
    for (Topology.Reported region : regions) {
      long mib = approximateMib(region);
      empty += mib <= 1 ? 1 : 0;
      size += mib;
      keys += region.approximateKeys();
      add(leaders, region.leader().getStoreId(), mib, region.approximateKeys());
      for (Peer peer : region.region().getPeersList()) {
        add(peers, peer.getStoreId(), mib, region.approximateKeys());
      }
    }
    ObjectNode json =
        Json.object()
            .put("count", regions.size())
            .put("empty_count", empty)
            .put("storage_size", size)
            .put("user_storage_size", 0)
            .put("user_columnar_storage_size", 0)
            .put("storage_keys", keys);
    putSums(json, "store_leader_count", leaders, 0);
    putSums(json, "store_peer_count", peers, 0);
    putSums(json, "store_leader_size", leaders, 1);
    putSums(json, "store_leader_keys", leaders, 2);
    putSums(json, "store_peer_size", peers, 1);
    putSums(json, "store_peer_keys", peers, 2);
    return json;
  }

  private static void add(Map<Long, long[]> sums, long storeId, long mib, long keys) {
    long[] sum = sums.computeIfAbsent(storeId, id -> new long[3]);
    sum[0]++;
    sum[1] += mib;
    sum[2] += keys;
  }

  private static void putSums(ObjectNode json, String name, Map<Long, long[]> sums, int which) {
    ObjectNode object = json.putObject(name);
    sums.forEach((storeId, sum) -> object.put(Long.toString(storeId), sum[which]));
  }
}
