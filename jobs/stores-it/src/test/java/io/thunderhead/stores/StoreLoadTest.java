package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded does not depend on where it lies. Each load has a cluster of its own. */
@ExtendWith(Stores.class)
class StoreLoadTest {
  @TempDir private Path folder;

  @Test
  void csvHasOneChecksumFromADiskS3AndGoogle(S3Store s3, GcsStore gcs) throws Exception {
    String bucket = s3.newBucket();
    String other = gcs.newBucket();
    s3.put(bucket, "dump/planes.csv", Table.csv());
    gcs.put(other, "dump/planes.csv", Table.csv());
    JsonNode local = load(Map.of(), "--csv", Table.csvFile().toString());
    assertThat(local.path("rowsLoaded").asInt()).isEqualTo(Table.ROWS);
    assertThat(load(s3.settings(), "--csv", "s3a://" + bucket + "/dump/planes.csv"))
        .isEqualTo(local);
    assertThat(load(gcs.settings(), "--csv", "gs://" + other + "/dump/planes.csv"))
        .isEqualTo(local);
  }

  @Test
  void parquetHasTheSameChecksumFromS3AndGoogle(S3Store s3, GcsStore gcs) throws Exception {
    String bucket = s3.newBucket();
    String other = gcs.newBucket();
    s3.put(bucket, "a b+c/planes.parquet", Table.parquet());
    gcs.put(other, "a b+c/planes.parquet", Table.parquet());
    JsonNode fromS3 = load(s3.settings(), "--parquet", "s3a://" + bucket + "/a b+c");
    assertThat(fromS3.path("rowsLoaded").asInt()).isEqualTo(Table.ROWS);
    assertThat(load(gcs.settings(), "--parquet", "gs://" + other + "/a b+c")).isEqualTo(fromS3);
  }

  @Test
  void wildcardsAndTheShortSchemeFindObjects(S3Store s3) throws Exception {
    String bucket = s3.newBucket();
    byte[][] parts = Table.csvParts(4);
    for (int i = 0; i < parts.length; i++) {
      s3.put(bucket, "2013/0%d/planes-%d.csv".formatted(i + 1, i), parts[i]);
    }
    s3.put(bucket, "2013/01/planes-0.csv.bak", new byte[] {1});
    s3.put(bucket, "2013/01/ships-0.csv", new byte[] {1});
    JsonNode report = load(s3.settings(), "--csv", "s3://" + bucket + "/2013/0[1-4]/pl*es-?.csv");
    assertThat(report.path("rowsLoaded").asInt()).isEqualTo(Table.ROWS);
  }

  @Test
  void aWholeDumpIsLoadedFromABucket(S3Store s3) throws Exception {
    String bucket = s3.newBucket();
    try (Stream<Path> files = Files.list(Table.dump())) {
      for (Path file : files.filter(each -> !each.toString().contains("flights")).toList()) {
        s3.put(bucket, "export/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    CommandRun run =
        CommandRun.of(
            s3.settings(), "import", "--embedded", "--source", "s3a://" + bucket + "/export");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("planes", "airlines", "airports", "weather");
  }

  @Test
  void theConfigurationMayLieInABucket(S3Store s3) throws Exception {
    String bucket = s3.newBucket();
    s3.put(bucket, "planes.csv", Table.csv());
    String config = "table = '%s'\nseparator = ','\n".formatted(Table.NAME);
    s3.put(bucket, "load.toml", config.getBytes(StandardCharsets.UTF_8));
    Path ddl = Files.writeString(folder.resolve("table.sql"), Table.ddl());
    CommandRun run =
        CommandRun.of(
            s3.settings(),
            "import",
            "--embedded",
            "--ddl",
            ddl.toString(),
            "--csv",
            "s3://" + bucket + "/planes.csv",
            "--config",
            "s3://" + bucket + "/load.toml");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(Table.NAME);
  }

  /** Loads into a new cluster, whose tables get the same ids each time; returns what was sent. */
  private JsonNode load(Map<String, String> settings, String... input) throws IOException {
    Path ddl = Files.writeString(folder.resolve("table.sql"), Table.ddl());
    Path json = folder.resolve("report.json");
    Stream<String> command =
        Stream.of(
            "import",
            "--embedded",
            "--ddl",
            ddl.toString(),
            "--table",
            Table.NAME,
            "--json",
            json.toString());
    CommandRun run =
        CommandRun.of(settings, Stream.concat(command, Stream.of(input)).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    ObjectMapper mapper = new ObjectMapper();
    JsonNode report = mapper.readTree(json.toFile());
    assertThat(report.path("checksum").path("equal").asBoolean()).isTrue();
    return mapper
        .createObjectNode()
        .put("rowsLoaded", report.path("rowsLoaded").asInt())
        .set("checksum", report.path("checksum"));
  }
}
