package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the README's command lines such that the command line takes them. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @Test
  void everyCommandOfTheReadmeParses() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    for (String command : commands) {
      String[] arguments = words(command);
      assertThatCode(() -> Thunderhead.commandLine().parseArgs(arguments))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theFilesThatTheReadmeNamesAreThere() throws IOException {
    Matcher named =
        Pattern.compile("(?<![\\w/.])(examples/[\\w.]+)")
            .matcher(Files.readString(ROOT.resolve("README.md")));
    int count = 0;
    for (; named.find(); count++) {
      assertThat(ROOT.resolve(named.group(1).replaceAll("\\.$", ""))).exists();
    }
    assertThat(count).isPositive();
  }

  /** Commands of ./thunderhead and of spark-submit with our main class, without their heads. */
  private static List<String> commands() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md")).replaceAll("\\\\\\n\\s*", "");
    List<String> commands = new ArrayList<>();
    for (String line : readme.lines().toList()) {
      if (line.startsWith("./thunderhead ")) {
        commands.add(line.substring("./thunderhead ".length()));
      } else if (line.startsWith("spark-submit ")) {
        commands.add(line.substring(line.indexOf(".jar ") + ".jar ".length()));
      }
    }
    return commands;
  }

  static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.toArray(String[]::new);
  }
}
