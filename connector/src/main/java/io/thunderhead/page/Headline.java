package io.thunderhead.page;

import com.fasterxml.jackson.databind.JsonNode;

/** What one wants to know first: did it go well, how many rows, how long, how fast, is it whole. */
final class Headline {
  private final Markup page;

  Headline(Markup page) {
    this.page = page;
  }

  void write(JsonNode report) {
    String outcome = report.path("outcome").asText();
    page.open("header").open("div");
    String how = report.path("backend").asText().equals("tidb") ? "by SQL" : "by SST ingestion";
    page.leaf("p", "Thunderhead load, " + how, "class", "brand");
    page.leaf("h1", report.path("table").asText());
    page.leaf("p", "began " + began(report), "class", "began").close();
    page.leaf("p", outcome, "class", "outcome " + outcomeStyle(outcome)).close().line();
    tiles(report);
    balance(report);
  }

  static String began(JsonNode report) {
    return report.path("startedAt").asText("").replace('T', ' ').replaceAll("\\.\\d+", "");
  }

  static String outcomeStyle(String outcome) {
    return switch (outcome) {
      case "done" -> "good";
      case "failed" -> "bad";
      default -> "open";
    };
  }

  private void tiles(JsonNode report) {
    long millis = report.path("durationMs").asLong();
    boolean done = report.has("rowsRead");
    long rows = done ? report.path("rowsLoaded").asLong() : seen(report, "rowsRead");
    double bytes =
        done && report.has("encodedBytes")
            ? report.path("encodedBytes").asDouble()
            : seen(report, "bytesIngested");
    double seconds = Math.max(millis, 1) / 1e3;
    page.open("section", "class", "tiles");
    tile(Figures.count(rows), done ? "rows loaded" : "rows were read", "");
    tile(Figures.duration(millis), "from start to end", "");
    tile(
        Figures.shortCount(rows / seconds) + " rows/s",
        bytes > 0 ? Figures.bytes(bytes / seconds) + "/s of KVs, all phases" : "all phases",
        "");
    checksum(report);
    page.close().line();
  }

  private static long seen(JsonNode report, String what) {
    long sum = 0;
    for (JsonNode each : report.path("throughput").path(what)) {
      sum += each.asLong();
    }
    return sum;
  }

  private void checksum(JsonNode report) {
    JsonNode sums = report.path("checksum");
    if (sums.isMissingNode()) {
      if (report.path("backend").asText().equals("tidb")) {
        tile("through SQL", "rows counted by the ledger", "good");
      } else {
        tile("not compared", "the load ended before", "open");
      }
    } else if (!sums.has("equal")) {
      tile("not compared", sums.path("local").path("checksum").asText() + " sent", "open");
    } else {
      boolean equal = sums.path("equal").asBoolean();
      String sum = sums.path("local").path("checksum").asText();
      tile(
          equal ? "checksum equal" : "CHECKSUM DIFFERS",
          equal
              ? sum + " sent = stored"
              : sum + " sent, " + sums.path("remote").path("checksum").asText() + " stored",
          equal ? "good" : "bad");
    }
  }

  private void tile(String value, String label, String style) {
    page.open("div", "class", ("tile " + style).strip());
    page.leaf("b", value).leaf("span", label).close();
  }

  /** Rows in are rows loaded, set aside, and left out. */
  private void balance(JsonNode report) {
    if (!report.has("rowsRead")) {
      return;
    }
    long read = report.path("rowsRead").asLong();
    long loaded = report.path("rowsLoaded").asLong();
    long aside = report.path("rowsSetAside").asLong();
    long left =
        report.path("conflicts").path("left").asLong() + report.path("rowsLeftOut").asLong();
    page.open("section", "class", "balance");
    page.open("p").leaf("b", Figures.count(read)).text(" rows read = ");
    page.leaf("b", Figures.count(loaded), "class", "loaded").text(" loaded + ");
    page.leaf("b", Figures.count(aside), "class", "aside").text(" set aside + ");
    page.leaf("b", Figures.count(left), "class", "left").text(" left out for conflicts").close();
    page.open("div", "class", "stack");
    part("loaded", loaded, read);
    part("aside", aside, read);
    part("left", left, read);
    page.close().close().line();
  }

  private void part(String style, long rows, long all) {
    if (rows > 0) {
      page.leaf("span", "", "class", style, "style", "width:" + Figures.percent(rows, all));
    }
  }
}
