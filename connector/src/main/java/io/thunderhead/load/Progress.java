package io.thunderhead.load;

import io.thunderhead.watch.LoadWatch;
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
final class Progress implements AutoCloseable, JobRun.Sight, LoadWatch.Sight {
  private final JavaSparkStatusTracker tracker;
  private final String jobGroup;
  private final LongSupplier ingestedBytes;
  private final Consumer<String> told;
  private final ScheduledExecutorService clock;
  private final long bytesInAll;
  private final long startNanos = System.nanoTime();
  private Phases phases;
  private long startMillis;

  private Progress(
      JavaSparkContext spark,
      String jobGroup,
      LongSupplier ingestedBytes,
      Consumer<String> told,
      ScheduledExecutorService clock,
      long bytesInAll) {
    this.bytesInAll = bytesInAll;
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
   * @param bytesInAll bytes of KVs that there will be, about
   */
  static Progress of(
      JavaSparkContext spark,
      String jobGroup,
      Duration interval,
      LongSupplier ingestedBytes,
      long bytesInAll,
      Consumer<String> told) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "progress");
              daemon.setDaemon(true);
              return daemon;
            });
    Progress progress = new Progress(spark, jobGroup, ingestedBytes, told, clock, bytesInAll);
    clock.scheduleAtFixedRate(
        progress::tell, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  /** Lets a load's watch see how far it is, and notes its phases at the end. */
  void showIn(Phases ofLoad) {
    phases = ofLoad;
    startMillis = ofLoad.watch().millis();
    ofLoad.watch().begin("encode-and-sort");
    ofLoad.watch().follow(this);
  }

  /** Returns seconds from the start of the job's first stage to that of its last, 0 if unknown. */
  private double secondsBeforeLastStage() {
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
    if (stages.length == 0 || (phases != null && phases.watch().isShown())) {
      return;
    }
    double fraction = fraction(stages);
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    boolean ingesting = isIngesting(stages);
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

  private static double fraction(SparkStageInfo[] stages) {
    double done = 0;
    for (SparkStageInfo stage : stages) {
      done += stage.numTasks() == 0 ? 0 : (double) stage.numCompletedTasks() / stage.numTasks();
    }
    return stages.length == 0 ? 0 : done / stages.length;
  }

  @Override
  public double fraction() {
    return fraction(stages());
  }

  private static boolean isIngesting(SparkStageInfo[] stages) {
    SparkStageInfo last = stages[stages.length - 1];
    return last.numActiveTasks() + last.numCompletedTasks() > 0 || stages.length == 1;
  }

  @Override
  public String phase() {
    SparkStageInfo[] stages = stages();
    return stages.length > 0 && isIngesting(stages) ? "write-and-ingest" : "encode-and-sort";
  }

  /** While rows are encoded, bytes are counted by the tasks that are done. */
  @Override
  public long processed() {
    SparkStageInfo[] stages = stages();
    if (stages.length == 0) {
      return 0;
    }
    SparkStageInfo first = stages[0];
    return isIngesting(stages)
        ? ingestedBytes.getAsLong()
        : bytesInAll * first.numCompletedTasks() / Math.max(first.numTasks(), 1);
  }

  @Override
  public long total() {
    return bytesInAll;
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

  private void notePhases() {
    phases.watch().leave();
    long end = phases.watch().millis();
    long encoding = Math.min(end - startMillis, Math.round(1e3 * secondsBeforeLastStage()));
    phases.add("encode-and-sort", startMillis, startMillis + encoding);
    phases.add("write-and-ingest", startMillis + encoding, end);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (phases != null) {
      notePhases();
    }
  }
}
