package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.Jobs;
import io.thunderhead.option.LoadOptions;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/** An import in a process of its own, which outlives the one that started it. */
final class DetachedImport {
  private DetachedImport() {}

  /**
   * Makes the job and starts its driver.
   *
   * @param typed the arguments of this process
   * @return what to tell the user
   * @throws LoadException INVALID_OPTION when the job cannot be kept, or this process was started
   *     by Spark's launcher
   */
  static List<String> start(ImportArguments arguments, List<String> typed) {
    LoadOptions options = LoadOptions.parse(arguments.options());
    if (new SparkConf().contains("spark.master")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "--detached starts a local process, and this one was started by spark-submit. Give"
              + " spark-submit --deploy-mode cluster, which goes on by itself.");
    }
    ImportJob.requireInput(arguments, KeptJobs.hadoop());
    long id =
        options.jobId() == 0
            ? Jobs.submit(options, arguments.request(options), KeptJobs.hadoop())
            : options.jobId();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Thunderhead.class.getName());
    typed.stream().filter(each -> !each.equals("--detached")).forEach(command::add);
    if (options.jobId() == 0) {
      command.add("--job-id=" + id);
    }
    try {
      File log = Files.createTempFile("thunderhead-job-" + id + "-", ".log").toFile();
      Process driver =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      return List.of(
          "Job_ID " + id,
          "process %d, its lines are in %s".formatted(driver.pid(), log),
          "see 'thunderhead jobs %d'".formatted(id));
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "the driver of job %d cannot be started (%s). Start it with 'thunderhead import --job-id %d'."
              .formatted(id, e.getMessage(), id),
          e);
    }
  }
}
