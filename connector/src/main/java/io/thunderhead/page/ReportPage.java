package io.thunderhead.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A report as one page that needs nothing but itself: no script, no other file, no network. It is
 * well-formed as XML, too.
 */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Makes the page.
   *
   * @param json report of a table's load, done or failed, or of that of a whole dump
   */
  public static String of(String json) {
    JsonNode report;
    try {
      report = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    boolean whole = report.has("tables");
    Markup page = new Markup();
    page.open("html", "lang", "en").line();
    head(page, whole ? "Load of " + report.path("tables").size() + " tables" : title(report));
    page.open("body").open("main").line();
    if (whole) {
      new DumpSection(page).write(report);
    } else {
      new TableSection(page, "t0-").write(report);
    }
    foot(page, report);
    page.close().close().line().close();
    return "<!DOCTYPE html>\n" + page.done() + "\n";
  }

  private static String title(JsonNode report) {
    return report.path("table").asText() + ": " + report.path("outcome").asText();
  }

  private static void head(Markup page, String title) {
    page.open("head").empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.leaf("title", title).leaf("style", style()).close().line();
  }

  private static void foot(Markup page, JsonNode report) {
    JsonNode versions = report.path("versions");
    page.open("footer").text("Thunderhead");
    for (String each : List.of("thunderhead", "spark", "scala", "java")) {
      if (versions.has(each)) {
        String name = each.equals("thunderhead") ? " " : " · " + each + " ";
        page.text(name + versions.path(each).asText());
      }
    }
    page.close().line();
  }

  /** The sheet has no character that markup would have to hide. */
  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
