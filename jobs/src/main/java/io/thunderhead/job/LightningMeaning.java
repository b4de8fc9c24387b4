package io.thunderhead.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keys of a {@code tidb-lightning.toml} that are options of ours in other words. */
final class LightningMeaning {
  private static final String DEFAULT_PORT = "4000";

  private final JsonNode root;
  private final Map<String, String> options = new LinkedHashMap<>();

  private LightningMeaning(JsonNode root) {
    this.root = root;
  }

  /**
   * Returns names and texts of our options.
   *
   * @throws io.thunderhead.error.LoadException INVALID_OPTION for a value that no load has
   */
  static Map<String, String> of(JsonNode root) {
    LightningMeaning meaning = new LightningMeaning(root);
    meaning.server();
    meaning.duplicates();
    meaning.errors();
    meaning.level("checksum");
    meaning.level("analyze");
    if (root.path("checkpoint").path("enable").asText().equals("false")) {
      meaning.options.put("job-dir", "none");
    }
    if (root.path("tikv-importer").path("incremental-import").asBoolean()) {
      meaning.options.put("mode", "append");
    }
    return meaning.options;
  }

  private void server() {
    JsonNode tidb = root.path("tidb");
    if (tidb.has("host")) {
      options.put(
          "tidb", tidb.path("host").asText() + ":" + tidb.path("port").asText(DEFAULT_PORT));
    }
    JsonNode variables = tidb.path("session-vars");
    for (String name : List.of("sql_mode", "time_zone")) {
      if (variables.has(name)) {
        options.put(name.replace('_', '-'), variables.path(name).asText());
      }
    }
  }

  /** The older keys give way to {@code conflict.strategy}; their words are those of Lightning. */
  private void duplicates() {
    JsonNode importer = root.path("tikv-importer");
    String resolution = importer.path("duplicate-resolution").asText("none");
    if (!resolution.equalsIgnoreCase("none")) {
      options.put("on-duplicate", "replace");
    }
    put("on-duplicate", importer.path("on-duplicate"));
    put("on-duplicate", root.path("conflict").path("strategy"));
  }

  private void put(String option, JsonNode value) {
    if (!value.asText("").isEmpty()) {
      options.put(option, value.asText().toLowerCase(Locale.ROOT));
    }
  }

  /** A number is that of values that are wrong; a table has one for each kind. */
  private void errors() {
    JsonNode most = root.path("lightning").path("max-error");
    if (most.isObject()) {
      put("max-error", most.path("type"));
      put("conflict-threshold", most.path("conflict"));
      for (String kind : List.of("syntax", "charset")) {
        if (most.path(kind).asLong() > 0) {
          throw LightningKeys.refused(
              "lightning.max-error." + kind,
              most.path(kind).asText(),
              "all bad rows are counted together, by lightning.max-error.type");
        }
      }
    } else {
      put("max-error", most);
    }
  }

  private void level(String step) {
    JsonNode level = root.path("post-restore").path(step);
    if (level.isBoolean()) {
      options.put(step, level.asBoolean() ? "required" : "off");
    } else {
      put(step, level);
    }
  }
}
