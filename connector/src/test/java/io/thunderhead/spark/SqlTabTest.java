package io.thunderhead.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.testing.EventLog;
import io.thunderhead.testing.LoadFixture;
import io.thunderhead.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the SQL tab of a history server shows of writes, statements and reads. */
class SqlTabTest {
  @TempDir private static Path folder;

  private static LoadFixture fixture;
  private static EventLog log;
  private static List<String> lines;

  @BeforeAll
  static void runEach() throws Exception {
    fixture = new LoadFixture();
    fixture.cluster().execute("CREATE TABLE test.a (id BIGINT PRIMARY KEY, n VARCHAR(9))");
    fixture.cluster().execute("CREATE TABLE test.b (id BIGINT PRIMARY KEY, n VARCHAR(9))");
    SparkSession spark =
        LocalSpark.extended(
            Map.of(
                "pd", fixture.cluster().pdAddress(),
                "tidb", fixture.cluster().tidbAddress(),
                "job-dir", folder.resolve("jobs").toUri().toString(),
                "bad-rows", folder.resolve("aside").toUri().toString(),
                "analyze", "off"));
    log = new EventLog(spark, folder.resolve("events"));
    LoadFixture.rows(0, 500)
        .write()
        .format("tidb")
        .option("pd", fixture.cluster().pdAddress())
        .option("table", "test.t")
        .mode(SaveMode.Append)
        .save();
    spark.sql("INSERT INTO tidb.test.a SELECT id % 7, max('n') FROM range(70) GROUP BY 1");
    Path file = Files.writeString(folder.resolve("b.csv"), "1,a\n2,b\nx,c\n");
    spark.sql("IMPORT INTO tidb.test.b FROM '" + file + "' WITH record_errors=1");
    spark.sql("SELECT * FROM tidb.test.t").collectAsList();
    lines = log.end();
  }

  @AfterAll
  static void close() {
    LocalSpark.restore();
    fixture.close();
  }

  @Test
  void showsFiguresOfADataFrameThatIsWritten() {
    assertThat(log.sqlTab().get(0))
        .containsEntry("TiDB load: rows read", "500")
        .containsEntry("TiDB load: key-value pairs ingested", "1,500")
        .containsEntry("TiDB load: regions ingested", "3")
        .containsEntry("TiDB load: retries", "0")
        .containsEntry("TiDB load: time waited for retries", "0 ms")
        .containsEntry("TiDB load: rows loaded", "500")
        .containsEntry("TiDB load: rows left out for conflicts", "0")
        .hasEntrySatisfying(
            "TiDB load: bytes ingested", bytes -> assertThat(bytes).endsWith(" KiB"));
  }

  @Test
  void showsFiguresOfAnInsertOfAQuery() {
    assertThat(log.sqlTab().get(1))
        .containsEntry("TiDB load: rows read", "7")
        .containsEntry("TiDB load: rows loaded", "7");
  }

  @Test
  void showsFiguresOfAStatementWithItsBadRows() {
    assertThat(log.sqlTab().get(2))
        .containsEntry("TiDB load: rows read", "3")
        .containsEntry("TiDB load: rows loaded", "2")
        .containsEntry("TiDB load: rows set aside", "1");
  }

  @Test
  void needsTheJarOnTheHistoryServerForReadsAlone() {
    String read = "BatchScan test.t: rows read from TiKV";
    assertThat(log.sqlTab().get(3)).containsEntry(read, "500");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutTheJar(before));
    try {
      List<Map<String, String>> seen = log.sqlTab();
      assertThat(seen.get(3)).containsEntry(read, "N/A");
      assertThat(seen.get(0)).containsEntry("TiDB load: rows loaded", "500");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final class WithoutTheJar extends ClassLoader {
    WithoutTheJar(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.thunderhead.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void logsJobsByPhaseAndStagesWithTheirCounts() {
    assertThat(lines)
        .anyMatch(
            each ->
                each.contains("\"SparkListenerJobStart\"")
                    && each.contains("\"spark.jobGroup.id\":\"thunderhead-")
                    && each.contains("test.t: encode-and-sort, write-and-ingest"))
        .anyMatch(
            each ->
                each.contains("\"SparkListenerStageCompleted\"")
                    && each.contains("\"Stage Name\":\"write-and-ingest\"")
                    && each.contains("\"thunderhead bytes ingested\""));
  }
}
