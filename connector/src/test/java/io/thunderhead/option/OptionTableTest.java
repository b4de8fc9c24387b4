package io.thunderhead.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps the README's option table equal to the code; {@code -Dupdate=true} writes it anew. */
class OptionTableTest {
  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- options: begin -->\n";
  private static final String END = "<!-- options: end -->";

  @Test
  void readmeListsEveryOption() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    if (Boolean.getBoolean("update")) {
      Files.writeString(README, readme.substring(0, from) + table() + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to)).isEqualTo(table());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| option | default | what |\n|---|---|---|\n");
    for (LoadOption<?> option : LoadOptions.all()) {
      String text = option.defaultText();
      String preset = option.required() ? "required" : text.isEmpty() ? "" : "`" + text + "`";
      table
          .append("| `%s` | %s | ".formatted(option.key(), preset))
          .append(option.doc())
          .append(" |\n");
    }
    return table.toString();
  }
}
