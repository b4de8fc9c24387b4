package io.thunderhead.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A history of runs, as {@code NAME.json} with every figure and {@code NAME.md} to be read: the
 * last run whole, and of all runs the named rows.
 */
final class Results {
  private static final int KEPT = 8;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path json;
  private final Path markdown;
  private final String title;
  private final List<String> inHistory;

  /** Makes the files of {@code name} in a folder. */
  Results(Path folder, String name, String title, List<String> inHistory) {
    this.json = folder.resolve(name + ".json");
    this.markdown = folder.resolve(name + ".md");
    this.title = title;
    this.inHistory = inHistory;
  }

  /** Adds a run; one of the same label is replaced. */
  void add(Run run) throws IOException {
    List<Run> runs = read();
    runs.removeIf(old -> old.label().equals(run.label()));
    runs.add(run);
    while (runs.size() > KEPT) {
      runs.remove(0);
    }
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, JSON.writeValueAsString(runs) + "\n");
    Files.writeString(markdown, markdown(runs));
  }

  /** Returns the file to be read. */
  Path markdown() {
    return markdown;
  }

  private List<Run> read() throws IOException {
    return Files.exists(json)
        ? JSON.readValue(json.toFile(), new TypeReference<ArrayList<Run>>() {})
        : new ArrayList<>();
  }

  private String markdown(List<Run> runs) {
    Run last = runs.get(runs.size() - 1);
    StringBuilder out = new StringBuilder("# " + title + "\n\n");
    out.append("Run: ").append(last.label()).append(". ").append(last.machine()).append(".\n");
    last.calibrations()
        .forEach((name, speed) -> out.append("%s: %s MB/s. ".formatted(name, shown(speed))));
    out.append("\n\n");
    Set<String> columns = columns(last.figures().values());
    line(out, "", columns);
    rule(out, columns.size());
    last.figures().forEach((name, values) -> line(out, name, values(values, columns)));
    history(out, runs);
    return out.toString();
  }

  private void history(StringBuilder out, List<Run> runs) {
    for (String name : inHistory) {
      List<Run> having = runs.stream().filter(run -> run.figures().containsKey(name)).toList();
      Set<String> columns = columns(having.stream().map(run -> run.figures().get(name)).toList());
      out.append("\n## ").append(name).append(", run after run\n\n");
      line(out, "run", columns);
      rule(out, columns.size());
      having.forEach(run -> line(out, run.label(), values(run.figures().get(name), columns)));
    }
  }

  private static Set<String> columns(Collection<Map<String, Double>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    return columns;
  }

  private static List<String> values(Map<String, Double> values, Set<String> columns) {
    return columns.stream()
        .map(column -> values.containsKey(column) ? shown(values.get(column)) : "")
        .toList();
  }

  private static void line(StringBuilder out, String first, Collection<String> cells) {
    out.append("| ").append(first);
    cells.forEach(cell -> out.append(" | ").append(cell));
    out.append(" |\n");
  }

  private static void rule(StringBuilder out, int columns) {
    out.append("|---").append("|--:".repeat(columns)).append("|\n");
  }

  private static String shown(double value) {
    String pattern = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 1 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, pattern, value).replace(',', ' ');
  }
}
