package io.thunderhead.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;

/** One page of a listing (JSON API, {@code objects.list}): 1000 objects and prefixes at most. */
final class GcsListing {
  private static final int MOST = 1000;

  private final ObjectMapper json;
  private final Map<String, String> query;
  private final ObjectNode page;
  private final ArrayNode items;
  private final ArrayNode prefixes;
  private String lastPrefix;

  GcsListing(ObjectMapper json, Map<String, String> query) {
    this.json = json;
    this.query = query;
    this.page = json.createObjectNode().put("kind", "storage#objects");
    this.items = json.createArrayNode();
    this.prefixes = json.createArrayNode();
  }

  /**
   * Lists a bucket from the page token on.
   *
   * @param objects by name
   */
  ObjectNode of(SortedMap<String, GcsObject> objects) {
    String prefix = query.getOrDefault("prefix", "");
    int limit = Math.min(MOST, Integer.parseInt(query.getOrDefault("maxResults", "1000")));
    for (GcsObject object : objects.tailMap(from(prefix)).values()) {
      if (!object.name().startsWith(prefix)) {
        break;
      }
      if (rolledUp(object, prefix)) {
        continue;
      }
      if (items.size() + prefixes.size() == limit) {
        page.put("nextPageToken", token(object.name()));
        break;
      }
      add(object, prefix);
    }
    if (!items.isEmpty()) {
      page.set("items", items);
    }
    if (!prefixes.isEmpty()) {
      page.set("prefixes", prefixes);
    }
    return page;
  }

  private String from(String prefix) {
    String token = query.get("pageToken");
    String start = query.getOrDefault("startOffset", "");
    String first = prefix.compareTo(start) >= 0 ? prefix : start;
    return token == null
        ? first
        : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }

  private static String token(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether the object lies under a prefix that the page has. */
  private boolean rolledUp(GcsObject object, String prefix) {
    return lastPrefix != null && lastPrefix.equals(prefixOf(object, prefix));
  }

  private void add(GcsObject object, String prefix) {
    String folder = prefixOf(object, prefix);
    if (folder == null) {
      items.add(object.toJson(json));
      return;
    }
    lastPrefix = folder;
    prefixes.add(folder);
    if (object.name().equals(folder) && query.containsKey("includeTrailingDelimiter")) {
      items.add(object.toJson(json));
    }
  }

  private String prefixOf(GcsObject object, String prefix) {
    String delimiter = query.getOrDefault("delimiter", "");
    int at = delimiter.isEmpty() ? -1 : object.name().indexOf(delimiter, prefix.length());
    return at < 0 ? null : object.name().substring(0, at + delimiter.length());
  }
}
