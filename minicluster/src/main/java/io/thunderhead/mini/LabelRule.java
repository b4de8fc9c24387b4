package io.thunderhead.mini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A rule that labels regions inside key ranges (import-protocol 2.6).
 *
 * @param labels those that have not expired when the rule was set
 * @param ranges hex of encoded keys, as the client wrote it; an empty end is infinity
 */
record LabelRule(String id, long index, List<Label> labels, List<Range> ranges) {
  private static final String TYPE = "key-range";
  private static final DateTimeFormatter UNIX_DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss zzz yyyy", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** One label; without a TTL it has no start and never expires. */
  record Label(String key, String value, String ttl, String startAt, Instant expiresAt) {
    boolean expired(Instant now) {
      return expiresAt != null && expiresAt.isBefore(now);
    }
  }

  /** One range of encoded keys and how the client spelt it. */
  record Range(String startHex, String endHex, byte[] start, byte[] end) {}

  /** A rule that PD does not take; the message is PD's. */
  static final class RefusedException extends Exception {
    RefusedException(String message) {
      super(message);
    }

    static RefusedException content(String what) {
      return new RefusedException(
          "[PD:region:ErrRegionRuleContent]invalid region rule content, " + what);
    }
  }

  /** Reads a rule with PD's checks in PD's order. */
  static LabelRule parse(JsonNode json, Instant now) throws RefusedException {
    String id = json.path("id").asText("");
    if (id.isEmpty()) {
      throw RefusedException.content("empty rule id");
    }
    if (json.path("labels").isEmpty()) {
      throw RefusedException.content("no region labels");
    }
    List<Label> labels = new ArrayList<>();
    for (JsonNode label : json.path("labels")) {
      labels.add(label(label, now));
    }
    labels.removeIf(label -> label.expired(now));
    if (labels.isEmpty()) {
      throw RefusedException.content("region label with expired ttl");
    }
    String type = json.path("rule_type").asText("");
    if (!type.equals(TYPE)) {
      throw RefusedException.content("invalid rule type: " + type);
    }
    return new LabelRule(id, json.path("index").asLong(0), labels, ranges(json.path("data")));
  }

  private static Label label(JsonNode json, Instant now) throws RefusedException {
    String key = json.path("key").asText("");
    String value = json.path("value").asText("");
    if (key.isEmpty()) {
      throw RefusedException.content("empty region label key");
    }
    if (value.isEmpty()) {
      throw RefusedException.content("empty region label value");
    }
    String ttl = json.path("ttl").asText("");
    String startAt = json.path("start_at").asText("");
    if (ttl.isEmpty()) {
      return new Label(key, value, "", startAt, null);
    }
    try {
      java.time.Duration lives = GoDuration.parse(ttl);
      Instant start = startAt.isEmpty() ? now : ZonedDateTime.parse(startAt, UNIX_DATE).toInstant();
      String shown = startAt.isEmpty() ? UNIX_DATE.format(now).replace(" Z ", " UTC ") : startAt;
      return new Label(key, value, ttl, shown, start.plus(lives));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw RefusedException.content("region label with invalid ttl info " + e.getMessage());
    }
  }

  private static List<Range> ranges(JsonNode data) throws RefusedException {
    if (!data.isArray()) {
      throw RefusedException.content("invalid rule type: " + goType(data));
    }
    if (data.isEmpty()) {
      throw RefusedException.content("no key ranges");
    }
    List<Range> ranges = new ArrayList<>();
    for (JsonNode range : data) {
      if (!range.isObject()) {
        throw RefusedException.content("invalid rule type: *reflect.rtype");
      }
      if (!range.path("start_key").isTextual()) {
        throw RefusedException.content("invalid startKey type: *reflect.rtype");
      }
      if (!range.path("end_key").isTextual()) {
        throw RefusedException.content("invalid endKey type: *reflect.rtype");
      }
      String startHex = range.path("start_key").asText();
      String endHex = range.path("end_key").asText();
      byte[] start = decode(startHex);
      byte[] end = decode(endHex);
      if (end.length > 0 && Keys.compare(end, start) <= 0) {
        throw RefusedException.content("endKey should be greater than startKey");
      }
      ranges.add(new Range(startHex, endHex, start, end));
    }
    return List.copyOf(ranges);
  }

  private static byte[] decode(String hex) throws RefusedException {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("[PD:hex:ErrHexDecodingString]decode string " + hex + " error");
    }
  }

  private static String goType(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> "float64";
      case BOOLEAN -> "bool";
      case OBJECT -> "map[string]interface {}";
      default -> "<nil>";
    };
  }

  /** Returns the rule with the labels that live, or null when none does. */
  LabelRule live(Instant now) {
    List<Label> left = labels.stream().filter(label -> !label.expired(now)).toList();
    return left.isEmpty() ? null : new LabelRule(id, index, left, ranges);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("index", index);
    ArrayNode labelList = json.putArray("labels");
    for (Label label : labels) {
      ObjectNode shown = labelList.addObject().put("key", label.key()).put("value", label.value());
      if (!label.ttl().isEmpty()) {
        shown.put("ttl", label.ttl());
      }
      if (!label.startAt().isEmpty()) {
        shown.put("start_at", label.startAt());
      }
    }
    json.put("rule_type", TYPE);
    ArrayNode data = json.putArray("data");
    for (Range range : ranges) {
      data.addObject().put("start_key", range.startHex()).put("end_key", range.endHex());
    }
    return json;
  }
}
