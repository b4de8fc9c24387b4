package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tikv.kvproto.Metapb;

/** PD's HTTP API has the shapes of a real PD's answers, as far as clients read them. */
@Contract(
    spec = {"2.5", "2.8", "2.10", "5.1"},
    calls = {
      "GET /pd/api/v1/config",
      "GET /pd/api/v1/config/replicate",
      "GET /pd/api/v1/config/schedule",
      "GET /pd/api/v1/health",
      "GET /pd/api/v1/members",
      "GET /pd/api/v1/regions",
      "GET /pd/api/v1/regions/check/empty-region",
      "GET /pd/api/v1/schedulers",
      "GET /pd/api/v1/stats/region",
      "GET /pd/api/v1/status",
      "GET /pd/api/v1/store/",
      "GET /pd/api/v1/stores",
      "GET /pd/api/v1/version",
      "POST /pd/api/v1/config",
      "POST /pd/api/v1/schedulers/",
      "GET /config"
    })
@ExtendWith(ContractCluster.class)
class PdHttpTest {
  private static final String API = "/pd/api/v1";

  private final Wire wire;
  private final WireHttp http;
  private final WireSpan span;

  PdHttpTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.span = table.span();
    this.http = wire.http();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/members, pd-members.json, /header/cluster_id /members/0/name /members/0/member_id"
        + " /members/0/client_urls/0 /members/0/peer_urls/0 /leader/client_urls/0"
        + " /etcd_leader/name",
    "/version, pd-version.json, /version",
    "/status, pd-status.json, /version /start_timestamp",
    "/health, pd-health.json, /0/name /0/member_id /0/client_urls/0 /0/health",
    "/stores, pd-stores.json, /count /stores/0/store/id /stores/0/store/address"
        + " /stores/0/store/version /stores/0/store/status_address /stores/0/store/state_name"
        + " /stores/0/status/capacity /stores/0/status/available /stores/0/status/leader_count"
        + " /stores/0/status/region_count /stores/0/status/start_ts"
        + " /stores/0/status/last_heartbeat_ts",
    "/regions, pd-regions.json, /count /regions/0/id /regions/0/start_key /regions/0/end_key"
        + " /regions/0/epoch/conf_ver /regions/0/epoch/version /regions/0/peers/0/id"
        + " /regions/0/peers/0/store_id /regions/0/peers/0/role_name /regions/0/leader/store_id"
        + " /regions/0/approximate_size",
    "/stats/region, pd-stats-region.json, /count /empty_count /storage_size /storage_keys"
        + " /store_leader_count /store_peer_count",
    "/config, pd-config.json, /schedule/leader-schedule-limit /replication/max-replicas"
        + " /client-urls /schedule/merge-schedule-limit",
    "/config/replicate, pd-config-replicate.json, /max-replicas /location-labels"
        + " /strictly-match-label /enable-placement-rules",
    "/config/schedule, pd-config-schedule.json, /max-snapshot-count /max-pending-peer-count"
        + " /leader-schedule-limit /region-schedule-limit /merge-schedule-limit"
        + " /enable-location-replacement /max-store-down-time",
    "/schedulers, pd-schedulers.json, /0",
  })
  void answersFieldsOfTheSameKind(String path, String golden, String fields) {
    WireHttp.Answer answer = http.get(API + path);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode known = WireHttp.golden(golden);
    for (String field : fields.trim().split(" +")) {
      assertThat(answer.json().at(field).getNodeType())
          .as(path + " " + field)
          .isEqualTo(known.at(field).getNodeType());
    }
  }

  @Test
  void answersOneStore() {
    Metapb.Store store = wire.pd().stores().get(0);
    JsonNode one = http.get(API + "/store/" + store.getId()).json();
    assertThat(one.at("/store/id").asLong()).isEqualTo(store.getId());
    assertThat(one.at("/store/address").asText()).isEqualTo(store.getAddress());
    assertThat(one.at("/store/state_name").asText()).isEqualTo("Up");
    assertThat(one.at("/status/capacity").asText()).matches("[0-9.]+([KMGT]i)?B");
    assertThat(one.at("/status/available").asText()).matches("[0-9.]+([KMGT]i)?B");
  }

  @Test
  void countsTheStoresThatItLists() {
    JsonNode stores = http.get(API + "/stores").json();
    assertThat(stores.at("/stores")).hasSize(stores.at("/count").asInt());
    var addresses = new ArrayList<String>();
    stores.at("/stores").forEach(store -> addresses.add(store.at("/store/address").asText()));
    assertThat(addresses)
        .containsAll(wire.pd().stores().stream().map(Metapb.Store::getAddress).toList());
  }

  @Test
  void writesRegionBoundsInUpperCaseHexOfEncodedKeys() {
    JsonNode regions = http.get(API + "/regions").json().at("/regions");
    List<String> bounds = new ArrayList<>();
    regions.forEach(region -> bounds.add(region.at("/start_key").asText()));
    assertThat(bounds).allMatch(bound -> bound.matches("([0-9A-F]{18})*"));
    assertThat(bounds).contains("");
  }

  @Test
  void answersTheSameClusterIdAsItsGrpc() {
    assertThat(http.get(API + "/members").json().at("/header/cluster_id").asLong())
        .isEqualTo(wire.pd().clusterId());
  }

  @Test
  void listsEmptyRegionsInTheShapeOfRegions() {
    JsonNode empty = http.get(API + "/regions/check/empty-region").json();
    assertThat(empty.at("/count").isIntegralNumber()).isTrue();
    for (JsonNode region : empty.at("/regions")) {
      assertThat(region.at("/id").isIntegralNumber()).isTrue();
      assertThat(region.at("/peers/0/store_id").isIntegralNumber()).isTrue();
    }
  }

  @Test
  void countsRegionsOfARange() {
    wire.split(span.start(), span.key(10), span.key(20), span.end());
    String path =
        API
            + "/stats/region?start_key="
            + escaped(WireKeys.encode(span.start()))
            + "&end_key="
            + escaped(WireKeys.encode(span.end()));
    assertThat(http.get(path).json().at("/count").asInt()).isEqualTo(3);
  }

  @Test
  void doesNotKnowOtherPaths() {
    assertThat(http.get(API + "/no-such-thing").status()).isEqualTo(404);
    assertThat(http.get(API + "/store/999999999").status()).isEqualTo(404);
  }

  @Test
  void pausesASchedulerAndResumesIt() {
    String scheduler = http.get(API + "/schedulers").json().at("/0").asText();
    String path = API + "/schedulers/" + scheduler;
    assertThat(http.post(path, "{\"delay\":30}").status()).isEqualTo(200);
    try {
      assertThat(paused()).contains(scheduler);
    } finally {
      assertThat(http.post(path, "{\"delay\":0}").status()).isEqualTo(200);
    }
    assertThat(paused()).doesNotContain(scheduler);
  }

  @Test
  void pausesNoSchedulerThatDoesNotExist() {
    assertThat(http.post(API + "/schedulers/no-such-scheduler", "{\"delay\":30}").ok()).isFalse();
  }

  @Test
  void takesScheduleConfigWithATtlAndBack() {
    int limit = http.get(API + "/config/schedule").json().at("/merge-schedule-limit").asInt();
    String body = "{\"schedule.merge-schedule-limit\":" + limit + "}";
    assertThat(http.post(API + "/config?ttlSecond=30", body).status()).isEqualTo(200);
    assertThat(http.post(API + "/config?ttlSecond=0", body).status()).isEqualTo(200);
    assertThat(http.get(API + "/config/schedule").json().at("/merge-schedule-limit").asInt())
        .isEqualTo(limit);
  }

  @Test
  void leavesTheSplitSizeToTheStores() {
    for (Metapb.Store store : wire.pd().stores()) {
      JsonNode config = new WireHttp(store.getStatusAddress()).get("/config").json();
      JsonNode known = WireHttp.golden("tikv-config.json");
      assertThat(config.at("/coprocessor/region-split-size").asText())
          .matches("[0-9.]+([KMGT]i)?B");
      assertThat(config.at("/coprocessor/region-split-keys").getNodeType())
          .isEqualTo(known.at("/coprocessor/region-split-keys").getNodeType());
    }
  }

  private List<String> paused() {
    var names = new ArrayList<String>();
    http.get(API + "/schedulers?status=paused").json().forEach(name -> names.add(name.asText()));
    return names;
  }

  private static String escaped(byte[] key) {
    var text = new StringBuilder();
    for (byte b : key) {
      text.append('%').append(String.format("%02X", b));
    }
    return text.toString();
  }
}
