package io.thunderhead.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stores and regions took. */
final class StoreSection {
  private static final int COLOURS = 8;

  private final Markup page;
  private final String prefix;

  StoreSection(Markup page, String prefix) {
    this.page = page;
    this.prefix = prefix;
  }

  void write(JsonNode report) {
    if (!report.path("stores").isEmpty()) {
      stores(report.path("stores"));
    }
    if (report.path("regions").path("count").asInt() > 0) {
      regions(report.path("regions"));
    }
  }

  private void stores(JsonNode stores) {
    long most = 1;
    for (JsonNode store : stores) {
      most = Math.max(most, store.path("bytes").asLong());
    }
    page.open("section", "class", "card").leaf("h2", "Stores").open("table");
    page.open("tr").leaf("th", "store").leaf("th", "bytes sent to it", "class", "wide");
    page.leaf("th", "rows", "class", "number").leaf("th", "KVs", "class", "number");
    page.leaf("th", "regions", "class", "number").leaf("th", "mended failures").close();
    for (JsonNode store : stores) {
      store(store, most);
    }
    page.close().close().line();
  }

  private void store(JsonNode store, long most) {
    long id = store.path("id").asLong();
    page.open("tr").open("td").leaf("b", id == 0 ? "not known which" : String.valueOf(id));
    page.text(" ").leaf("code", store.path("address").asText()).close();
    page.open("td", "class", "wide").open("span", "class", "track");
    page.leaf(
        "span",
        "",
        "class",
        "bar bytes",
        "style",
        "width:" + Figures.percent(store.path("bytes").asLong(), most));
    page.close().text(" " + Figures.bytes(store.path("bytes").asDouble())).close();
    for (String each : List.of("rows", "kvs", "regions")) {
      page.leaf("td", Figures.count(store.path(each).asLong()), "class", "number");
    }
    page.open("td");
    if (store.path("retries").isEmpty()) {
      page.leaf("span", "none", "class", "faint");
    }
    for (Map.Entry<String, JsonNode> retry : store.path("retries").properties()) {
      page.leaf("span", retry.getValue().asText() + " × " + retry.getKey(), "class", "chip");
    }
    page.close().close().line();
  }

  private void regions(JsonNode regions) {
    page.open("section", "class", "card", "aria-labelledby", prefix + "regions");
    page.open("h2", "id", prefix + "regions").text("Regions ");
    page.leaf(
            "small",
            "%s took data: %s at least, %s in the middle, %s at most; in the order of keys"
                .formatted(
                    Figures.count(regions.path("count").asLong()),
                    Figures.bytes(regions.path("leastBytes").asDouble()),
                    Figures.bytes(regions.path("medianBytes").asDouble()),
                    Figures.bytes(regions.path("mostBytes").asDouble())))
        .close();
    List<String> kinds = new ArrayList<>();
    double most = 1;
    for (JsonNode bar : regions.path("bars")) {
      most = Math.max(most, bar.path("bytes").asDouble());
      if (!kinds.contains(bar.path("of").asText())) {
        kinds.add(bar.path("of").asText());
      }
    }
    page.open("div", "class", "strip");
    for (JsonNode bar : regions.path("bars")) {
      bar(bar, kinds, most);
    }
    page.close();
    legend(kinds, regions);
    page.close().line();
  }

  private void bar(JsonNode bar, List<String> kinds, double most) {
    long retries = bar.path("retries").asLong();
    String what =
        "%s%s: %s, %s KVs, %s retries"
            .formatted(
                bar.path("of").asText(),
                bar.path("regions").asInt() > 1
                    ? ", %s regions".formatted(Figures.count(bar.path("regions").asLong()))
                    : "",
                Figures.bytes(bar.path("bytes").asDouble()),
                Figures.count(bar.path("kvs").asLong()),
                Figures.count(retries));
    int colour = kinds.indexOf(bar.path("of").asText()) % COLOURS;
    page.leaf(
        "span",
        "",
        "class",
        "p" + colour + (retries > 0 ? " retried" : ""),
        "style",
        "height:" + Figures.percent(bar.path("bytes").asDouble(), most),
        "title",
        what);
  }

  private void legend(List<String> kinds, JsonNode regions) {
    page.open("p", "class", "legend");
    for (int i = 0; i < kinds.size(); i++) {
      page.open("span").leaf("i", "", "class", "p" + i % COLOURS).text(kinds.get(i)).close();
    }
    boolean retried = false;
    for (JsonNode bar : regions.path("bars")) {
      retried |= bar.path("retries").asLong() > 0;
    }
    if (retried) {
      page.open("span").leaf("i", "", "class", "retried").text("with retries").close();
    }
    page.close();
  }
}
