package io.thunderhead.pd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * PD's HTTP interface, at the same {@code host:port} as its gRPC. Thread-safe.
 *
 * <p>Any member passes a request on to the leader, so the members are asked in turn, the leader
 * first, until one answers.
 */
public final class PdHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final RetryPolicy CALLS =
      new RetryPolicy(14, Duration.ofMillis(100), Duration.ofSeconds(3));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PdClient pd;
  private final Channels channels;

  /** Makes a client of the members that another one knows; the caller closes the channels. */
  public PdHttp(PdClient pd, Channels channels) {
    this.pd = pd;
    this.channels = channels;
  }

  /** Returns how many replicas PD keeps of each region. */
  public int maxReplicas() {
    return get("/pd/api/v1/config/replicate").path("max-replicas").asInt(3);
  }

  /** Returns PD's version without the leading v, such as {@code 8.5.1}. */
  public String version() {
    return get("/pd/api/v1/version").path("version").asText().replaceFirst("^v", "");
  }

  /** Returns {@code host:port} of every URL by which PD's members say they are reached. */
  public Set<String> memberAddresses() {
    Set<String> addresses = new LinkedHashSet<>();
    for (JsonNode member : get("/pd/api/v1/members").path("members")) {
      member.path("client_urls").forEach(url -> addresses.add(Channels.hostPort(url.asText())));
    }
    return addresses;
  }

  /** Returns how every store stands that is not a tombstone. */
  public List<StoreStatus> stores() {
    List<StoreStatus> stores = new ArrayList<>();
    get("/pd/api/v1/stores").path("stores").forEach(each -> stores.add(StoreStatus.of(each)));
    return stores;
  }

  /** Returns how many peers of empty regions each store holds; stores without any are left out. */
  public Map<Long, Long> emptyRegions() {
    Map<Long, Long> peers = new TreeMap<>();
    for (JsonNode region : get("/pd/api/v1/regions/check/empty-region").path("regions")) {
      region
          .path("peers")
          .forEach(peer -> peers.merge(peer.path("store_id").asLong(), 1L, Long::sum));
    }
    return peers;
  }

  /** Returns the ids of the stores that PD has not heard of for a while. */
  public Set<Long> lostStores() {
    return stores().stream()
        .filter(each -> each.state().equals("Disconnected") || each.state().equals("Down"))
        .map(StoreStatus::id)
        .collect(Collectors.toSet());
  }

  /**
   * Creates or renews a label rule that denies scheduling within ranges (import-protocol 2.6).
   *
   * @param ranges raw keys; sent as lower-case hex of the encoded keys
   * @param ttl life of the label from now; must be sent again before it ends
   */
  public void putScheduleDeny(String ruleId, List<KeyRange> ranges, Duration ttl) {
    ObjectNode rule = JSON.createObjectNode().put("id", ruleId).put("index", 0);
    rule.putArray("labels")
        .addObject()
        .put("key", "schedule")
        .put("value", "deny")
        .put("ttl", ttl.toSeconds() + "s");
    rule.put("rule_type", "key-range");
    for (KeyRange range : ranges) {
      rule.withArray("data")
          .addObject()
          .put("start_key", HexFormat.of().formatHex(PdClient.encodeBound(range.start())))
          .put("end_key", HexFormat.of().formatHex(PdClient.encodeBound(range.end())));
    }
    send("POST", "/pd/api/v1/config/region-label/rule", rule);
  }

  /** Removes label rules; one that is gone already is no error. */
  public void deleteLabelRules(List<String> ruleIds) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putNull("sets");
    ruleIds.forEach(patch.putArray("deletes")::add);
    send("PATCH", "/pd/api/v1/config/region-label/rules", patch);
  }

  /** Tells answers of a member that finds no leader from a leader's own refusals. */
  private static boolean mayPass(HttpResponse<String> response) {
    return response.statusCode() != 500
        || response.body().contains("redirect")
        || response.body().contains("leader");
  }

  private JsonNode get(String path) {
    String body = exchange("GET", path, BodyPublishers.noBody());
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL, "PD's answer to " + path + " is no JSON: " + body, e);
    }
  }

  private void send(String method, String path, JsonNode body) {
    exchange(method, path, BodyPublishers.ofString(body.toString()));
  }

  private String exchange(String method, String path, BodyPublisher body) {
    Backoff backoff = pd.backoff("ask PD's HTTP interface for " + path, CALLS);
    while (true) {
      List<String> failures = new ArrayList<>();
      for (String address : pd.addresses()) {
        String answer = attempt(method, channels.url(address, path), body, failures);
        if (answer != null) {
          return answer;
        }
      }
      backoff.failed(String.join("; ", failures), null, ErrorCode.UNREACHABLE);
      pd.followLeader();
    }
  }

  /** Returns the body of a good answer, or null when another member should be asked. */
  private String attempt(String method, URI url, BodyPublisher body, List<String> failures) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = channels.http().send(request, BodyHandlers.ofString());
      int kind = response.statusCode() / 100;
      if (kind == 2) {
        return response.body();
      }
      String told =
          "%s answered %d: %s".formatted(url, response.statusCode(), response.body().strip());
      if (kind == 5 && mayPass(response)) {
        failures.add(told);
        return null;
      }
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL, told + ". Check that PD is version 6.1 or newer.");
    } catch (IOException e) {
      failures.add(url + " does not answer: " + e);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(ErrorCode.UNREACHABLE, "interrupted while asking " + url, e);
    }
  }
}
