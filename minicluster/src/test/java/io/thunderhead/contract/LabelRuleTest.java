package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Region label rules with a TTL pause scheduling of a key range (import-protocol 2.6). */
@Contract(
    spec = {"2.6"},
    calls = {
      "POST /pd/api/v1/config/region-label/rule",
      "PATCH /pd/api/v1/config/region-label/rules",
      "GET /pd/api/v1/config/region-label/rules",
      "GET /pd/api/v1/config/region-label/rule/",
      "DELETE /pd/api/v1/config/region-label/rule/"
    })
@ExtendWith(ContractCluster.class)
class LabelRuleTest {
  private static final String RULE = "/pd/api/v1/config/region-label/rule";
  private static final String RULES = "/pd/api/v1/config/region-label/rules";

  private final WireHttp http;
  private final String id = "thunderhead-contract-" + UUID.randomUUID();
  private final String start;
  private final String end;

  LabelRuleTest(Wire wire, WireTable table) {
    this.http = wire.http();
    WireSpan span = table.span();
    this.start = WireKeys.hex(WireKeys.encode(span.start()));
    this.end = WireKeys.hex(WireKeys.encode(span.end()));
  }

  @AfterEach
  void removeRule() {
    http.send("DELETE", RULE + "/" + id, null);
  }

  @Test
  void listsARuleWithItsTtlAndStart() {
    assertThat(post(rule("5m0s", start, end)).status()).isEqualTo(200);
    JsonNode rule = listed();
    assertThat(rule.at("/rule_type").asText()).isEqualTo("key-range");
    assertThat(rule.at("/labels/0/key").asText()).isEqualTo("schedule");
    assertThat(rule.at("/labels/0/value").asText()).isEqualTo("deny");
    assertThat(rule.at("/labels/0/ttl").asText()).isEqualTo("5m0s");
    assertThat(rule.at("/labels/0/start_at").asText())
        .matches("[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S+ \\d{4}");
    assertThat(rule.at("/data/0/start_key").asText()).isEqualTo(start);
    assertThat(rule.at("/data/0/end_key").asText()).isEqualTo(end);
  }

  @Test
  void answersOneRuleById() {
    post(rule("5m0s", start, end));
    WireHttp.Answer one = http.get(RULE + "/" + id);
    assertThat(one.ok()).isTrue();
    assertThat(one.json().at("/id").asText()).isEqualTo(id);
    assertThat(http.get(RULE + "/" + id + "-other").status()).isEqualTo(404);
  }

  @Test
  void answersRulesByIds() {
    post(rule("5m0s", start, end));
    WireHttp.Answer found = http.send("GET", RULES + "/ids", "[\"" + id + "\",\"no-such\"]");
    assertThat(found.json()).hasSize(1);
    assertThat(found.json().at("/0/id").asText()).isEqualTo(id);
  }

  @Test
  void takesTheSameIdAgainAsARenewal() {
    post(rule("5m0s", start, end));
    assertThat(post(rule("10m0s", start, end)).ok()).isTrue();
    assertThat(listed().at("/labels/0/ttl").asText()).isEqualTo("10m0s");
  }

  @Test
  void keepsSeveralRangesOfOneRule() {
    String more = "{\"start_key\":\"" + end + "\",\"end_key\":\"\"}";
    assertThat(post(rule("5m0s", start, end).replace("}]}", "}," + more + "]}")).ok()).isTrue();
    assertThat(listed().at("/data")).hasSize(2);
    assertThat(listed().at("/data/1/end_key").asText()).isEmpty();
  }

  @Test
  void dropsARuleThatAPatchDeletes() {
    post(rule("5m0s", start, end));
    String patch = "{\"sets\":null,\"deletes\":[\"" + id + "\"]}";
    assertThat(http.send("PATCH", RULES, patch).ok()).isTrue();
    assertThat(listed()).isNull();
    assertThat(http.send("PATCH", RULES, patch).ok()).as("deleting it again").isTrue();
  }

  @Test
  void setsARuleThroughAPatch() {
    String patch = "{\"sets\":[" + rule("5m0s", start, end) + "],\"deletes\":[]}";
    assertThat(http.send("PATCH", RULES, patch).ok()).isTrue();
    assertThat(listed()).isNotNull();
  }

  @Test
  void dropsARuleById() {
    post(rule("5m0s", start, end));
    assertThat(http.send("DELETE", RULE + "/" + id, null).ok()).isTrue();
    assertThat(listed()).isNull();
    assertThat(http.send("DELETE", RULE + "/" + id, null).status()).isEqualTo(404);
  }

  @Test
  void forgetsARuleWhenItsTtlIsOver() {
    assertThat(post(rule("1s", start, end)).ok()).isTrue();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> listed() == null);
    assertThat(http.get(RULE + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void keepsARuleWithoutTtl() {
    assertThat(post(rule("5m0s", start, end).replace(",\"ttl\":\"5m0s\"", "")).ok()).isTrue();
    assertThat(listed().at("/labels/0/ttl").asText("")).isEmpty();
  }

  @Test
  void takesUpperCaseHex() {
    String upperStart = start.toUpperCase(Locale.ROOT);
    assertThat(post(rule("5m0s", upperStart, end.toUpperCase(Locale.ROOT))).ok()).isTrue();
    assertThat(listed().at("/data/0/start_key").asText()).isEqualToIgnoringCase(start);
  }

  @Test
  void refusesAnEndThatIsNotAboveTheStart() {
    assertThat(post(rule("5m0s", end, start)).status()).isEqualTo(400);
    assertThat(post(rule("5m0s", start, start)).status()).isEqualTo(400);
    assertThat(listed()).isNull();
  }

  @Test
  void refusesATtlThatIsNoDuration() {
    assertThat(post(rule("5 minutes", start, end)).status()).isEqualTo(400);
    assertThat(post(rule("300", start, end)).status()).isEqualTo(400);
    assertThat(listed()).isNull();
  }

  @Test
  void refusesKeysThatAreNoHex() {
    assertThat(post(rule("5m0s", "xyz", end)).status()).isEqualTo(400);
    assertThat(post(rule("5m0s", "748", end)).status()).isEqualTo(400);
  }

  @Test
  void refusesARuleThatLacksAPart() {
    String whole = rule("5m0s", start, end);
    assertThat(post(whole.replace(id, "")).status()).isEqualTo(400);
    assertThat(post(whole.replace("key-range", "key-hash")).status()).isEqualTo(400);
    assertThat(post(whole.replace("\"deny\"", "\"\"")).status()).isEqualTo(400);
    assertThat(post(whole.replaceAll("\"data\":\\[.*]", "\"data\":{}")).status()).isEqualTo(400);
    assertThat(post(whole.replaceAll("\"data\":\\[.*]", "\"data\":[]")).status()).isEqualTo(400);
    assertThat(post("{").status()).isEqualTo(400);
    assertThat(listed()).isNull();
  }

  private WireHttp.Answer post(String rule) {
    return http.post(RULE, rule);
  }

  private String rule(String ttl, String startHex, String endHex) {
    return """
        {"id":"%s","index":0,"labels":[{"key":"schedule","value":"deny","ttl":"%s"}],\
        "rule_type":"key-range","data":[{"start_key":"%s","end_key":"%s"}]}"""
        .formatted(id, ttl, startHex, endHex);
  }

  /** The rule as the list of all rules has it, or null. */
  private JsonNode listed() {
    for (JsonNode rule : http.get(RULES).json()) {
      if (rule.at("/id").asText().equals(id)) {
        return rule;
      }
    }
    return null;
  }
}
