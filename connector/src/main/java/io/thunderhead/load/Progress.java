package io.thunderhead.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/**
 * Tells every few seconds how far a Spark job is: percent, speed, time left.
 *
 * <p>Percent counts finished tasks; both stages of a load weigh the same.
 */
final class Progress implements AutoCloseable {
  private final JavaSparkStatusTracker tracker;
  private final String jobGroup;
  private final LongSupplier ingestedBytes;
  private final Consumer<String> told;
  private final ScheduledExecutorService clock;
  private final long startNanos = System.nanoTime();

  private Progress(
      JavaSparkContext spark,
      String jobGroup,
      LongSupplier ingestedBytes,
      Consumer<String> told,
      ScheduledExecutorService clock) {
    this.tracker = spark.statusTracker();
    this.jobGroup = jobGroup;
    this.ingestedBytes = ingestedBytes;
    this.told = told;
    this.clock = clock;
  }

  /**
   * Starts to tell about the jobs of a group.
   *
   * @param ingestedBytes bytes of KVs in the cluster so far
   */
  static Progress of(
      JavaSparkContext spark,
      String jobGroup,
      Duration interval,
      LongSupplier ingestedBytes,
      Consumer<String> told) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "progress");
              daemon.setDaemon(true);
              return daemon;
            });
    Progress progress = new Progress(spark, jobGroup, ingestedBytes, told, clock);
    clock.scheduleAtFixedRate(
        progress::tell, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  /** Returns seconds from the start of the job's first stage to that of its last, 0 if unknown. */
  double secondsBeforeLastStage() {
    SparkStageInfo[] stages = stages();
    if (stages.length < 2) {
      return 0;
    }
    // A stage whose shuffle files are there from an earlier job never starts.
    long first =
        Arrays.stream(stages)
            .mapToLong(SparkStageInfo::submissionTime)
            .filter(time -> time > 0)
            .min()
            .orElse(0);
    long last = stages[stages.length - 1].submissionTime();
    return last <= 0 ? 0 : (last - first) / 1e3;
  }

  private void tell() {
    SparkStageInfo[] stages = stages();
    if (stages.length == 0) {
      return;
    }
    double done = 0;
    for (SparkStageInfo stage : stages) {
      done += stage.numTasks() == 0 ? 0 : (double) stage.numCompletedTasks() / stage.numTasks();
    }
    double fraction = done / stages.length;
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    SparkStageInfo last = stages[stages.length - 1];
    boolean ingesting = last.numActiveTasks() + last.numCompletedTasks() > 0 || stages.length == 1;
    told.accept(
        String.format(
            Locale.ROOT,
            "%s %3.0f %%, %d of %d tasks, %.1f MiB ingested (%.1f MiB/s), about %s left",
            ingesting ? "write-and-ingest" : "encode-and-sort",
            100 * fraction,
            Arrays.stream(stages).mapToInt(SparkStageInfo::numCompletedTasks).sum(),
            Arrays.stream(stages).mapToInt(SparkStageInfo::numTasks).sum(),
            ingestedBytes.getAsLong() / 1048576.0,
            ingestedBytes.getAsLong() / 1048576.0 / elapsed,
            fraction <= 0 ? "?" : left(elapsed * (1 - fraction) / fraction)));
  }

  private static String left(double seconds) {
    long s = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  private SparkStageInfo[] stages() {
    return Arrays.stream(tracker.getJobIdsForGroup(jobGroup))
        .sorted()
        .mapToObj(tracker::getJobInfo)
        .filter(job -> job != null)
        .flatMapToInt(Progress::stageIds)
        .sorted()
        .mapToObj(tracker::getStageInfo)
        .filter(stage -> stage != null)
        .toArray(SparkStageInfo[]::new);
  }

  private static IntStream stageIds(SparkJobInfo job) {
    return Arrays.stream(job.stageIds());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
