package io.thunderhead.journal;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The records of one job in the hands of the driver that works on it. Thread-safe. */
public final class JobRecords {
  private final JobFiles files;
  private final JobStore store;
  private Job job;
  private int states;
  private int parts;

  JobRecords(JobFiles files, JobStore store, Job job) {
    this.files = files;
    this.store = store;
    this.job = job;
  }

  /** Returns the job as it was last noted. */
  public synchronized Job job() {
    return job;
  }

  /**
   * Notes that this driver has the job.
   *
   * @throws LoadException JOB_REFUSED when another driver has taken it up just now
   */
  public synchronized void begin() {
    String name = JobStore.stateName(job.run(), states);
    if (!files.create(job.id(), name, JobStore.json(job))) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d was taken up by another driver just now. See 'thunderhead jobs %d'; when nobody is at work, remove file %s of it from %s."
              .formatted(job.id(), job.id(), name, files.place()));
    }
    states++;
  }

  /** Notes how the job stands, and forgets how it stood before. */
  public synchronized void put(Job now) {
    store.write(now, JobStore.stateName(now.run(), states));
    String kept = JobStore.stateName(now.run(), states - 1);
    String latest = JobStore.stateName(now.run(), states);
    if (states % 16 == 0) {
      files.names(now.id()).stream()
          .filter(name -> name.startsWith("state-") && !name.equals(latest) && !name.equals(kept))
          .filter(name -> name.compareTo(latest) < 0)
          .forEach(name -> files.delete(now.id(), name));
    }
    states++;
    job = now;
  }

  /** Returns what is settled under a name, or null. */
  public byte[] settled(String name) {
    return files.read(job().id(), name);
  }

  /** Settles something. */
  public void settle(String name, byte[] content) {
    files.write(job().id(), name, content);
  }

  /** Notes partitions that were finished. */
  public synchronized void addPart(byte[] content) {
    files.write(job.id(), "part-%06d-%09d".formatted(job.run(), parts), content);
    parts++;
  }

  /** Returns all that was noted of finished partitions, by any driver. */
  public List<byte[]> parts() {
    return settledUnder("part-");
  }

  /** Returns all that is settled under names that begin so. */
  public List<byte[]> settledUnder(String prefix) {
    List<byte[]> all = new ArrayList<>();
    for (String name : files.names(job().id())) {
      byte[] content = name.startsWith(prefix) ? files.read(job().id(), name) : null;
      if (content != null) {
        all.add(content);
      }
    }
    return all;
  }

  /** Returns who wishes to cancel this run, or null when nobody does. */
  public String cancelledBy() {
    Job now = job();
    byte[] who = files.read(now.id(), JobStore.cancelName(now.run()));
    return who == null ? null : new String(who, StandardCharsets.UTF_8);
  }

  /** Notes where the rows in conflict are told. */
  public void noteConflicts(String folder) {
    settle(JobStore.CONFLICTS, folder.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Removes what only a job that may go on needs.
   *
   * @param kept what stays begins so
   */
  public void forgetWork(String kept) {
    long id = job().id();
    for (String name : files.names(id)) {
      if (!name.startsWith("state-")
          && !name.equals(JobStore.CONFLICTS)
          && !name.startsWith(kept)) {
        files.delete(id, name);
      }
    }
  }
}
