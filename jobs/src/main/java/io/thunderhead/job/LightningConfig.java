package io.thunderhead.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.FileRule;
import io.thunderhead.route.TableRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is taken of a {@code tidb-lightning.toml}: which files and tables there are, and how CSV is
 * written.
 *
 * @param filter rules of {@code [mydumper] filter}, empty for the default
 * @param rules {@code [[mydumper.files]]}
 * @param defaultRules whether the default file rules follow these
 * @param routes {@code [[routes]]}
 * @param sourceId {@code [mydumper] source-id}
 * @param caseSensitive {@code [mydumper] case-sensitive}
 * @param source options of files that {@code [mydumper]} and {@code [mydumper.csv]} give
 */
record LightningConfig(
    List<String> filter,
    List<FileRule> rules,
    boolean defaultRules,
    List<TableRoute> routes,
    String sourceId,
    boolean caseSensitive,
    Map<String, String> source) {
  static final LightningConfig EMPTY =
      new LightningConfig(List.of(), List.of(), true, List.of(), "", false, Map.of());

  private static final List<String> OF_MYDUMPER =
      List.of(
          "data-character-set", "data-invalid-char-replace", "strict-format", "max-region-size");
  private static final List<String> OF_CSV =
      List.of(
          "separator",
          "delimiter",
          "terminator",
          "header",
          "header-schema-match",
          "null",
          "not-null",
          "backslash-escape",
          "escaped-by",
          "trim-last-separator",
          "starting-by");

  /** Options in which the command line takes escapes, and the file's text stands for itself. */
  private static final Set<String> ESCAPED =
      Set.of("separator", "delimiter", "terminator", "starting-by");

  /**
   * Reads a file.
   *
   * @throws LoadException INVALID_OPTION when it cannot be read, or a rule or route is wrong
   */
  static LightningConfig read(Path file) {
    JsonNode root;
    try {
      root = new TomlMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option config: %s cannot be read (%s). Check the path and that it is TOML."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    JsonNode mydumper = root.path("mydumper");
    List<FileRule> rules = new ArrayList<>();
    mydumper.path("files").forEach(rule -> rules.add(rule(rule)));
    List<TableRoute> routes = new ArrayList<>();
    root.path("routes").forEach(route -> routes.add(route(route)));
    List<String> filter = new ArrayList<>();
    mydumper.path("filter").forEach(rule -> filter.add(rule.asText()));
    Map<String, String> source = new LinkedHashMap<>();
    put(source, mydumper, OF_MYDUMPER);
    put(source, mydumper.path("csv"), OF_CSV);
    return new LightningConfig(
        filter,
        rules,
        rules.isEmpty() || mydumper.path("default-file-rules").asBoolean(),
        routes,
        text(mydumper, "source-id"),
        mydumper.path("case-sensitive").asBoolean(),
        source);
  }

  private static void put(Map<String, String> source, JsonNode table, List<String> keys) {
    for (String key : keys) {
      JsonNode value = table.path(key);
      if (!value.isMissingNode()) {
        // A list of texts is written the same in JSON, which the option takes.
        String text = value.isArray() ? value.toString() : value.asText();
        source.put(key, ESCAPED.contains(key) ? text.replace("\\", "\\\\") : text);
      }
    }
  }

  private static FileRule rule(JsonNode rule) {
    return new FileRule(
        new FileRule.Text(
            text(rule, "pattern"),
            text(rule, "path"),
            text(rule, "schema"),
            text(rule, "table"),
            text(rule, "type"),
            text(rule, "key"),
            text(rule, "compression"),
            false));
  }

  private static TableRoute route(JsonNode route) {
    return new TableRoute(
        text(route, "schema-pattern"),
        text(route, "table-pattern"),
        text(route, "target-schema"),
        text(route, "target-table"),
        extract(route.path("extract-table"), "table-regexp"),
        extract(route.path("extract-schema"), "schema-regexp"),
        extract(route.path("extract-source"), "source-regexp"));
  }

  private static TableRoute.Extract extract(JsonNode extract, String regexp) {
    return extract.isMissingNode()
        ? null
        : new TableRoute.Extract(text(extract, regexp), text(extract, "target-column"));
  }

  private static String text(JsonNode table, String key) {
    return table.path(key).asText("");
  }
}
