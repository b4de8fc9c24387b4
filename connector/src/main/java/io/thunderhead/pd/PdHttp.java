package io.thunderhead.pd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** PD's HTTP interface, at the same {@code host:port} as its gRPC. Thread-safe. */
public final class PdHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param address {@code host:port} of PD
   */
  public PdHttp(String address) {
    base = "http://" + address;
  }

  /** Returns how many replicas PD keeps of each region. */
  public int maxReplicas() {
    return get("/pd/api/v1/config/replicate").path("max-replicas").asInt(3);
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

  /** Removes a label rule; one that is gone already is no error. */
  public void deleteLabelRule(String ruleId) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putNull("sets");
    patch.putArray("deletes").add(ruleId);
    send("PATCH", "/pd/api/v1/config/region-label/rules", patch);
  }

  private JsonNode get(String path) {
    return parse(path, exchange(HttpRequest.newBuilder(URI.create(base + path)).GET(), path));
  }

  private void send(String method, String path, JsonNode body) {
    exchange(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString())),
        path);
  }

  private String exchange(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new LoadException(
            ErrorCode.CLUSTER_PROTOCOL,
            "PD answered %d to %s%s: %s. Check that PD is version 6.1 or newer."
                .formatted(response.statusCode(), base, path, response.body().strip()));
      }
      return response.body();
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.UNREACHABLE,
          "PD's HTTP interface at %s does not answer (%s). Check that the port is open from here."
              .formatted(base, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(ErrorCode.UNREACHABLE, "interrupted while asking " + base + path, e);
    }
  }

  private JsonNode parse(String path, String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL, "PD's answer to " + base + path + " is no JSON: " + body, e);
    }
  }
}
