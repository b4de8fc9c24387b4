package io.thunderhead.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Phases on a timeline, and under it on the same axis how fast rows and bytes went. */
final class TimeSection {
  private static final int TICKS = 5;
  private static final int COLOURS = 8;
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 100;

  private final Markup page;
  private final String prefix;

  TimeSection(Markup page, String prefix) {
    this.page = page;
    this.prefix = prefix;
  }

  void write(JsonNode report) {
    JsonNode phases = report.path("phases");
    long millis = Math.max(1, report.path("durationMs").asLong());
    if (phases.isEmpty()) {
      return;
    }
    page.open("section", "class", "card", "aria-labelledby", prefix + "time");
    page.leaf("h2", "Where the time went", "id", prefix + "time");
    page.open("div", "class", "time");
    phases(phases, millis);
    curve(report, "rowsRead", "rows read", "rows", millis);
    curve(report, "bytesIngested", "bytes ingested", "bytes", millis);
    axis(millis);
    page.close().close().line();
  }

  private void phases(JsonNode phases, long millis) {
    Map<String, Integer> colours = new LinkedHashMap<>();
    for (JsonNode phase : phases) {
      String name = phase.path("name").asText();
      int colour = colours.computeIfAbsent(name, each -> colours.size() % COLOURS);
      long start = phase.path("startMs").asLong();
      long took = phase.path("endMs").asLong() - start;
      page.open("div", "class", "row").leaf("span", name, "class", "label");
      page.open("span", "class", "track");
      page.leaf(
          "span",
          "",
          "class",
          "bar p" + colour,
          "style",
          "left:%s;width:%s"
              .formatted(Figures.percent(start, millis), Figures.percent(took, millis)));
      page.close().leaf("span", Figures.duration(took), "class", "value").close().line();
    }
  }

  private void curve(JsonNode report, String key, String label, String style, long millis) {
    JsonNode samples = report.path("throughput").path(key);
    double bucket = report.path("throughput").path("bucketMs").asDouble(1);
    double peak = 0;
    for (JsonNode each : samples) {
      peak = Math.max(peak, each.asDouble());
    }
    if (peak <= 0) {
      return;
    }
    double perSecond = peak * 1000 / bucket;
    String most =
        style.equals("rows")
            ? Figures.shortCount(perSecond) + " rows/s"
            : Figures.bytes(perSecond) + "/s";
    page.open("div", "class", "row curve").leaf("span", label, "class", "label");
    page.open("span", "class", "track");
    page.open(
        "svg",
        "viewBox",
        "0 0 1000 100",
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        label + " over time, at most " + most);
    page.empty("path", "class", "area " + style, "d", area(samples, bucket, peak, millis));
    page.close().close();
    page.open("span", "class", "value").leaf("b", most).text(" at most").close().close().line();
  }

  /** Steps: what a bucket holds is known, not when within it. */
  private static String area(JsonNode samples, double bucket, double peak, long millis) {
    StringBuilder path = new StringBuilder("M0 100");
    double x = 0;
    for (int i = 0; i < samples.size(); i++) {
      double y = HEIGHT - (HEIGHT - 4) * samples.get(i).asDouble() / peak;
      double end = Math.min(WIDTH, WIDTH * (i + 1) * bucket / millis);
      path.append(" L").append(point(x, y)).append(" L").append(point(end, y));
      x = end;
    }
    return path.append(" L").append(point(x, HEIGHT)).append(" Z").toString();
  }

  private static String point(double x, double y) {
    return Figures.number(x) + " " + Figures.number(y);
  }

  private void axis(long millis) {
    page.open("div", "class", "row axis").leaf("span", "", "class", "label");
    page.open("span", "class", "track");
    for (int i = 0; i <= TICKS; i++) {
      page.leaf(
          "span",
          Figures.duration(millis * i / TICKS),
          "class",
          i == 0 ? "tick first" : i == TICKS ? "tick last" : "tick",
          "style",
          "left:" + Figures.percent(i, TICKS));
    }
    page.close().leaf("span", "", "class", "value").close();
  }
}
