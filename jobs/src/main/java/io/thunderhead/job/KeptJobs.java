package io.thunderhead.job;

import io.thunderhead.journal.JobStore;
import io.thunderhead.load.Jobs;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Option;

/** Where a command finds jobs. */
final class KeptJobs {
  @Option(
      names = "--job-dir",
      paramLabel = "FOLDER",
      description =
          "Folder that jobs are kept in; default: that of the environment variable"
              + " THUNDERHEAD_JOB_DIR, or .thunderhead/jobs in the home folder.")
  private String folder;

  JobStore store() {
    return store(folder == null ? folder(Map.of()) : folder);
  }

  static JobStore store(String folder) {
    return Jobs.store(folder, hadoop());
  }

  /** Returns the folder that options or the environment name. */
  static String folder(Map<String, String> options) {
    String byEnvironment = System.getenv().getOrDefault("THUNDERHEAD_JOB_DIR", ".thunderhead/jobs");
    return options.getOrDefault("job-dir", byEnvironment);
  }

  /** Returns the Hadoop settings that a Spark session of this process would have. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
