package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Stores.class)
class S3LoadTest {
  private static final Path DUMPS =
      Path.of(System.getProperty("thunderhead.home"))
          .resolve("minicluster/src/test/resources/golden/nyc/dumps");

  @TempDir private Path folder;

  @Test
  void loadsCsv(S3Store s3) throws Exception {
    String bucket = s3.newBucket();
    s3.put(bucket, "dump/planes.csv", Files.readAllBytes(DUMPS.resolve("csv/nyc.planes.000000001.csv")));
    Path ddl = folder.resolve("t.sql");
    Files.writeString(ddl, "CREATE DATABASE nyc; USE nyc;\n" + Files.readString(DUMPS.resolve("csv/nyc.planes-schema.sql")));
    CommandRun run = CommandRun.of(s3.settings(), "import", "--embedded", "--ddl", ddl.toString(), "--table", "nyc.planes", "--csv", "s3a://" + bucket + "/dump/planes.csv");
    System.out.println(run);
    s3.server().callsOf(bucket).forEach(System.out::println);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
