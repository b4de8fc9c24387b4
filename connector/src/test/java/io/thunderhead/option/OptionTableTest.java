package io.thunderhead.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the README's option tables equal to the code; {@code -Dupdate=true} writes them anew. */
class OptionTableTest {
  private static final Path README = Path.of("../README.md");

  @Test
  void readmeListsEveryOption() throws IOException {
    assertListed("options", LoadOptions.all());
  }

  @Test
  void readmeListsEveryOptionOfFiles() throws IOException {
    assertListed("file options", SourceOptions.all());
  }

  @Test
  void readmeListsTheNamesOfTiSpark() throws IOException {
    StringBuilder table = new StringBuilder("| name in TiSpark | here |\n|---|---|\n");
    TiSparkNames.notes()
        .forEach((name, note) -> table.append("| `%s` | %s |\n".formatted(name, note)));
    assertTable("tispark", table.toString());
  }

  @Test
  void takesEachChoiceThatItLists() {
    Stream.<LoadOption<?>>concat(LoadOptions.all().stream(), SourceOptions.all().stream())
        .forEach(option -> option.choices().forEach(option::parse));
    assertThat(LoadOptions.all().stream().filter(option -> !option.choices().isEmpty()))
        .hasSizeGreaterThan(10);
  }

  private static void assertListed(String name, List<LoadOption<?>> options) throws IOException {
    assertTable(name, table(options));
  }

  private static void assertTable(String name, String table) throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- %s: begin -->\n".formatted(name);
    int from = readme.indexOf(begin) + begin.length();
    int to = readme.indexOf("<!-- %s: end -->".formatted(name));
    if (Boolean.getBoolean("update")) {
      Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to)).isEqualTo(table);
  }

  private static String table(List<LoadOption<?>> options) {
    StringBuilder table = new StringBuilder("| option | default | what |\n|---|---|---|\n");
    for (LoadOption<?> option : options) {
      table.append(
          "| `%s` | %s | %s%s |\n"
              .formatted(option.key(), preset(option), option.doc(), aliases(option)));
    }
    return table.toString();
  }

  private static String preset(LoadOption<?> option) {
    String preset = option.defaultText();
    return option.required() ? "required" : preset.isEmpty() ? "" : "`" + preset + "`";
  }

  private static String aliases(LoadOption<?> option) {
    return option.aliases().isEmpty()
        ? ""
        : option.aliases().stream()
            .map(alias -> "`" + alias + "`")
            .collect(Collectors.joining(", ", " Also ", "."));
  }
}
