package io.thunderhead.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkRecord.class)
class ShippedJarIT {
  private static MiniCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    cluster.execute("CREATE DATABASE it");
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void writesADataFrameWithOnlyTheConnectorJarBesideSpark() throws Exception {
    cluster.execute(
        "CREATE TABLE it.frame (id BIGINT PRIMARY KEY, k BIGINT NOT NULL, v VARCHAR(20), UNIQUE KEY (k))");
    Jvm.Result result =
        Jvm.run(
            folder,
            List.of(Jvm.shipped("connector.jar"), Jvm.probes()),
            Map.of(),
            DataFrameProbe.class.getName(),
            cluster.pdAddress(),
            "it.frame");
    assertThat(result.output()).contains("probe ended on Spark");
    assertThat(result.exitCode()).isZero();
    assertThat(read("it.frame", 3))
        .contains("\"id\",\"k\",\"v\"", "\"0\",\"0\",\"row 0\"", "\"2\",\"6\",\"row 2\"");
  }

  @Test
  void speaksSqlWithOnlyTheConnectorJarAndADriverBesideSpark() throws Exception {
    Jvm.Result result =
        Jvm.run(
            folder,
            List.of(
                Jvm.shipped("connector.jar"),
                Jvm.probes(),
                Jvm.jarOf(com.mysql.cj.jdbc.Driver.class)),
            Map.of(),
            SqlProbe.class.getName(),
            cluster.pdAddress(),
            cluster.tidbAddress(),
            String.valueOf(cluster.timestamp()),
            folder.toString());
    assertThat(result.output())
        .contains("databases [[probe]]", "tables [[probe,t,false]]", "described [[id,bigint,")
        .containsPattern("made again \\[\\[id,bigint,.*\\[name,string,")
        .contains("scanned [[3,row]]", "as of fails: ", "TABLE_OR_VIEW_NOT_FOUND")
        .contains("overwritten [[9,only]]", "truncated [[0]]", "selected [[4,12]]")
        .contains("saved [[6,21]]", "left [[probe,t,false]]")
        .contains("imported [[7,seven]]", "shown [[finished,1]]", "filtered []", "grouped [[g,1]]")
        .containsPattern("cancelled fails: .*is finished")
        .contains("queried [[3,q]]")
        .containsPattern("parsed fails: .*expected: FROM")
        .containsPattern("SQL tab, rows read 5, key-value pairs ingested 5, .*rows loaded 5, ")
        .containsPattern("SQL tab, rows read 4, key-value pairs ingested 4, .*rows loaded 4, ")
        .containsPattern("SQL tab, rows read 3, .*bytes ingested .* B.*, regions ingested 1, ")
        .contains(
            "probe ended on Spark %s, Scala %s"
                .formatted(
                    System.getProperty("it.spark.version"),
                    System.getProperty("it.scala.version")));
    assertThat(result.exitCode()).isZero();
    assertThat(lastFigure("driver.thunderhead.rowsRead.csv")).isGreaterThan(10);
    assertThat(lastFigure("driver.thunderhead.bytesIngested.csv")).isGreaterThan(100);
  }

  /** Returns what a sink of Spark's metrics system was told last: lines are TIME,COUNT. */
  private long lastFigure(String file) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("metrics"))) {
      Path found = files.filter(each -> each.toString().endsWith(file)).findFirst().orElseThrow();
      List<String> lines = Files.readAllLines(found);
      return Long.parseLong(lines.get(lines.size() - 1).split(",")[1]);
    }
  }

  @Test
  void importsThroughSparkSubmitIntoExecutorsOfTheirOwn() throws Exception {
    cluster.execute(
        "CREATE TABLE it.files (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, KEY (name))");
    Files.writeString(folder.resolve("rows.csv"), "id,name\n1,one\n2,two\n3,three\n");
    Jvm.Result result =
        submit(
            "local-cluster[2,1,1024]",
            "import",
            "--pd",
            cluster.pdAddress(),
            "--table",
            "it.files",
            "--csv",
            folder.resolve("rows.csv").toString());
    assertThat(result.output()).contains("3 read = 3 loaded + 0 set aside", "sent = stored");
    assertThat(result.exitCode()).isZero();
    assertThat(read("it.files", 9)).contains("\"3\",\"three\"");
  }

  @Test
  void tellsAFailureByExitCodeThroughSparkSubmit() throws Exception {
    Jvm.Result result =
        submit(
            "local[1]",
            "import",
            "--pd",
            cluster.pdAddress(),
            "--table",
            "it.nothere",
            "--csv",
            folder.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("error: ");
  }

  @Test
  void carriesNothingThatCouldMeetAnotherCopyOfItself() throws IOException {
    for (String jar : List.of("connector.jar", "jobs.jar")) {
      try (JarFile file = new JarFile(Jvm.shipped(jar).toFile());
          Stream<String> entries = file.stream().map(e -> e.getName())) {
        assertThat(entries.filter(e -> e.endsWith(".class")))
            .isNotEmpty()
            .allMatch(e -> e.startsWith("io/thunderhead/"));
      }
    }
  }

  private Jvm.Result submit(String master, String... arguments) throws Exception {
    String[] spark = {
      "org.apache.spark.deploy.SparkSubmit",
      "--master",
      master,
      "--conf",
      "spark.ui.enabled=false",
      "--conf",
      "spark.driver.host=127.0.0.1",
      "--conf",
      "spark.driver.bindAddress=127.0.0.1",
      "--conf",
      "spark.executor.extraJavaOptions=-Djava.net.preferIPv4Stack=true " + Jvm.SHORT_LIVED,
      "--class",
      "io.thunderhead.job.Thunderhead",
      Jvm.shipped("jobs.jar").toString()
    };
    return Jvm.run(
        folder,
        List.of(),
        Jvm.distribution(folder),
        Stream.concat(Stream.of(spark), Stream.of(arguments)).toArray(String[]::new));
  }

  private String read(String table, int limit) throws Exception {
    return Jvm.run(
            folder,
            List.of(Jvm.shipped("jobs.jar")),
            Map.of(),
            "io.thunderhead.job.Thunderhead",
            "read",
            "--pd",
            cluster.pdAddress(),
            "--table",
            table,
            "--format",
            "csv",
            "--limit",
            String.valueOf(limit))
        .output();
  }
}
