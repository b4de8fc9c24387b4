package io.thunderhead.journal;

import java.time.Duration;

/**
 * One job as it stands.
 *
 * @param id a timestamp of the cluster's PD, so that ids are unique and in the order of time
 * @param run counts the drivers that worked on the job, from 1; 0 before the first
 * @param tableId 0 until it is known
 * @param sourceBytes bytes of the files, 0 for a DataFrame
 * @param startMillis when the first driver began, 0 before
 * @param endMillis when it ended, 0 before
 * @param updateMillis when its driver last gave a sign
 * @param importedRows rows in the table; before a job has finished, those that stay there however
 *     it ends
 * @param message what it ended with, empty before
 * @param driver process and host
 */
public record Job(
    long id,
    int run,
    JobRequest request,
    long tableId,
    long sourceBytes,
    JobStatus status,
    JobStep step,
    long startMillis,
    long endMillis,
    long updateMillis,
    long importedRows,
    String message,
    String driver) {
  /** A driver that gave no sign for so long is dead, or cannot reach the records. */
  public static final Duration SILENCE = Duration.ofSeconds(60);

  /** Makes a job that waits for its driver. */
  public static Job pending(long id, JobRequest request) {
    long now = request.createMillis();
    return new Job(id, 0, request, 0, 0, JobStatus.PENDING, JobStep.NONE, 0, 0, now, 0, "", "");
  }

  /** Returns the job in the hands of the next driver. */
  public Job running(String byDriver, long sourceSize, long nowMillis) {
    return new Job(
        id,
        run + 1,
        request,
        tableId,
        sourceSize,
        JobStatus.RUNNING,
        JobStep.of("", nowMillis),
        startMillis == 0 ? nowMillis : startMillis,
        0,
        nowMillis,
        importedRows,
        "",
        byDriver);
  }

  /** Returns the job with its table. */
  public Job into(long ofTable) {
    return new Job(
        id,
        run,
        request,
        ofTable,
        sourceBytes,
        status,
        step,
        startMillis,
        endMillis,
        updateMillis,
        importedRows,
        message,
        driver);
  }

  /** Returns the job a while later. */
  public Job at(JobStep now, long nowMillis) {
    return at(now, importedRows, nowMillis);
  }

  /** As the other, with the rows that stay. */
  public Job at(JobStep now, long rows, long nowMillis) {
    return new Job(
        id,
        run,
        request,
        tableId,
        sourceBytes,
        status,
        now,
        startMillis,
        endMillis,
        nowMillis,
        rows,
        message,
        driver);
  }

  /** Returns the job at its end. */
  public Job ended(JobStatus how, long rows, String why, long nowMillis) {
    return new Job(
        id,
        run,
        request,
        tableId,
        sourceBytes,
        how,
        step,
        startMillis,
        nowMillis,
        nowMillis,
        rows,
        why,
        driver);
  }

  /** Tells whether a driver should be at work and gives no sign. */
  public boolean isSilent(long nowMillis) {
    return status == JobStatus.RUNNING && nowMillis - updateMillis > SILENCE.toMillis();
  }
}
