package io.thunderhead.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is told of the load of a whole dump: all of it, then each table. */
final class DumpSection {
  /** Tables that are told at length; those that failed come first. */
  private static final int TOLD_AT_LENGTH = 50;

  private final Markup page;

  DumpSection(Markup page) {
    this.page = page;
  }

  void write(JsonNode report) {
    headline(report);
    List<JsonNode> tables = new ArrayList<>();
    report.path("tables").forEach(tables::add);
    tables.sort(Comparator.comparing((JsonNode each) -> isGood(each)));
    timeline(tables, Math.max(1, Math.round(1e3 * report.path("seconds").asDouble())));
    others(report);
    for (int i = 0; i < Math.min(tables.size(), TOLD_AT_LENGTH); i++) {
      JsonNode table = tables.get(i);
      page.open("details", "id", "t" + i, "class", "table");
      page.open("summary").leaf("b", table.path("table").asText()).text(" ");
      outcome(table);
      page.close();
      new TableSection(page, "t" + i + "-").write(table);
      page.close().line();
    }
  }

  private static boolean isGood(JsonNode table) {
    return table.path("outcome").asText("done").equals("done");
  }

  private void outcome(JsonNode table) {
    String outcome = table.path("outcome").asText("done");
    page.leaf("span", outcome, "class", "outcome small " + Headline.outcomeStyle(outcome));
  }

  private void headline(JsonNode report) {
    int failed = report.path("failed").asInt();
    int tables = report.path("tables").size();
    long rows = report.path("rowsLoaded").asLong();
    double seconds = Math.max(1e-3, report.path("seconds").asDouble());
    page.open("header").open("div");
    page.leaf("p", "Thunderhead load of a whole export", "class", "brand");
    page.leaf("h1", "%,d tables".formatted(tables)).close();
    page.leaf(
            "p",
            failed == 0 ? "done" : failed + " failed",
            "class",
            "outcome " + (failed == 0 ? "good" : "bad"))
        .close();
    page.open("section", "class", "tiles");
    tile(Figures.count(rows), "rows loaded");
    tile(Figures.duration(Math.round(1e3 * seconds)), "from start to end");
    tile(Figures.shortCount(rows / seconds) + " rows/s", "all tables");
    tile(Figures.count(failed), "tables and views failed");
    page.close().line();
  }

  private void tile(String value, String label) {
    page.open("div", "class", "tile").leaf("b", value).leaf("span", label).close();
  }

  private void timeline(List<JsonNode> tables, long millis) {
    long first =
        tables.stream()
            .mapToLong(DumpSection::startMillis)
            .filter(each -> each > 0)
            .min()
            .orElse(0);
    page.open("section", "class", "card").leaf("h2", "Tables").open("div", "class", "time");
    for (int i = 0; i < tables.size(); i++) {
      JsonNode table = tables.get(i);
      long start = Math.max(0, startMillis(table) - first);
      long took = table.path("durationMs").asLong();
      page.open("div", "class", "row").open("span", "class", "label");
      if (i < TOLD_AT_LENGTH) {
        page.leaf("a", table.path("table").asText(), "href", "#t" + i);
      } else {
        page.text(table.path("table").asText());
      }
      page.close().open("span", "class", "track");
      page.leaf(
          "span",
          "",
          "class",
          "bar " + (isGood(table) ? "p0" : "failed"),
          "style",
          "left:%s;width:%s"
              .formatted(Figures.percent(start, millis), Figures.percent(took, millis)));
      page.close().open("span", "class", "value");
      if (isGood(table)) {
        page.text(Figures.shortCount(table.path("rowsLoaded").asDouble()) + " rows");
      } else {
        outcome(table);
      }
      page.close().close().line();
    }
    page.close().close().line();
  }

  private static long startMillis(JsonNode table) {
    try {
      return Instant.parse(table.path("startedAt").asText()).toEpochMilli();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  private void others(JsonNode report) {
    boolean any =
        report.has("metadata")
            || !report.path("views").isEmpty()
            || !report.path("ignored").isEmpty();
    if (!any) {
      return;
    }
    page.open("section", "class", "card").leaf("h2", "Besides").open("dl");
    JsonNode place = report.path("metadata");
    if (!place.isMissingNode()) {
      fact(
          "Dump taken at",
          "%s, %s, %s"
              .formatted(
                  place.path("binlogFile").asText(),
                  place.path("position").asText(),
                  place.path("gtid").asText()));
    }
    report
        .path("views")
        .forEach(
            view ->
                fact(
                    "View " + view.path("view").asText(),
                    view.path("error").asText("") + " " + view.path("message").asText()));
    if (!report.path("ignored").isEmpty()) {
      fact(
          "Left out",
          "%,d files of no table, such as %s"
              .formatted(report.path("ignored").size(), report.path("ignored").get(0).asText()));
    }
    page.close().close().line();
  }

  private void fact(String name, String value) {
    page.open("div").leaf("dt", name).leaf("dd", value).close();
  }
}
