package io.thunderhead.job;

import io.thunderhead.journal.JobStore;
import io.thunderhead.load.Jobs;
import io.thunderhead.option.LoadOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
          "Folder that jobs are kept in, or tidb:DATABASE; default: that of the environment variable"
              + " THUNDERHEAD_JOB_DIR, or .thunderhead/jobs in the home folder.")
  private String folder;

  @Option(
      names = "--tidb",
      paramLabel = "HOST:PORT",
      description = "SQL addresses of TiDB servers, where jobs are kept in tidb:DATABASE.")
  private String tidb;

  @Option(names = "--user", paramLabel = "NAME", description = "The user in TiDB; default: root.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the password; default: the environment variable"
              + " THUNDERHEAD_PASSWORD.")
  private String passwordFile;

  JobStore store() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("job-dir", folder);
    options.put("tidb", tidb);
    options.put("user", user);
    options.put("password-file", passwordFile);
    options.values().removeIf(Objects::isNull);
    return store(options);
  }

  /** Opens the records that options of a load name. */
  static JobStore store(Map<String, String> options) {
    return Jobs.store(LoadOptions.ofJobs(options), hadoop());
  }

  /** Returns the Hadoop settings that a Spark session of this process would have. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
