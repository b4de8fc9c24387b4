package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.testing.LoadFixture;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteLimitTest {
  @Test
  void storesGetNoMoreThanTheLimitASecond() {
    try (LoadFixture fixture = new LoadFixture()) {
      long limit = 100 << 10;
      LoadReport report = fixture.load(LoadFixture.rows(0, 3000), "store-write-bwlimit", "100KiB");
      assertThat(report.checksumsEqual()).isTrue();
      // Every store has a peer of every region, so every byte goes to each of them.
      double least = (double) report.local().bytes() / limit;
      assertThat(least).isGreaterThan(2);
      assertThat(report.seconds().get("write-and-ingest")).isGreaterThan(least - 0.5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'local', '', 99, 1",
    "'local[3]', '', 99, 3",
    "'local[3,2]', '', 2, 2",
    "'yarn', 'spark.executor.instances=4,spark.executor.cores=8,spark.task.cpus=2', 99, 16",
    "'yarn', 'spark.executor.instances=4', 99, 4",
    "'k8s://x', 'spark.dynamicAllocation.enabled=true,spark.dynamicAllocation.maxExecutors=5,spark.executor.cores=2', 99, 10",
    "'yarn', 'spark.dynamicAllocation.enabled=true,spark.executor.cores=2', 99, 99",
    "'spark://x', 'spark.cores.max=12', 99, 7",
    "'spark://x', 'spark.cores.max=5', 99, 5",
    "'spark://x', '', 99, 7",
    "'spark://x', 'spark.default.parallelism=7', 99, 99",
    "'databricks', '', 99, 99"
  })
  void countsTheTasksThatMayRunAtOnce(String master, String settings, int tasks, int slots) {
    SparkConf conf = new SparkConf(false);
    for (String setting : settings.isEmpty() ? new String[0] : settings.split(",")) {
      conf.set(setting.split("=")[0], setting.split("=")[1]);
    }
    assertThat(TaskSlots.atOnce(conf, master, 7, tasks)).isEqualTo(slots);
  }
}
