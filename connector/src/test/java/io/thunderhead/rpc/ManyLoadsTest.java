package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.testing.LoadFixture;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Many small loads one after another in one JVM, as a long-lived driver runs them; how many is
 * {@code -Dthunderhead.loads=200}.
 */
class ManyLoadsTest {
  private static final int WARM_UP = 10;
  private static final int LOADS = Integer.getInteger("thunderhead.loads", 40);

  /** What Spark's status store and the cluster in this JVM keep of one load, generously. */
  private static final long KEPT_BYTES = 256 << 10;

  @Test
  void keepsChannelsThreadsAndHeapFlat() {
    try (MiniCluster cluster = MiniCluster.builder().start()) {
      Dataset<Row> rows = LoadFixture.rows(0, 20).cache();
      run(cluster, rows, 0, WARM_UP);
      int threads = threads();
      long heap = heapInUse();
      run(cluster, rows, WARM_UP, LOADS);
      int more = LOADS - WARM_UP;
      assertThat(heapInUse() - heap).isLessThan(more * KEPT_BYTES);
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(threads()).isLessThan(threads + more / 2));
      rows.unpersist();
    }
  }

  private static void run(MiniCluster cluster, Dataset<Row> rows, int from, int to) {
    int servers = 1 + cluster.storeIds().size();
    int ofOthers = ChannelPool.OF_THIS_JVM.openCount();
    for (int i = from; i < to; i++) {
      try (LoadFixture fixture = new LoadFixture(cluster, "many" + i)) {
        assertThat(fixture.load(rows).checksumsEqual()).isTrue();
        cluster.execute("DROP TABLE test.many" + i);
      }
      assertThat(ChannelPool.OF_THIS_JVM.openCount()).isLessThanOrEqualTo(ofOthers + servers);
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** Returns the heap in use behind full collections. */
  private static long heapInUse() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
