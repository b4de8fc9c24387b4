package io.thunderhead.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the README's list of functions equal to the code; {@code -Dupdate=true} writes it anew. */
class FunctionListTest {
  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- functions: begin -->\n";
  private static final String END = "<!-- functions: end -->";

  @Test
  void readmeNamesEveryFunction() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    String list =
        Functions.names().stream()
            .map(name -> "`" + name.toUpperCase(Locale.ROOT) + "`")
            .collect(Collectors.joining(",\n", "", ".\n"));
    if (Boolean.getBoolean("update")) {
      Files.writeString(README, readme.substring(0, from) + list + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to)).isEqualTo(list);
  }
}
