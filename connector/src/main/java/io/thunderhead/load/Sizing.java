package io.thunderhead.load;

import io.thunderhead.partition.KeySample;
import io.thunderhead.precheck.Estimate;
import io.thunderhead.rows.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** How large a load is by its sample, and what room Spark has for it. */
final class Sizing {
  private static final Logger LOG = LoggerFactory.getLogger(Sizing.class);
  private static final int TASKS_PER_CORE = 2;

  private Sizing() {}

  /**
   * Estimates a load.
   *
   * @param keys sampled KVs with what they stand for
   * @param regions regions that are made
   */
  static Estimate of(JavaSparkContext spark, Sample sample, List<KeySample> keys, int regions) {
    double kvs = 0;
    double bytes = 0;
    for (KeySample key : keys) {
      kvs += key.weight();
      bytes += key.weight() * key.kvBytes();
    }
    return new Estimate(
        sample.size().totalRows(), Math.round(kvs), Math.round(bytes), regions, localFree(spark));
  }

  /** Asks the machines that take up tasks now how much their local folders have free. */
  private static Map<String, Long> localFree(JavaSparkContext spark) {
    int tasks = spark.isLocal() ? 1 : TASKS_PER_CORE * spark.defaultParallelism();
    return spark
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .mapToPair(task -> new Tuple2<>(host(), freeHere()))
        .reduceByKey(Math::min)
        .collectAsMap();
  }

  private static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  /** Folders of one disk share its room; one that cannot be read has none. */
  private static long freeHere() {
    Map<String, Long> free = new HashMap<>();
    for (File folder : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      try {
        FileStore disk = Files.getFileStore(folder.toPath());
        free.put(disk.toString(), disk.getUsableSpace());
      } catch (IOException e) {
        LOG.warn("Spark's local folder {} is not readable: {}", folder, e.toString());
      }
    }
    return free.values().stream().mapToLong(Long::longValue).sum();
  }
}
