package io.thunderhead.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Sums what the tasks of each stage took, and writes it to a file when Spark ends: stage, figure,
 * value. Spark makes one of these by its setting {@code spark.extraListeners}.
 */
public final class StageWatch extends SparkListener {
  /** System property that names the file. */
  static final String FILE = "thunderhead.bench.stages";

  /** What belongs to the process and to no stage. */
  static final String PROCESS = "process";

  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private final Map<Integer, String> jobs = new TreeMap<>();
  private final Map<Integer, Map<String, Double>> stages = new TreeMap<>();

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    String description = submitted.properties().getProperty("spark.job.description", "other");
    jobs.put(submitted.stageInfo().stageId(), description.substring(description.indexOf(": ") + 1));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics task = end.taskMetrics();
    Map<String, Double> sums = stages.computeIfAbsent(end.stageId(), any -> new LinkedHashMap<>());
    add(sums, "tasks", 1);
    add(sums, "s", task.executorRunTime() / MILLIS);
    add(sums, "processor s", task.executorCpuTime() / NANOS);
    add(sums, "collector s", task.jvmGCTime() / MILLIS);
    add(sums, "shuffle write s", task.shuffleWriteMetrics().writeTime() / NANOS);
    add(sums, "shuffle write MB", task.shuffleWriteMetrics().bytesWritten() / MEGA);
    add(sums, "shuffle records", (double) task.shuffleWriteMetrics().recordsWritten());
    add(sums, "shuffle read MB", task.shuffleReadMetrics().totalBytesRead() / MEGA);
    add(sums, "shuffle wait s", task.shuffleReadMetrics().fetchWaitTime() / MILLIS);
    add(sums, "spilled MB", task.diskBytesSpilled() / MEGA);
    sums.merge("peak of a task MB", task.peakExecutionMemory() / MEGA, Math::max);
  }

  private static void add(Map<String, Double> sums, String figure, double value) {
    sums.merge(figure, value, Double::sum);
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    Map<String, Map<String, Double>> all = new LinkedHashMap<>();
    stages.forEach(
        (stage, sums) ->
            all.put("%d %s".formatted(stage, jobs.getOrDefault(stage, "").strip()), sums));
    all.put(PROCESS, process());
    try {
      new ObjectMapper().writeValue(Path.of(System.getProperty(FILE)).toFile(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what was written. */
  static Map<String, Map<String, Double>> read(Path file) throws IOException {
    return new ObjectMapper()
        .readValue(
            file.toFile(), new TypeReference<LinkedHashMap<String, Map<String, Double>>>() {});
  }

  /** Allocation is that of threads which live at the end, as those of tasks do. */
  private static Map<String, Double> process() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(
        "allocated MB",
        LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum()
            / MEGA);
    figures.put(
        "collector s",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum()
            / MILLIS);
    figures.put(
        "compiler s", ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / MILLIS);
    figures.put(
        "peak heap MB",
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum()
            / MEGA);
    figures.put("peak resident MB", peakResident());
    return figures;
  }

  private static double peakResident() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / MEGA)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
