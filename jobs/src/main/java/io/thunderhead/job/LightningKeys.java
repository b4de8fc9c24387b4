package io.thunderhead.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of each key of a {@code tidb-lightning.toml}: it is an option of ours, it is read
 * with files and tables, it says nothing here, or it asks for what no load does and is refused. The
 * table is {@code lightning-keys.txt}.
 */
final class LightningKeys {
  private static final Map<String, Use> KEYS = table();

  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> idle = new ArrayList<>();

  /**
   * What is done with one key.
   *
   * @param option of ours, or null
   * @param only texts that are taken, null for all
   * @param why a key is idle or refused; null for keys that count
   */
  private record Use(String option, Set<String> only, String why) {
    static Use of(String text) {
      String[] words = text.split(" ", 2);
      return switch (words[0]) {
        case "option" -> new Use(words[1], null, null);
        case "here" -> new Use(null, null, null);
        case "idle" -> new Use(null, null, words[1]);
        case "only" -> {
          String[] parts = words[1].split(": ?", 2);
          yield new Use(null, Set.of(parts[0].strip().split("\\|", -1)), parts[1]);
        }
        default -> throw new IllegalArgumentException(text);
      };
    }
  }

  private LightningKeys() {}

  private static Map<String, Use> table() {
    Map<String, Use> keys = new TreeMap<>();
    try (InputStream in = LightningKeys.class.getResourceAsStream("lightning-keys.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\\s+", 2))
          .forEach(key -> keys.put(key[0], Use.of(key[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }

  /**
   * Takes the keys of a file.
   *
   * @throws LoadException INVALID_OPTION for a key that is not known, or that asks for what no load
   *     does
   */
  static LightningKeys of(JsonNode root) {
    LightningKeys keys = new LightningKeys();
    keys.take("", root);
    return keys;
  }

  /** Returns names and texts of our options. */
  Map<String, String> options() {
    return options;
  }

  /** Returns what the keys that say nothing here are, and why, one line each. */
  List<String> idle() {
    return idle;
  }

  private void take(String prefix, JsonNode table) {
    table
        .fields()
        .forEachRemaining(
            each -> {
              String key = prefix + each.getKey();
              Use use = KEYS.get(key);
              if (use != null) {
                use(key, use, each.getValue());
              } else if (each.getValue().isObject() && isSection(key)) {
                take(key + ".", each.getValue());
              } else {
                throw unknown(key);
              }
            });
  }

  private static boolean isSection(String key) {
    return KEYS.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  private void use(String key, Use use, JsonNode value) {
    // A list of texts is written the same in JSON, which options take.
    String text = value.isContainerNode() ? value.toString() : value.asText();
    if (use.option() != null) {
      options.put(use.option(), text);
    } else if (use.only() != null && !use.only().contains(text)) {
      throw refused(key, text, use.why());
    } else if (use.only() == null && use.why() != null) {
      idle.add("%s: %s".formatted(key, use.why()));
    }
  }

  /** Says that a key asks for what no load does. */
  static LoadException refused(String key, String text, String why) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "option config: %s = '%s' is not served: %s. Change or remove the key."
            .formatted(key, text, why));
  }

  private static LoadException unknown(String key) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "option config: key '%s' is not one of tidb-lightning.toml.%s"
            .formatted(key, NearestName.hint(key, KEYS.keySet())));
  }
}
