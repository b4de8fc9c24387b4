package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What each Spark type becomes in a column of each TiDB type, and the README's table of it; {@code
 * -Dupdate=true} writes both anew.
 */
class TypeMatrixTest {
  private static final Path CELLS = Path.of("src/test/resources/matrix/cells.txt");
  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- types: begin -->\n";
  private static final String END = "<!-- types: end -->";

  private static final int LONGEST = 30;

  private final List<String> headings = new ArrayList<>();
  private final List<Map<String, String>> blocks = new ArrayList<>();

  TypeMatrixTest() throws IOException {
    Files.readAllLines(CELLS).stream()
        .filter(line -> !line.startsWith(" ") && line.contains(" = "))
        .forEach(headings::add);
    blocks.addAll(
        new TypeMatrix()
            .cells(
                headings.stream().map(each -> each.substring(each.indexOf(" = ") + 3)).toList()));
  }

  @Test
  void storesWhatEachCellSays() throws IOException {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      Map<String, String> block = blocks.get(i);
      found.add(headings.get(i));
      TypeMatrix.TARGETS.forEach(target -> found.add("  " + target + ": " + block.get(target)));
    }
    if (Boolean.getBoolean("update")) {
      Files.write(CELLS, found);
    }
    List<String> expected = Files.readAllLines(CELLS);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("line %d of %s", i + 1, CELLS).isEqualTo(expected.get(i));
    }
  }

  @Test
  void namesTheTypesThatSparkHas() {
    for (int i = 0; i < headings.size(); i++) {
      assertThat(headings.get(i)).startsWith(blocks.get(i).get("") + " = ");
    }
  }

  @Test
  void readmeShowsEveryPairOfTypes() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    if (Boolean.getBoolean("update")) {
      Files.writeString(README, readme.substring(0, from) + table() + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to)).isEqualTo(table());
  }

  /** One line for all Spark types that go to the same types. */
  private String table() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Map<String, String> block : blocks) {
      String marks =
          TypeMatrix.TARGETS.stream()
              .map(target -> block.get(target).equals(TypeMatrix.REFUSED) ? "" : "✓")
              .collect(Collectors.joining(" | "));
      List<String> types = lines.computeIfAbsent(marks, none -> new ArrayList<>());
      String type = "`" + (block.get("").length() > LONGEST ? "struct<…>" : block.get("")) + "`";
      if (!types.contains(type)) {
        types.add(type);
      }
    }
    StringBuilder table = new StringBuilder("| Spark |");
    TypeMatrix.TARGETS.forEach(each -> table.append(' ').append(each.split("\\(")[0]).append(" |"));
    table.append("\n|---|").append("---|".repeat(TypeMatrix.TARGETS.size())).append('\n');
    lines.forEach(
        (marks, types) ->
            table
                .append("| ")
                .append(String.join(", ", types))
                .append(" | ")
                .append(marks)
                .append(" |\n"));
    return table.toString();
  }
}
