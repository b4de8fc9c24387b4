package io.thunderhead.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that is told of one table's load. */
final class TableSection {
  private final Markup page;
  private final String prefix;

  /**
   * @param prefix of ids, which no other section has
   */
  TableSection(Markup page, String prefix) {
    this.page = page;
    this.prefix = prefix;
  }

  void write(JsonNode report) {
    new Headline(page).write(report);
    failure(report);
    steps(report);
    new TimeSection(page, prefix).write(report);
    new StoreSection(page, prefix).write(report);
    aside(report);
    details(report);
    pairs("Options", report.path("options"), "options that were given; all others had defaults");
  }

  private void failure(JsonNode report) {
    if (report.has("message")) {
      page.open("section", "class", "card failure");
      page.leaf("h2", report.path("error").asText("Failure"));
      page.leaf("p", report.path("message").asText(), "class", "message").close().line();
    }
  }

  private void steps(JsonNode report) {
    list("Next steps", "card steps", report.path("remaining"), "code");
    list("Warnings", "card warnings", report.path("warnings"), "span");
    list(
        "Where the cluster differs",
        "card failure",
        report.path("checksum").path("differences"),
        "span");
  }

  private void list(String title, String style, JsonNode lines, String element) {
    if (!lines.isEmpty()) {
      page.open("section", "class", style).leaf("h2", title).open("ul");
      lines.forEach(line -> page.open("li").leaf(element, line.asText()).close());
      page.close().close().line();
    }
  }

  private void aside(JsonNode report) {
    JsonNode bad = report.path("badRows");
    JsonNode conflicts = report.path("conflicts");
    if (bad.isMissingNode()
        && conflicts.isMissingNode()
        && report.path("rowsLeftOut").asLong() == 0
        && report.path("rowsReplaced").asLong() == 0) {
      return;
    }
    page.open("section", "class", "card").leaf("h2", "Rows that are not in the table");
    page.open("div", "class", "columns");
    if (!bad.isMissingNode()) {
      long most =
          Math.max(
              bad.path("syntax").asLong(),
              Math.max(bad.path("type").asLong(), bad.path("charset").asLong()));
      page.open("div").leaf("h3", "Bad rows");
      bar("cannot be cut into fields", bad.path("syntax").asLong(), most, "warn");
      bar("a value does not fit its column", bad.path("type").asLong(), most, "warn");
      bar("bytes of no character", bad.path("charset").asLong(), most, "warn");
      place(bad.path("place"));
      page.close();
    }
    if (!conflicts.isMissingNode()) {
      long rows = conflicts.path("rows").asLong();
      page.open("div").leaf("h3", "Rows that claim one key");
      bar("in conflict", rows, rows, "conflict");
      bar("of these left out", conflicts.path("left").asLong(), rows, "conflict");
      bar("rows of the table replaced", conflicts.path("deleted").asLong(), rows, "conflict");
      place(conflicts.path("place"));
      page.close();
    } else if (report.has("rowsReplaced")) {
      long left = report.path("rowsLeftOut").asLong();
      long replaced = report.path("rowsReplaced").asLong();
      page.open("div").leaf("h3", "Rows that claim one key");
      bar("left out, their keys are taken", left, Math.max(left, replaced), "conflict");
      bar("gave way", replaced, Math.max(left, replaced), "conflict");
      page.close();
    }
    page.close().close().line();
  }

  private void bar(String what, long count, long most, String style) {
    page.open("div", "class", "row").leaf("span", what, "class", "label");
    page.open("span", "class", "track");
    if (count > 0) {
      page.leaf(
          "span", "", "class", "bar " + style, "style", "width:" + Figures.percent(count, most));
    }
    page.close().leaf("span", Figures.count(count), "class", "value").close();
  }

  private void place(JsonNode folder) {
    if (folder.isTextual()) {
      page.open("p", "class", "place").text("in ").leaf("code", folder.asText()).close();
    }
  }

  private void details(JsonNode report) {
    List<String[]> rows = new ArrayList<>();
    fact(rows, report, "kvCount", "KVs");
    fact(rows, report, "sstCount", "SSTs");
    fact(rows, report, "retryCount", "Retries");
    if (report.has("encodedBytes")) {
      rows.add(new String[] {"Encoded", Figures.bytes(report.path("encodedBytes").asDouble())});
    }
    if (report.has("sentBytes")) {
      rows.add(
          new String[] {
            "Sent to each replica", Figures.bytes(report.path("sentBytes").asDouble())
          });
    }
    if (report.has("taskBytes")) {
      rows.add(
          new String[] {
            "One task held at most", Figures.bytes(report.path("taskBytes").asDouble())
          });
    }
    if (report.has("commitTs")) {
      rows.add(new String[] {"Timestamp of all rows", report.path("commitTs").asText()});
    }
    if (report.path("rowsWithSurplus").asLong() > 0) {
      fact(rows, report, "rowsWithSurplus", "Rows with fields dropped");
    }
    JsonNode sample = report.path("sample");
    if (!sample.isMissingNode()) {
      rows.add(
          new String[] {
            "Sample",
            "%s rows read, foretold %s rows, %s"
                .formatted(
                    Figures.count(sample.path("rowsSeen").asLong()),
                    Figures.count(sample.path("estimatedRows").asLong()),
                    Figures.bytes(sample.path("estimatedBytes").asDouble()))
          });
    }
    report.path("allocators").forEach(each -> rows.add(new String[] {"Ids", each.asText()}));
    if (report.path("statistics").isTextual()) {
      rows.add(new String[] {"Statistics", report.path("statistics").asText()});
    }
    if (report.path("versions").has("cluster")) {
      rows.add(new String[] {"Cluster", report.path("versions").path("cluster").asText()});
    }
    report
        .path("backendChoice")
        .path("reasons")
        .forEach(each -> rows.add(new String[] {"Why this backend", each.asText()}));
    if (!rows.isEmpty()) {
      page.open("section", "class", "card").leaf("h2", "Details").open("dl");
      rows.forEach(row -> page.open("div").leaf("dt", row[0]).leaf("dd", row[1]).close());
      page.close().close().line();
    }
  }

  private static void fact(List<String[]> rows, JsonNode report, String key, String name) {
    if (report.has(key)) {
      rows.add(new String[] {name, Figures.count(report.path(key).asLong())});
    }
  }

  private void pairs(String title, JsonNode of, String hint) {
    if (of.isEmpty()) {
      return;
    }
    page.open("section", "class", "card").open("h2").text(title + " ");
    page.leaf("small", hint).close().open("dl", "class", "options");
    for (Map.Entry<String, JsonNode> each : of.properties()) {
      page.open("div").leaf("dt", each.getKey()).open("dd");
      page.leaf("code", each.getValue().asText()).close().close();
    }
    page.close().close().line();
  }
}
