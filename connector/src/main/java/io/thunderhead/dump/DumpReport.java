package io.thunderhead.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.load.BackendChoice;
import io.thunderhead.load.TableReport;
import io.thunderhead.option.TableName;
import io.thunderhead.route.DumpMetadata;
import io.thunderhead.watch.Seen;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the load of a whole dump did.
 *
 * @param tables in order of their names
 * @param views that were made, or could not be
 * @param metadata the dump's place in the binlog, null when it does not tell
 * @param ignored files that belong to nothing
 * @param choice how all tables' rows went in, where that was left open; else null
 * @param seconds from listing to end
 */
public record DumpReport(
    List<Outcome> tables,
    List<Outcome> views,
    DumpMetadata metadata,
    List<String> ignored,
    BackendChoice choice,
    double seconds) {

  /**
   * What became of a table or view.
   *
   * @param report null when it failed, and for views
   * @param code null when it went well
   * @param message why it failed, or what was done about a view
   * @param seen what was seen of a load that failed; null for others
   */
  public record Outcome(
      TableName name, TableReport report, ErrorCode code, String message, Seen seen) {
    static Outcome ofView(TableName name, String done) {
      return new Outcome(name, null, null, done, null);
    }

    /** Tells whether all went well. */
    public boolean isGood() {
      return code == null;
    }
  }

  /** Returns all that failed. */
  public List<Outcome> failures() {
    return Stream.concat(tables.stream(), views.stream())
        .filter(outcome -> !outcome.isGood())
        .toList();
  }

  /** Returns a report of each table, then a summary, as lines for a person. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (Outcome table : tables) {
      text.append(
          table.isGood()
              ? table.report().toText()
              : "%-23s %s%n%-23s %s [%s]%n%-23s %s%n"
                  .formatted(
                      "table",
                      table.name(),
                      "FAILED",
                      table.message(),
                      table.code(),
                      "outcome",
                      table.code().outcome().name().toLowerCase(Locale.ROOT)));
      text.append(System.lineSeparator());
    }
    for (Outcome view : views) {
      line(text, "view", view.name() + (view.isGood() ? " " : " FAILED: ") + view.message());
    }
    if (!ignored.isEmpty()) {
      line(
          text,
          "left out",
          "%,d files of no table, such as %s".formatted(ignored.size(), ignored.get(0)));
    }
    if (metadata != null) {
      line(text, "dump taken at", metadata.toText());
    }
    line(
        text,
        "all tables",
        "%,d loaded, %,d failed, %,d rows in %.1f s"
            .formatted(
                tables.stream().filter(Outcome::isGood).count(),
                tables.stream().filter(each -> !each.isGood()).count(),
                rowsLoaded(),
                seconds));
    return text.toString();
  }

  private long rowsLoaded() {
    return tables.stream()
        .filter(Outcome::isGood)
        .mapToLong(each -> each.report().rowsLoaded())
        .sum();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-23s %s%n", name, value));
  }

  /** Returns the report as one JSON object, with that of each table. */
  public String toJson() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("rowsLoaded", rowsLoaded()).put("failed", failures().size()).put("seconds", seconds);
    if (metadata != null) {
      ObjectNode place = json.putObject("metadata").put("binlogFile", metadata.binlogFile());
      place.put("position", metadata.position()).put("gtid", metadata.gtid());
    }
    ArrayNode all = json.putArray("tables");
    try {
      for (Outcome table : tables) {
        if (table.isGood()) {
          all.add(mapper.readTree(table.report().toJson()));
        } else {
          put(all.addObject().put("table", table.name().toString()), table);
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    ArrayNode made = json.putArray("views");
    views.forEach(view -> put(made.addObject().put("view", view.name().toString()), view));
    ignored.forEach(json.putArray("ignored")::add);
    String text = json.toPrettyString();
    return choice == null ? text : choice.putInto(text);
  }

  private static void put(ObjectNode node, Outcome outcome) {
    if (!outcome.isGood()) {
      node.put("outcome", outcome.code().outcome().name().toLowerCase(Locale.ROOT));
      node.put("error", outcome.code().name());
    }
    node.put("message", outcome.message());
    if (outcome.seen() != null) {
      outcome.seen().putInto(node);
    }
  }
}
