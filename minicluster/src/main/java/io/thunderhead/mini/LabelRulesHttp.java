package io.thunderhead.mini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HTTP of PD's label rules (import-protocol 2.6). */
final class LabelRulesHttp {
  private static final String BASE = "/pd/api/v1/config/region-label/";

  private final LabelRules rules;

  LabelRulesHttp(LabelRules rules) {
    this.rules = rules;
  }

  void addTo(HttpRoutes routes) {
    routes
        .on("POST", BASE + "rule", (request, parts) -> set(request))
        .on("GET", BASE + "rules", (request, parts) -> Json.ok(list(rules.all())))
        .on("PATCH", BASE + "rules", (request, parts) -> patch(request))
        .on("GET", BASE + "rules/ids", (request, parts) -> byIds(request))
        .on("GET", BASE + "rule/{id}", (request, parts) -> get(parts.get(0)))
        .on("DELETE", BASE + "rule/{id}", (request, parts) -> delete(parts.get(0)));
  }

  private static ArrayNode list(List<LabelRule> found) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    found.forEach(rule -> list.add(rule.toJson()));
    return list;
  }

  private HttpRoutes.Answer set(HttpRoutes.Request request) {
    try {
      rules.set(LabelRule.parse(Json.read(request.text()), rules.clock().instant()));
      return Json.answer(200, "Update region label rule successfully.");
    } catch (JsonProcessingException e) {
      return PdHttp.badJson(e);
    } catch (LabelRule.RefusedException e) {
      return Json.answer(400, e.getMessage());
    }
  }

  /** Sets win over deletions of the same id, and of sets with one id the last wins. */
  private HttpRoutes.Answer patch(HttpRoutes.Request request) {
    try {
      JsonNode patch = Json.read(request.text());
      Map<String, LabelRule> sets = new LinkedHashMap<>();
      for (JsonNode rule : patch.path("sets")) {
        LabelRule parsed = LabelRule.parse(rule, rules.clock().instant());
        sets.put(parsed.id(), parsed);
      }
      for (JsonNode id : patch.path("deletes")) {
        rules.delete(id.asText());
      }
      sets.values().forEach(rules::set);
      return Json.answer(200, "Update region label rules successfully.");
    } catch (JsonProcessingException e) {
      return PdHttp.badJson(e);
    } catch (LabelRule.RefusedException e) {
      return Json.answer(400, e.getMessage());
    }
  }

  private HttpRoutes.Answer byIds(HttpRoutes.Request request) {
    try {
      List<String> ids = new ArrayList<>();
      Json.read(request.text()).forEach(id -> ids.add(id.asText()));
      return Json.ok(list(rules.of(ids)));
    } catch (JsonProcessingException e) {
      return PdHttp.badJson(e);
    }
  }

  private HttpRoutes.Answer get(String id) {
    LabelRule rule = rules.get(id);
    return rule == null ? Json.answer(404, NullNode.instance) : Json.ok(rule.toJson());
  }

  private HttpRoutes.Answer delete(String id) {
    return rules.delete(id)
        ? HttpRoutes.Answer.text(200, "Delete rule successfully.")
        : Json.answer(
            404, "[PD:region:ErrRegionRuleNotFound]region label rule not found for id " + id);
  }
}
