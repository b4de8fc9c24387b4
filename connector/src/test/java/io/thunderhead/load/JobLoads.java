package io.thunderhead.load;

import io.thunderhead.input.InputSettings;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStore;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.testing.LocalSpark;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Loads of files into {@code test.t} that are kept as jobs, and drivers that die. */
final class JobLoads {
  private final MiniCluster cluster;
  private final Path jobs;

  JobLoads(MiniCluster cluster, Path jobs) {
    this.cluster = cluster;
    this.jobs = jobs;
  }

  /** Where a driver dies: without a word, as a process that is killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Kills the driver when it tells a line. */
  static void dieAt(String wanted, String line) {
    if (line.contains(wanted)) {
      throw new Killed();
    }
  }

  /** Ends the driver's work in the middle of a call that comes after some others. */
  void dieIn(Rpc rpc, int callsBefore) {
    for (int i = 0; i < callsBefore; i++) {
      cluster.beforeNext(rpc, () -> {});
    }
    cluster.beforeNext(rpc, () -> LocalSpark.session().sparkContext().cancelAllJobs());
  }

  LoadReport load(List<Path> files, Map<String, String> more, Consumer<String> told) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("tidb", cluster.tidbAddress());
    options.put("table", "test.t");
    options.put("region-split-keys", "400");
    options.put("partition-size", "16KiB");
    options.put("retry-max-wait", "20ms");
    options.put("job-dir", String.valueOf(jobs));
    options.putAll(more);
    FileInput input =
        new FileInput(
            TableFiles.of(
                new FileLister(new Configuration())
                    .list(files.stream().map(Path::toString).toList()),
                null),
            InputSettings.of(SourceOptions.parse(Map.of())),
            Map.of());
    return BulkLoad.run(LocalSpark.session(), input, LoadOptions.parse(options), told);
  }

  JobStore store() {
    return JobStore.in(jobs.toString(), new Configuration());
  }

  /** Returns the only job. */
  Job job() {
    List<Job> all = store().jobs();
    if (all.size() != 1) {
      throw new AssertionError("jobs: " + all);
    }
    return all.get(0);
  }

  /** Returns all rows in the order of their keys. */
  List<List<String>> rows() {
    return TableReader.read(
            LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", "test.t")),
            Integer.MAX_VALUE)
        .rows();
  }
}
