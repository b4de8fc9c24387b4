package io.thunderhead.journal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.sql.TidbClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The records of jobs. All but one thing is written by the one driver that works on a job: the wish
 * to cancel it.
 *
 * <pre>
 * state-RUN-NUMBER   the job as it stands, JSON; the last one counts
 * plan, ingested     what is settled once
 * conflicts          folder in which rows in conflict are told
 * part-RUN-NUMBER    partitions that were finished since the last such file
 * cancel-RUN         who wishes to cancel that run
 * </pre>
 *
 * <p>A driver that was taken for dead writes under the number of its own run, which no longer
 * counts.
 */
public final class JobStore {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final int TRIES = 5;

  static final String CONFLICTS = "conflicts";

  private final JobFiles files;

  private JobStore(JobFiles files) {
    this.files = files;
  }

  /**
   * Opens the records in a directory of a Hadoop file system; makes nothing yet.
   *
   * @throws LoadException INVALID_OPTION when there is no such file system
   */
  public static JobStore in(String directory, Configuration hadoop) {
    return new JobStore(new HadoopJobFiles(directory, hadoop));
  }

  /** Opens the records in a database of the cluster; makes nothing yet. */
  public static JobStore in(TidbClient tidb, String schema) {
    return new JobStore(new TidbJobFiles(tidb, schema));
  }

  /** Returns where the records are, for messages. */
  public String place() {
    return files.place();
  }

  /** Returns all jobs, the oldest first. */
  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (long id : files.jobs()) {
      Job job = find(id);
      if (job != null) {
        jobs.add(job);
      }
    }
    jobs.sort(Comparator.comparingLong(Job::id));
    return jobs;
  }

  /**
   * Returns a job as it stands.
   *
   * @throws LoadException JOB_NOT_FOUND when there is none of that id
   */
  public Job get(long id) {
    Job job = find(id);
    if (job == null) {
      throw new LoadException(
          ErrorCode.JOB_NOT_FOUND,
          "there is no job %d in %s. See 'thunderhead jobs' for those that are there, and option job-dir for where they are looked for."
              .formatted(id, place()));
    }
    return job;
  }

  /** Reads again what was replaced while it was looked for. */
  private Job find(long id) {
    for (int i = 0; i < TRIES; i++) {
      List<String> states =
          files.names(id).stream()
              .filter(name -> name.startsWith("state-"))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (String state : states) {
        byte[] json = files.read(id, state);
        if (json != null) {
          return parse(id, json);
        }
      }
      if (states.isEmpty()) {
        return null;
      }
    }
    return null;
  }

  private static Job parse(long id, byte[] json) {
    try {
      return JSON.readValue(json, Job.class);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.JOB_STORE_FAILED,
          "the record of job %d cannot be read (%s). It may be of another version of Thunderhead."
              .formatted(id, e.getMessage()),
          e);
    }
  }

  /** Notes a new job, or one that ended and that nobody works on. */
  public void put(Job job) {
    String name = stateName(job.run(), 0);
    int number = 0;
    List<String> names = files.names(job.id());
    while (names.contains(name)) {
      name = stateName(job.run(), ++number);
    }
    write(job, name);
  }

  /** Lets the next driver write the records of a job. */
  public JobRecords records(Job job) {
    return new JobRecords(files, this, job);
  }

  void write(Job job, String name) {
    files.write(job.id(), name, json(job));
  }

  static byte[] json(Job job) {
    try {
      return JSON.writeValueAsBytes(job);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INTERNAL, "job %d cannot be written as JSON".formatted(job.id()), e);
    }
  }

  static String stateName(int run, int number) {
    return "state-%06d-%09d".formatted(run, number);
  }

  static String cancelName(int run) {
    return "cancel-%06d".formatted(run);
  }

  /** Returns the folder in which a job told its rows in conflict, or null when it told none. */
  public String conflicts(Job job) {
    byte[] folder = files.read(job.id(), CONFLICTS);
    return folder == null ? null : new String(folder, StandardCharsets.UTF_8);
  }

  /** Asks the driver of a job to end it. */
  public void cancel(Job job, String who) {
    files.write(job.id(), cancelName(job.run()), who.getBytes(StandardCharsets.UTF_8));
  }
}
