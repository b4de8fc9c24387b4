package io.thunderhead.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a load's options belongs to the job, and what to each run of it. */
public final class JobOptions {
  /** How the cluster is reached and how hard it is worked: none changes a stored byte. */
  private static final Set<String> OF_ONE_RUN =
      Set.of(
          "pd",
          "ca",
          "cert",
          "key",
          "store-address-map",
          "tidb",
          "tidb-status",
          "user",
          "password",
          "password-file",
          "region-job-size",
          "task-memory",
          "send-kv-size",
          "region-job-retries",
          "retry-max-wait",
          "write-timeout",
          "ingest-timeout",
          "pause-pd-scheduler-scope",
          "store-write-bwlimit",
          "tikv-import-mode",
          "region-split-rate",
          "sst-transport",
          "sst-compression",
          "checksum",
          "checksum-via-sql",
          "distsql-scan-concurrency",
          "analyze",
          "progress-interval",
          "logical-import-batch-size",
          "logical-import-batch-rows",
          "logical-import-statement",
          "logical-import-rate",
          "max-error",
          "check-requirements",
          "job-dir",
          "job-id");

  /** A load by SQL tells all bad rows anew when it goes on. */
  private static final String BAD_ROWS = "bad-rows";

  private JobOptions() {}

  /** Returns the options of which a job has another value than this run of it, one phrase each. */
  public static List<String> differences(LoadOptions ofJob, LoadOptions now) {
    List<String> differences = new ArrayList<>();
    for (LoadOption<?> option : LoadOptions.all()) {
      String then = ofJob.text(option);
      String given = now.text(option);
      boolean free =
          OF_ONE_RUN.contains(option.key())
              || (ofJob.backend() == Backend.TIDB && option.key().equals(BAD_ROWS));
      if (!free && !then.equals(given)) {
        differences.add("option %s was '%s' and is '%s'".formatted(option.key(), then, given));
      }
    }
    return differences;
  }
}
