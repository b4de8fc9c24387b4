package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the samples in conf/ such that Spark, the platforms and the command line take them. */
class SamplesTest {
  private static final Path CONF = Path.of("../conf");
  private static final Path DOCKER = Path.of("../docker");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emr-step.json",
        "emr-serverless.json",
        "dataproc-workflow.yaml",
        "dataproc-batch.yaml",
        "databricks.yml",
        "spark-application.yaml"
      })
  void givesTheCommandLineWhatItTakes(String sample) throws IOException {
    String text = Files.readString(CONF.resolve(sample));
    List<List<String>> commands = new ArrayList<>();
    collect(mapper(sample).readTree(text), commands);
    assertThat(commands).hasSize(1);
    String[] arguments = commands.get(0).toArray(String[]::new);
    assertThatCode(() -> Thunderhead.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    assertThat(text).contains(Thunderhead.class.getName());
    assertThat(text).doesNotContainIgnoringCase("--password ");
  }

  @Test
  void namesTheVersionsOfThisBuild() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    for (Path sample : samples()) {
      String text = Files.readString(sample);
      all(text, "thunderhead-jobs-([\\d.]+)\\.jar").forEach(v -> assertThat(pom).contains(v));
      all(text, "mysql-connector-j[:-]([\\d.]+\\d)")
          .forEach(v -> assertThat(pom).contains("<mysql-connector.version>" + v + "<"));
      all(text, "sparkVersion: ([\\d.]+)")
          .forEach(v -> assertThat(pom).contains("<spark.version>" + v + "<"));
    }
  }

  @Test
  void givesSparkOnlyItsSettings() throws IOException {
    Properties settings = new Properties();
    try (var in = Files.newBufferedReader(CONF.resolve("spark-defaults.conf"))) {
      settings.load(in);
    }
    SparkConf spark = new SparkConf(false);
    settings.forEach((key, text) -> spark.set(key.toString(), text.toString()));
    assertThat(settings.stringPropertyNames()).allMatch(key -> key.startsWith("spark."));
    assertThat(spark.getSizeAsMb("spark.executor.memory")).isEqualTo(8192);
    assertThat(spark.getBoolean("spark.speculation", true)).isFalse();
    assertThat("fs.s3a.secret.key")
        .containsPattern(Pattern.compile(spark.get("spark.redaction.regex")));
  }

  @Test
  void listsEverySample() throws IOException {
    String readme = Files.readString(CONF.resolve("README.md"));
    for (Path sample : samples()) {
      assertThat(readme).contains("| `" + sample.getFileName() + "` |");
    }
  }

  @Test
  void pinsWhatTheClusterOfDockerIsMadeOf() throws IOException {
    JsonNode compose = new YAMLMapper().readTree(DOCKER.resolve("compose.yaml").toFile());
    assertThat(compose.path("services")).isNotEmpty();
    for (JsonNode service : compose.path("services")) {
      JsonNode image = (service.has("image") ? service : compose.path("x-spark")).path("image");
      assertThat(image.asText().replaceAll("\\$\\{\\w+:-(.*)}", "$1"))
          .matches("[\\w./-]+:(v|RELEASE\\.)?\\d[\\w.-]+");
      for (JsonNode volume : service.path("volumes")) {
        assertThat(DOCKER.resolve(volume.asText().split(":")[0])).exists();
      }
      for (JsonNode port : service.path("ports")) {
        assertThat(port.asText()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void tellsTheArgumentsOfTheImage() throws IOException {
    String readme = Files.readString(DOCKER.resolve("README.md"));
    String image = Files.readString(DOCKER.resolve("Dockerfile"));
    List<String> arguments = all(image, "(?m)^ARG (\\w+=\\S+)$");
    assertThat(arguments).hasSize(7);
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      assertThat(readme).contains("| `%s` | `%s` |".formatted(parts[0], parts[1]));
    }
    String pom = Files.readString(Path.of("../pom.xml"));
    assertThat(pom)
        .contains("<mysql-connector.version>" + all(image, "MYSQL_CONNECTOR=(\\S+)").get(0));
    assertThat(pom).contains("<spark.version>" + all(image, "apache/spark:(\\S+)").get(0));
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files.filter(file -> !file.endsWith("README.md")).toList();
    }
  }

  private static ObjectMapper mapper(String sample) {
    return sample.endsWith(".json") ? new ObjectMapper() : new YAMLMapper();
  }

  /** Finds lists of texts that hold a command of ours, from its name on. */
  private static void collect(JsonNode node, List<List<String>> commands) {
    List<String> texts = new ArrayList<>();
    node.forEach(each -> texts.add(each.asText()));
    int start = texts.indexOf("import");
    if (node.isArray() && start >= 0) {
      commands.add(texts.subList(start, texts.size()));
    } else {
      node.forEach(each -> collect(each, commands));
    }
  }

  private static List<String> all(String text, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
