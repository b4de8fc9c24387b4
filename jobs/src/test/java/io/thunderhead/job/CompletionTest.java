package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.option.LoadOption;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers to a user who types a part of a command. */
class CompletionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          thunderhead ver; verify
          thunderhead import --sst-tr; --sst-transport
          thunderhead import --sst-transport up; upload
          thunderhead import --checksum r; required
          thunderhead verify --via s; sql
          thunderhead import --dialect load; load-data
          """)
  void offersCommandsOptionsAndValues(String typed, String offered) throws Exception {
    assertThat(offers(typed)).containsExactly(offered);
  }

  @Test
  void offersEveryOptionOfTheOneTable() throws Exception {
    List<String> names =
        Stream.<LoadOption<?>>concat(LoadOptions.all().stream(), SourceOptions.all().stream())
            .map(option -> "--" + option.key())
            .toList();
    assertThat(offers("thunderhead import --")).containsAll(names);
  }

  @Test
  void servesBothShells() {
    assertThat(CommandRun.of("completion", "zsh").out())
        .isEqualTo(CommandRun.of("completion", "bash").out())
        .contains("bashcompinit");
    assertThat(CommandRun.of("completion", "fish").exitCode()).isEqualTo(ExitCode.USER);
  }

  private List<String> offers(String typed) throws IOException, InterruptedException {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, CommandRun.of("completion", "bash").out());
    String asks =
        "compopt() { :; }; source %s; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_thunderhead; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, typed);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", asks)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.lines().map(String::strip).toList();
  }
}
