package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.task.LoadMetrics;
import io.thunderhead.testing.LoadFixture;
import io.thunderhead.testing.LocalSpark;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;

/** What Spark's own pages and metrics, and the report, show of a load. */
class SeenBySparkTest {
  private static final class Seen extends SparkListener {
    private final Set<String> descriptions = ConcurrentHashMap.newKeySet();
    private final List<String> notInterruptible = new CopyOnWriteArrayList<>();
    private final List<String> stages = new CopyOnWriteArrayList<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      Properties properties = job.properties();
      String text = properties.getProperty("spark.job.description", "none");
      descriptions.add(text);
      if (!properties.getProperty("spark.job.interruptOnCancel", "").equals("true")
          || !properties.getProperty("spark.jobGroup.id", "").startsWith("thunderhead-")) {
        notInterruptible.add(text);
      }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      stages.add(
          stage.stageInfo().name() + " " + stage.stageInfo().accumulables().values().mkString(","));
    }
  }

  @Test
  void describesJobsAndStagesOfEachPhaseAndRestoresTheUsersOwn() {
    SparkContext spark = LocalSpark.session().sparkContext();
    Seen seen = new Seen();
    try (LoadFixture fixture = new LoadFixture()) {
      spark.setJobGroup("users", "the user's own", false);
      spark.addSparkListener(seen);
      fixture.load(LoadFixture.rows(0, 3000));
      assertThat(spark.getLocalProperty("spark.jobGroup.id")).isEqualTo("users");
      assertThat(spark.getLocalProperty("spark.job.description")).isEqualTo("the user's own");
      await()
          .untilAsserted(
              () ->
                  assertThat(seen.stages)
                      .anyMatch(
                          each ->
                              each.startsWith("write-and-ingest")
                                  && each.contains("thunderhead bytes ingested")));
      assertThat(seen.stages)
          .anyMatch(
              each -> each.startsWith("encode-and-sort") && each.contains("thunderhead rows read"));
      assertThat(seen.descriptions)
          .anyMatch(each -> each.matches("thunderhead.* test.t: sample"))
          .anyMatch(each -> each.endsWith("test.t: encode-and-sort, write-and-ingest"))
          .allMatch(each -> each.startsWith("thunderhead"));
      assertThat(seen.notInterruptible).isEmpty();
    } finally {
      spark.removeSparkListener(seen);
      spark.clearJobGroup();
    }
  }

  @Test
  void countsInSparksMetricsSystem() {
    try (LoadFixture fixture = new LoadFixture()) {
      LocalSpark.session();
      long before = count("rowsRead");
      long bytes = count("bytesIngested");
      fixture.load(LoadFixture.rows(0, 3000));
      assertThat(count("rowsRead") - before).isEqualTo(3000);
      assertThat(count("bytesIngested") - bytes).isGreaterThan(3000);
      assertThat(SparkEnv.get().metricsSystem().getSourcesByName("thunderhead").size())
          .isEqualTo(1);
    }
  }

  private static long count(String name) {
    return LoadMetrics.here().metricRegistry().counter(name).getCount();
  }

  @Test
  void reportsPhasesThroughputStoresAndRegions() throws Exception {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.splitAt(1500);
      LoadReport report = fixture.load(LoadFixture.rows(0, 3000), "user", "me", "password", "pw");
      JsonNode json = new ObjectMapper().readTree(report.toJson());
      assertThat(json.path("phases").findValuesAsText("name"))
          .contains("precheck", "sample", "encode-and-sort", "write-and-ingest", "checksum");
      long end = 0;
      for (JsonNode phase : json.path("phases")) {
        assertThat(phase.path("startMs").asLong()).isGreaterThanOrEqualTo(end);
        end = phase.path("endMs").asLong();
      }
      assertThat(end).isLessThanOrEqualTo(json.path("durationMs").asLong());
      long rows = 0;
      for (JsonNode each : json.at("/throughput/rowsRead")) {
        rows += each.asLong();
      }
      assertThat(rows).isBetween(2900L, 3100L);
      assertThat(json.path("stores")).hasSize(3);
      for (JsonNode store : json.path("stores")) {
        assertThat(store.path("rows").asLong()).isEqualTo(3000);
        assertThat(store.path("kvs").asLong()).isEqualTo(9000);
        assertThat(store.path("address").asText()).contains(":");
      }
      assertThat(json.at("/regions/count").asInt()).isEqualTo(report.regions());
      assertThat(report.toJson()).doesNotContain("\"pw\"").contains("\"user\" : \"me\"");
      assertThat(json.at("/versions/spark").asText()).isNotEmpty();
    }
  }
}
