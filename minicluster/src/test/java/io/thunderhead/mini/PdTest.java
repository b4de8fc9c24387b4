package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Pdpb;

@ExtendWith(MiniClusterExtension.class)
class PdTest {
  private static final String RULE_BASE = "/pd/api/v1/config/region-label/";

  private final HttpClient http = HttpClient.newHttpClient();
  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void connect(MiniCluster started) {
    cluster = started;
    client = new TestClient(cluster);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + cluster.pdAddress() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return Json.read(send("GET", path, "").body());
  }

  @Test
  void servesGrpcAndHttpOnOnePort() throws IOException, InterruptedException {
    Pdpb.GetMembersResponse members =
        client.pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
    assertThat(members.getLeader().getClientUrls(0)).isEqualTo("http://" + cluster.pdAddress());
    JsonNode overHttp = get("/pd/api/v1/members");
    assertThat(overHttp.path("header").path("cluster_id").asLong())
        .isEqualTo(members.getHeader().getClusterId());
    assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAnotherCluster() {
    assertThatThrownBy(
            () ->
                client
                    .pd()
                    .allocID(
                        Pdpb.AllocIDRequest.newBuilder()
                            .setHeader(Pdpb.RequestHeader.newBuilder().setClusterId(5))
                            .build()))
        .hasMessageContaining("FAILED_PRECONDITION: mismatch cluster id, need ");
  }

  @Test
  void letsLabelsExpireAndMakesBordersOfRules() throws IOException, InterruptedException {
    String start = Keys.hex(Keys.encode("tlabel-a".getBytes(Texts.UTF8)));
    String end = Keys.hex(Keys.encode("tlabel-b".getBytes(Texts.UTF8)));
    String rule =
        "{\"id\":\"r\",\"labels\":[{\"key\":\"schedule\",\"value\":\"deny\",\"ttl\":\"1s\"}],"
            + "\"rule_type\":\"key-range\",\"data\":[{\"start_key\":\""
            + start
            + "\",\"end_key\":\""
            + end
            + "\"}]}";
    assertThat(send("POST", RULE_BASE + "rule", rule).statusCode()).isEqualTo(200);
    assertThat(get(RULE_BASE + "rule/r").path("labels").path(0).path("start_at").asText())
        .matches("[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2} UTC \\d{4}");
    Awaitility.await()
        .until(
            () ->
                Keys.hex(Keys.encode(cluster.regionAt("tlabel-a".getBytes(Texts.UTF8)).end()))
                    .equals(end));
    Awaitility.await().until(() -> send("GET", RULE_BASE + "rule/r", "").statusCode() == 404);
  }

  @Test
  void refusesRulesAsPdDoes() throws IOException, InterruptedException {
    HttpResponse<String> bad =
        send(
            "POST",
            RULE_BASE + "rule",
            "{\"id\":\"r\",\"labels\":[{\"key\":\"k\",\"value\":\"v\",\"ttl\":\"5\"}]}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("invalid ttl info time: missing unit in duration");
    assertThat(send("POST", RULE_BASE + "rule", "{").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsStoresAndTheirSettings() throws IOException, InterruptedException {
    JsonNode stores = get("/pd/api/v1/stores");
    assertThat(stores.path("count").asInt()).isEqualTo(3);
    JsonNode store = stores.path("stores").path(0);
    assertThat(store.path("store").path("state_name").asText()).isEqualTo("Up");
    assertThat(store.path("status").path("region_count").asInt()).isPositive();
    HttpResponse<String> config =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://"
                            + store.path("store").path("status_address").asText()
                            + "/config"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(Json.read(config.body()).path("coprocessor").path("region-split-size").asText())
        .isEqualTo("96MiB");
  }

  @Test
  void scattersLeadersByOperatorsThatEnd() {
    byte[] key = "tscatter".getBytes(Texts.UTF8);
    Set<Long> leaders = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      cluster.splitRegion(("tscatter" + i).getBytes(Texts.UTF8));
    }
    for (int i = 0; i < 6; i++) {
      long id = cluster.regionAt(("tscatter" + i).getBytes(Texts.UTF8)).id();
      client
          .pd()
          .scatterRegion(
              Pdpb.ScatterRegionRequest.newBuilder()
                  .setHeader(client.header())
                  .addRegionsId(id)
                  .setGroup("g")
                  .build());
      Awaitility.await().until(() -> operator(id).getStatus() != Pdpb.OperatorStatus.RUNNING);
      leaders.add(cluster.regionAt(("tscatter" + i).getBytes(Texts.UTF8)).leaderStoreId());
    }
    assertThat(leaders).hasSize(3);
    assertThat(cluster.regionAt(key)).isNotNull();
  }

  private Pdpb.GetOperatorResponse operator(long regionId) {
    return client
        .pd()
        .getOperator(
            Pdpb.GetOperatorRequest.newBuilder()
                .setHeader(client.header())
                .setRegionId(regionId)
                .build());
  }

  @Test
  void takesTimestampsThatOnlyGrow() {
    Clock still = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
    Tso tso = new Tso(still);
    long last = tso.next();
    for (int i = 0; i < 1000; i++) {
      long next = Tso.compose(tso.take(1000));
      assertThat(next).isGreaterThanOrEqualTo(last + 1000);
      last = next;
    }
    assertThat(last >>> Tso.LOGICAL_BITS).isGreaterThan(1000);
  }

  @Test
  void keepsBarriersUntilTheyExpireOrAreRemoved() {
    GcSafePoints points = new GcSafePoints(Clock.systemUTC());
    assertThat(points.update("import", 60, 100).safePoint()).isZero();
    assertThat(points.update(GcSafePoints.GC_WORKER, Long.MAX_VALUE, 200).safePoint())
        .isEqualTo(100);
    assertThat(points.update("late", 60, 50).safePoint()).isEqualTo(100);
    points.update("import", 0, 0);
    assertThat(points.update(GcSafePoints.GC_WORKER, Long.MAX_VALUE, 200).safePoint())
        .isEqualTo(200);
    assertThat(points.advance(150)).isEqualTo(150);
    assertThat(points.advance(120)).isEqualTo(150);
  }

  @Test
  void readsDurationsOfGo() {
    assertThat(List.of("5m0s", "1.5h", "-300ms", "1h2m3.5s", "0"))
        .extracting(text -> GoDuration.parse(text).toMillis())
        .containsExactly(300_000L, 5_400_000L, -300L, 3_723_500L, 0L);
    assertThatThrownBy(() -> GoDuration.parse("5x")).hasMessageContaining("unknown unit");
    assertThatThrownBy(() -> GoDuration.parse("")).hasMessageContaining("invalid duration");
    assertThat(GoDuration.format(java.time.Duration.ofMillis(10_365))).isEqualTo("10.365s");
  }

  @Test
  void dropsKeysOfALeaseThatEnds() {
    EtcdStore etcd = new EtcdStore(Clock.systemUTC());
    long lease = etcd.grant(0, 1);
    etcd.put(Texts.bytes("/a/1"), Texts.bytes("v"), lease);
    etcd.put(Texts.bytes("/b"), Texts.bytes("v"), 0);
    assertThat(etcd.range(Texts.bytes("/a/"), Texts.bytes("/a0"))).hasSize(1);
    Awaitility.await().until(() -> etcd.range(Texts.bytes("/a/"), Texts.bytes("/a0")).isEmpty());
    assertThat(etcd.range(Texts.bytes("/b"), Texts.bytes(""))).hasSize(1);
  }
}
