package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Exit codes are told alike by the README, by --help, and by what commands end with. */
class ExitCodeTest {
  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- exit codes: begin -->\n";
  private static final String END = "<!-- exit codes: end -->";

  @Test
  void readmeTellsEachCode() throws IOException {
    StringBuilder table = new StringBuilder("| exit code | what |\n|--:|---|\n");
    ExitCode.meanings()
        .forEach((code, text) -> table.append("| %s | %s |\n".formatted(code, text)));
    String readme = Files.readString(README);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    if (Boolean.getBoolean("update")) {
      Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
    } else {
      assertThat(readme.substring(from, to)).isEqualTo(table.toString());
    }
  }

  @Test
  void helpTellsEachCode() {
    String help = CommandRun.of("--help").out();
    ExitCode.meanings().forEach((code, text) -> assertThat(help).contains(code + "   " + text));
  }

  @Test
  void everyErrorEndsWithACodeThatIsTold() {
    assertThat(Arrays.stream(ErrorCode.values()).map(code -> String.valueOf(ExitCode.of(code))))
        .isSubsetOf(ExitCode.meanings().keySet());
  }
}
