package io.thunderhead.mini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** PD's HTTP API, version 1, as far as importers use it. Keys in paths and queries are encoded. */
final class PdHttp {
  private static final String V1 = "/pd/api/v1";
  private static final int DEFAULT_LIMIT = 16;

  private final Pd pd;
  private final PdJson json;
  private final Instant startedAt = Instant.now();

  private PdHttp(Pd pd) {
    this.pd = pd;
    json = new PdJson(pd);
  }

  /**
   * Makes what one member answers: every member but the leader passes requests on to the leader.
   */
  static HttpAnswering answers(Pd pd, HttpRoutes leaderRoutes) {
    return request ->
        pd.members().leader() == null
            ? HttpRoutes.Answer.text(503, "no leader\n")
            : leaderRoutes.answer(request);
  }

  static HttpRoutes routes(Pd pd) {
    PdHttp http = new PdHttp(pd);
    HttpRoutes routes = new HttpRoutes();
    http.addServer(routes);
    http.addStoresAndRegions(routes);
    http.addConfig(routes);
    new LabelRulesHttp(pd.labelRules()).addTo(routes);
    return routes;
  }

  private void addServer(HttpRoutes routes) {
    routes
        .on("GET", V1 + "/members", (request, parts) -> Json.ok(json.members()))
        .on("GET", V1 + "/leader", (request, parts) -> Json.ok(json.member(pd.members().leader())))
        .on("GET", V1 + "/version", (request, parts) -> Json.ok(version()))
        .on("GET", V1 + "/status", (request, parts) -> Json.ok(status()))
        .on("GET", V1 + "/health", (request, parts) -> Json.ok(health()))
        .on("GET", "/pd/health", (request, parts) -> Json.ok(health()))
        .on("GET", V1 + "/ping", (request, parts) -> HttpRoutes.Answer.text(200, ""))
        .on("GET", V1 + "/cluster", (request, parts) -> Json.ok(cluster()))
        .on("GET", V1 + "/schedulers", (request, parts) -> schedulers(request))
        .on("POST", V1 + "/schedulers/{name}", (request, parts) -> pause(request, parts.get(0)));
  }

  private void addStoresAndRegions(HttpRoutes routes) {
    routes
        .on("GET", V1 + "/stores", (request, parts) -> Json.ok(json.stores(topology().stores())))
        .on("GET", V1 + "/store/{id}", (request, parts) -> store(parts.get(0)))
        .on("GET", V1 + "/regions", (request, parts) -> Json.ok(json.regions(allRegions())))
        .on("GET", V1 + "/regions/count", (request, parts) -> Json.ok(regionCount()))
        .on("GET", V1 + "/regions/key", (request, parts) -> regionsFrom(request))
        .on("GET", V1 + "/regions/check/empty-region", (request, parts) -> emptyRegions())
        .on("GET", V1 + "/region/id/{id}", (request, parts) -> regionById(parts.get(0)))
        .on("GET", V1 + "/stats/region", (request, parts) -> statistics(request));
  }

  private void addConfig(HttpRoutes routes) {
    PdConfig config = pd.config();
    routes
        .on("GET", V1 + "/config", (request, parts) -> Json.ok(config()))
        .on("POST", V1 + "/config", (request, parts) -> setConfig(request))
        .on(
            "GET",
            V1 + "/config/replicate",
            (request, parts) -> Json.ok(config.section("replication")))
        .on("GET", V1 + "/config/schedule", (request, parts) -> Json.ok(schedule()))
        .on(
            "GET",
            V1 + "/config/cluster-version",
            (request, parts) -> Json.answer(200, Pd.STORE_VERSION));
  }

  private Topology topology() {
    return pd.topology();
  }

  private List<Topology.Reported> allRegions() {
    return topology().scan(new byte[0], new byte[0], 0);
  }

  private ObjectNode version() {
    return Json.object()
        .put("version", pd.version())
        .put("build_time", "")
        .put("hash", "")
        .put("branch", "");
  }

  private ObjectNode status() {
    return Json.object()
        .put("build_ts", "None")
        .put("version", pd.version())
        .put("git_hash", "None")
        .put("start_timestamp", startedAt.getEpochSecond())
        .put("kernel_type", "Classic");
  }

  private ArrayNode health() {
    ArrayNode members = JsonNodeFactory.instance.arrayNode();
    for (PdMember member : pd.members().all()) {
      ObjectNode json =
          members.addObject().put("name", member.name()).put("member_id", member.id());
      json.putArray("client_urls").add(member.url());
      json.put("health", member.isRunning());
    }
    return members;
  }

  private ObjectNode cluster() {
    return Json.object().put("id", pd.clusterId()).put("max_peer_count", pd.maxReplicas());
  }

