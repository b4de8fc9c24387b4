package io.thunderhead.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.FileRule;
import io.thunderhead.route.TableRoute;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A {@code tidb-lightning.toml}, or a file of our own options: which files and tables there are,
 * and what a load is told. Keys outside any section are our options by their names.
 *
 * @param filter rules of {@code [mydumper] filter}, empty for the default
 * @param rules {@code [[mydumper.files]]}
 * @param defaultRules whether the default file rules follow these
 * @param routes {@code [[routes]]}
 * @param sourceId {@code [mydumper] source-id}
 * @param caseSensitive {@code [mydumper] case-sensitive}
 * @param folder {@code [mydumper] data-source-dir}, empty for none
 * @param noSchema {@code [mydumper] no-schema}
 * @param tables at once, 0 for the default
 * @param source options of files
 * @param options of loads
 * @param idle keys that say nothing here, with the reason, one line each
 */
record LightningConfig(
    List<String> filter,
    List<FileRule> rules,
    boolean defaultRules,
    List<TableRoute> routes,
    String sourceId,
    boolean caseSensitive,
    String folder,
    boolean noSchema,
    int tables,
    Map<String, String> source,
    Map<String, String> options,
    List<String> idle) {
  static final LightningConfig EMPTY =
      new LightningConfig(
          List.of(), List.of(), true, List.of(), "", false, "", false, 0, Map.of(), Map.of(),
          List.of());

  /** Options in which the command line takes escapes, and the file's text stands for itself. */
  private static final Set<String> ESCAPED =
      Set.of("separator", "delimiter", "terminator", "starting-by");

  /**
   * Reads a file.
   *
   * @param file a local path, or a URI of any Hadoop file system
   * @throws LoadException INVALID_OPTION when it cannot be read, a rule or route is wrong, or a key
   *     is not known or asks for what no load does
   */
  static LightningConfig read(String file) {
    JsonNode root = parse(file);
    Map<String, String> ours = takeOurs(root);
    LightningKeys keys = LightningKeys.of(root);
    Map<String, String> options = new LinkedHashMap<>(keys.options());
    LightningMeaning.of(root).forEach(options::put);
    ESCAPED.forEach(
        name -> options.computeIfPresent(name, (key, text) -> text.replace("\\", "\\\\")));
    options.putAll(ours);
    Map<String, String> source = SourceOptions.takeFrom(options);
    JsonNode mydumper = root.path("mydumper");
    List<FileRule> rules = new ArrayList<>();
    mydumper.path("files").forEach(rule -> rules.add(rule(rule)));
    List<TableRoute> routes = new ArrayList<>();
    root.path("routes").forEach(route -> routes.add(route(route)));
    List<String> filter = new ArrayList<>();
    mydumper.path("filter").forEach(rule -> filter.add(rule.asText()));
    return new LightningConfig(
        filter,
        rules,
        rules.isEmpty() || mydumper.path("default-file-rules").asBoolean(),
        routes,
        text(mydumper, "source-id"),
        mydumper.path("case-sensitive").asBoolean(),
        text(mydumper, "data-source-dir"),
        mydumper.path("no-schema").asBoolean(),
        root.path("lightning").path("table-concurrency").asInt(),
        source,
        options,
        keys.idle());
  }

  /**
   * Returns options of loads.
   *
   * @param embedded whether they go to a cluster of this process, so that addresses do not count
   */
  Map<String, String> options(boolean embedded) {
    Map<String, String> all = new LinkedHashMap<>(options);
    if (embedded) {
      all.keySet().removeAll(List.of("pd", "tidb", "ca", "cert", "key"));
    }
    return all;
  }

  private static JsonNode parse(String file) {
    Path path = new Path(FileLister.withKnownScheme(file, KeptJobs.hadoop()));
    try {
      FileSystem files =
          path.toUri().getScheme() == null
              ? FileSystem.getLocal(KeptJobs.hadoop())
              : path.getFileSystem(KeptJobs.hadoop());
      try (InputStream in = files.open(path)) {
        return new TomlMapper().readTree(in);
      }
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option config: %s cannot be read (%s). Check the path and that it is TOML."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** Takes our own options out, which stand outside of any section. */
  private static Map<String, String> takeOurs(JsonNode root) {
    Map<String, String> names =
        Stream.concat(LoadOptions.all().stream(), SourceOptions.all().stream())
            .flatMap(
                option ->
                    Stream.concat(Stream.of(option.key()), option.aliases().stream())
                        .map(name -> Map.entry(name, option.key())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<String, String> ours = new LinkedHashMap<>();
    List<String> taken = new ArrayList<>();
    root.fields()
        .forEachRemaining(
            each -> {
              String name = names.get(each.getKey().toLowerCase(Locale.ROOT));
              if (name != null && !each.getValue().isObject()) {
                taken.add(each.getKey());
                boolean list = each.getValue().isArray();
                ours.put(name, list ? each.getValue().toString() : each.getValue().asText());
              }
            });
    ((ObjectNode) root).remove(taken);
    return ours;
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
