package io.thunderhead.journal;

import java.util.List;

/**
 * The small files of jobs. A file is seen whole or not at all, also when its writer dies or the
 * store has no renames: what is torn reads as if it were not there.
 */
interface JobFiles {
  /** Returns the jobs that have files, in no order. */
  List<Long> jobs();

  /** Returns the names of a job's files, in no order; none when there is no such job. */
  List<String> names(long job);

  /** Returns what is in a file, or null when it is not there or torn. */
  byte[] read(long job, String name);

  /** Writes a file of a new name; it outlives this process when this returns. */
  void write(long job, String name, byte[] content);

  /**
   * Writes a file unless there is one of that name; of two that do so at once one succeeds, as far
   * as the store can tell.
   *
   * @return whether it was written
   */
  boolean create(long job, String name, byte[] content);

  /** Removes a file; one that is gone is no error. */
  void delete(long job, String name);

  /** Returns where the files are, for messages. */
  String place();
}