  private HttpRoutes.Answer store(String id) {
    if (!id.matches("\\d+")) {
      return Json.answer(400, "strconv.ParseUint: parsing \"" + id + "\": invalid syntax");
    }
    Store store = topology().storeOrNull(Long.parseUnsignedLong(id));
    return store == null
        ? Json.answer(404, "[PD:core:ErrStoreNotFound]store " + id + " not found")
        : Json.ok(json.store(store));
  }

  private ObjectNode regionCount() {
    return Json.object().put("count", allRegions().size());
  }

  private HttpRoutes.Answer regionById(String id) {
    if (!id.matches("\\d+")) {
      return Json.answer(400, "strconv.ParseUint: parsing \"" + id + "\": invalid syntax");
    }
    Topology.Reported region = topology().byId(Long.parseUnsignedLong(id));
    return region == null ? Json.answer(200, NullNode.instance) : Json.ok(json.region(region));
  }

  /** Lists regions from a key on, at most {@code limit}. */
  private HttpRoutes.Answer regionsFrom(HttpRoutes.Request request) {
    String limit = request.query().getOrDefault("limit", Integer.toString(DEFAULT_LIMIT));
    if (!limit.matches("-?\\d{1,9}")) {
      return Json.answer(400, "strconv.Atoi: parsing \"" + limit + "\": invalid syntax");
    }
    return Json.ok(
        json.regions(
            topology()
                .scan(key(request, "key"), key(request, "end_key"), Integer.parseInt(limit))));
  }

  private HttpRoutes.Answer emptyRegions() {
    return Json.ok(json.regions(allRegions().stream().filter(json::isEmpty).toList()));
  }

  private HttpRoutes.Answer statistics(HttpRoutes.Request request) {
    byte[] start = key(request, "start_key");
    byte[] end = key(request, "end_key");
    return Json.ok(json.statistics(topology().scan(start, end, 0)));
  }

  private static byte[] key(HttpRoutes.Request request, String name) {
    return request.query().getOrDefault(name, "").getBytes(StandardCharsets.ISO_8859_1);
  }

  private ObjectNode config() {
    ObjectNode all = pd.config().all();
    String url = pd.members().leader().url();
    all.put("client-urls", url).put("advertise-client-urls", url);
    all.set("schedule", schedule());
    return all;
  }

  private ObjectNode schedule() {
    ObjectNode schedule = (ObjectNode) pd.config().section("schedule");
    ObjectNode limits = schedule.putObject("store-limit");
    for (Store store : topology().stores()) {
      limits.set(Long.toString(store.id()), schedule.get("default-store-limit").deepCopy());
    }
    return schedule;
  }

  private HttpRoutes.Answer setConfig(HttpRoutes.Request request) {
    JsonNode items;
    try {
      items = Json.read(request.text());
    } catch (JsonProcessingException e) {
      return Json.answer(400, e.getOriginalMessage());
    }
    if (!items.isObject()) {
      return Json.answer(
          400, "json: cannot unmarshal value into Go value of type map[string]interface {}");
    }
    String ttl = request.query().getOrDefault("ttlSecond", "");
    if (ttl.isEmpty()) {
      String wrong = pd.config().set(items);
      return Json.answer(
          wrong == null ? 200 : 400, wrong == null ? "The config is updated." : wrong);
    }
    if (!ttl.matches("-?\\d{1,9}")) {
      return Json.answer(400, "strconv.Atoi: parsing \"" + ttl + "\": invalid syntax");
    }
    long seconds = Long.parseLong(ttl);
    String wrong = pd.config().setTemporary(items, seconds);
    if (wrong != null) {
      return Json.answer(400, wrong);
    }
    return Json.answer(
        200, seconds == 0 ? "The ttl config is deleted." : "The ttl config is updated.");
  }

  private HttpRoutes.Answer schedulers(HttpRoutes.Request request) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    switch (request.query().getOrDefault("status", "")) {
      case "paused" -> pd.schedulers().paused().forEach(names::add);
      case "disabled" -> {}
      default -> pd.schedulers().all().forEach(names::add);
    }
    return Json.ok(names);
  }

  private HttpRoutes.Answer pause(HttpRoutes.Request request, String name) {
    try {
      JsonNode delay = Json.read(request.text()).path("delay");
      if (!delay.isIntegralNumber()) {
        return Json.answer(400, "missing pause time");
      }
      return pd.schedulers().pause(name, delay.asLong())
          ? Json.answer(200, "Pause or resume the scheduler successfully.")
          : Json.answer(500, "[PD:scheduler:ErrSchedulerNotFound]scheduler not found");
    } catch (JsonProcessingException e) {
      return badJson(e);
    }
  }

  /** Answers a body that is no JSON. */
  static HttpRoutes.Answer badJson(JsonProcessingException e) {
    ObjectNode error = Json.object();
    error.put("code", "input").put("msg", e.getOriginalMessage());
    error.putObject("data");
    return Json.answer(400, error);
  }
}
