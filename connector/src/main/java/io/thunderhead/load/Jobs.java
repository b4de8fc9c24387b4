package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.option.Backend;
import io.thunderhead.option.JobOptions;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.source.SourceFile;
import io.thunderhead.sql.TidbClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** The jobs of loads: where they are kept, how one begins, how it goes on. */
public final class Jobs {
  private static final String NONE = "none";
  private static final long LOOK_MILLIS = 250;

  private static final int RANDOM_BITS = 18;

  /** Comes before the name of a database. */
  private static final String IN_TIDB = "tidb:";

  private Jobs() {}

  /**
   * Opens the records of jobs.
   *
   * @param options that say where; {@link LoadOptions#ofJobs} will do
   * @throws LoadException INVALID_OPTION when no job is kept, there is no such file system, or no
   *     TiDB server is named where these have the records
   */
  public static JobStore store(LoadOptions options, Configuration hadoop) {
    String folder = options.jobDir();
    if (folder.equalsIgnoreCase(NONE)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option job-dir is 'none', so no job is kept. Name the folder that jobs were kept in.");
    }
    if (!folder.startsWith(IN_TIDB)) {
      return JobStore.in(folder, hadoop);
    }
    String schema = folder.substring(IN_TIDB.length());
    if (options.tidb().isEmpty() || schema.isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option job-dir: '%s' needs option tidb, and the name of a database behind 'tidb:'."
              .formatted(folder));
    }
    return JobStore.in(new TidbClient(options.tidb(), options.user(), options.password()), schema);
  }

  /** Tells whether a load is kept as a job. */
  public static boolean areKept(LoadOptions options) {
    return !options.jobDir().equalsIgnoreCase(NONE);
  }

  /**
   * Makes a job that waits for its driver.
   *
   * @return its id
   * @throws LoadException UNREACHABLE; INVALID_OPTION or JOB_STORE_FAILED when it cannot be kept
   */
  public static long submit(LoadOptions options, JobRequest request, Configuration hadoop) {
    long id = newId(options);
    store(options, hadoop).put(Job.pending(id, request));
    return id;
  }

  private static long newId(LoadOptions options) {
    if (options.backend() == Backend.TIDB) {
      return newIdWithoutPd();
    }
    try (Channels channels = new Channels(Connections.dialing(options))) {
      return PdClient.connect(options.pd(), channels).timestamp();
    }
  }

  /** Returns an id of the form of timestamps: milliseconds, and bits that tell two loads apart. */
  static long newIdWithoutPd() {
    return (System.currentTimeMillis() << RANDOM_BITS)
        | new SecureRandom().nextInt(1 << RANDOM_BITS);
  }

  /**
   * Notes what a user asks before anything is done, so that the job goes on by its id alone.
   *
   * @param request makes what the job is to know
   * @param told takes a line when no job can be kept where none was asked for
   * @return the options, with the job's id; without one when no job is kept
   * @throws LoadException as {@link #submit}
   */
  public static LoadOptions kept(
      Map<String, String> given,
      Function<LoadOptions, JobRequest> request,
      Configuration hadoop,
      Consumer<String> told) {
    LoadOptions options = LoadOptions.parse(given);
    if (!areKept(options) || options.jobId() != 0) {
      return options;
    }
    Map<String, String> ofJob = new LinkedHashMap<>(given);
    try {
      ofJob.put("job-id", String.valueOf(submit(options, request.apply(options), hadoop)));
    } catch (LoadException e) {
      if (e.code() != ErrorCode.JOB_STORE_FAILED || options.saysJobDir()) {
        throw e;
      }
      told.accept("no job is kept, so that it could be continued: " + e.getMessage());
      ofJob.put("job-dir", NONE);
    }
    return LoadOptions.parse(ofJob);
  }

  /**
   * Cancels a job and waits until it has ended; what it wrote stays in the table.
   *
   * @param who stands in the job's records
   * @throws LoadException JOB_NOT_FOUND; JOB_REFUSED when it has ended already, or does not in time
   */
  public static Job cancel(JobStore store, long id, String who, Duration patience) {
    Job job = store.get(id);
    if (!job.status().isActive()) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d is %s, only jobs that wait or run can be cancelled.".formatted(id, job.status()));
    }
    long now = System.currentTimeMillis();
    boolean nobody = job.status() == JobStatus.PENDING || isDead(job, now);
    store.cancel(job, who);
    if (nobody) {
      store.put(job.ended(JobStatus.CANCELLED, job.importedRows(), "cancelled by user", now));
    }
    return ended(store, id, now + patience.toMillis(), patience);
  }

  private static Job ended(JobStore store, long id, long until, Duration patience) {
    Job job = store.get(id);
    while (job.status().isActive()) {
      if (System.currentTimeMillis() > until) {
        throw new LoadException(
            ErrorCode.JOB_REFUSED,
            "job %d has not ended within %d seconds; its driver %s is told and ends it when it can. See 'thunderhead jobs %d'."
                .formatted(id, patience.toSeconds(), job.driver(), id));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return job;
      }
      job = store.get(id);
    }
    return job;
  }

  /** Returns what a user asks of a load that is not a command's. */
  static JobRequest request(LoadOptions options, List<SourceFile> files, Map<String, String> set) {
    return request(options, files.stream().map(SourceFile::path).toList(), "", Map.of(), set);
  }

  /**
   * Returns what a user asks.
   *
   * @param paths files, folders and globs; passwords in them are left out
   * @param format empty to go by names
   * @param source how files are read
   * @param set columns that are computed
   */
  public static JobRequest request(
      LoadOptions options,
      List<String> paths,
      String format,
      Map<String, String> source,
      Map<String, String> set) {
    return new JobRequest(
        options.table().toString(),
        "",
        options.user() + "@" + host(),
        System.currentTimeMillis(),
        options.given(),
        paths.stream().map(Jobs::withoutSecrets).toList(),
        format,
        source,
        set);
  }

  private static String withoutSecrets(String path) {
    return path.replaceAll("^(\\w+://)[^/@]+@", "$1xxxxxx@");
  }

  /**
   * Takes up a job: a new one, or the one that the options name.
   *
   * @param newId makes the id of a new one
   * @throws LoadException JOB_REFUSED when it is done, at work, or asked for otherwise now
   */
  static JobRun begin(
      LoadOptions options,
      JobRequest request,
      long sourceBytes,
      JavaSparkContext spark,
      LongSupplier newId,
      Consumer<String> told) {
    if (!areKept(options)) {
      if (options.jobId() != 0) {
        store(options, spark.hadoopConfiguration());
      }
      return JobRun.NONE;
    }
    JobStore store = store(options, spark.hadoopConfiguration());
    long now = System.currentTimeMillis();
    Job job;
    if (options.jobId() != 0) {
      job = store.get(options.jobId());
      requireFree(job, now);
      requireSame(job, options);
    } else {
      job = Job.pending(newId.getAsLong(), request);
    }
    JobRun run;
    try {
      run =
          new JobRun(
              store.records(job.running(self(), sourceBytes, now)),
              group -> spark.cancelJobGroup(group));
    } catch (LoadException e) {
      if (e.code() != ErrorCode.JOB_STORE_FAILED || options.saysJobDir() || options.jobId() != 0) {
        throw e;
      }
      told.accept("no job is kept, so that it could be continued: " + e.getMessage());
      return JobRun.NONE;
    }
    told.accept("job %d, kept in %s".formatted(run.id(), store.place()));
    return run;
  }

  private static void requireFree(Job job, long now) {
    if (job.status() == JobStatus.FINISHED) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d has finished, there is nothing to go on with.".formatted(job.id()));
    }
    if (job.status() == JobStatus.CANCELLED && job.run() == 0) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d was cancelled before it began. Run the load anew.".formatted(job.id()));
    }
    if (job.status() == JobStatus.RUNNING && !isDead(job, now)) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d is at work in process %s, which gave its last sign %d seconds ago. Wait until it ends, cancel it with 'thunderhead cancel %d', or, when it is dead, try again in a minute."
              .formatted(job.id(), job.driver(), (now - job.updateMillis()) / 1000, job.id()));
    }
  }

  private static void requireSame(Job job, LoadOptions options) {
    Map<String, String> then = new LinkedHashMap<>(job.request().options());
    then.remove("password-file");
    List<String> differences = JobOptions.differences(LoadOptions.parse(then), options);
    if (!differences.isEmpty()) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d was made with other options: %s. Leave them out, or run a new load."
              .formatted(job.id(), String.join("; ", differences)));
    }
  }

  /** Tells whether the process that works on a job is gone, as far as this machine can. */
  public static boolean isDead(Job job, long nowMillis) {
    if (job.isSilent(nowMillis)) {
      return true;
    }
    String[] driver = job.driver().split("@", 2);
    if (driver.length != 2 || !driver[1].equals(host()) || !driver[0].matches("\\d+")) {
      return false;
    }
    long pid = Long.parseLong(driver[0]);
    return pid == ProcessHandle.current().pid()
        ? !JobRun.isAtWorkHere(job.id())
        : ProcessHandle.of(pid).isEmpty();
  }

  private static String self() {
    return ProcessHandle.current().pid() + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
