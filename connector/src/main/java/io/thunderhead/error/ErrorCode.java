package io.thunderhead.error;

/** The kinds of failure a load can end with; names follow TiDB Lightning's where it has one. */
public enum ErrorCode {
  /** An option is unknown, missing or has a bad value. */
  INVALID_OPTION(Blame.USER),
  /** An input path matches nothing, cannot be read, or holds no rows. */
  SOURCE_UNREADABLE(Blame.USER),
  /** An input file changed or vanished while it was loaded. */
  SOURCE_CHANGED(Blame.USER),
  /** The header or the columns of the input do not fit the table. */
  SOURCE_SCHEMA_INVALID(Blame.USER),
  /** A value or a line of the input cannot be stored in the table. */
  BAD_ROW(Blame.USER),
  /** Two rows claim one primary or unique key. */
  DUPLICATE_KEY(Blame.USER),
  /** The target database or table does not exist. */
  TABLE_NOT_FOUND(Blame.USER),
  /** The target table already has rows or index entries. */
  TABLE_NOT_EMPTY(Blame.USER),
  /** Rows and index entries of the target table do not fit each other. */
  TABLE_INCONSISTENT(Blame.USER),
  /** An import job, DDL, a changefeed or a log backup stands in the way of the load. */
  TABLE_IN_USE(Blame.USER),
  /** The target table uses a feature that physical mode does not write. */
  UNSUPPORTED(Blame.USER),
  /** DDL changed, truncated or dropped the table while it was loaded. */
  SCHEMA_CHANGED(Blame.USER),
  /** AUTO_INCREMENT, AUTO_RANDOM or row ids do not suffice for the rows. */
  IDS_EXHAUSTED(Blame.USER),
  /** TiDB refuses the user, or the user lacks a privilege. */
  ACCESS_DENIED(Blame.USER),
  /** There is no job of that id where jobs are kept. */
  JOB_NOT_FOUND(Blame.USER),
  /** A job cannot go on: it is done, at work, or what it loads has changed. */
  JOB_REFUSED(Blame.USER),
  /** A user cancelled the job. */
  CANCELLED(Blame.USER),
  /** The records of jobs cannot be read or written. */
  JOB_STORE_FAILED(Blame.USER),
  /** TiDB refuses a statement of the load. */
  SQL_FAILED(Blame.CLUSTER),
  /** PD, a TiKV store or TiDB does not answer. */
  UNREACHABLE(Blame.CLUSTER),
  /** A store refuses writes because its disk is full. */
  DISK_FULL(Blame.CLUSTER),
  /** A region job used up its attempts. */
  RETRIES_EXHAUSTED(Blame.CLUSTER),
  /** The cluster answers against the protocol. */
  CLUSTER_PROTOCOL(Blame.CLUSTER),
  /** What was sent and what the cluster stored differ. */
  CHECKSUM_MISMATCH(Blame.CLUSTER),
  /** An ingest was sent and its outcome could not be learnt. */
  INGEST_STATE_UNKNOWN(Blame.CLUSTER, Outcome.UNKNOWN),
  /** All rows were written, and whether the cluster stores them could not be seen. */
  COMMIT_UNKNOWN(Blame.CLUSTER, Outcome.UNKNOWN),
  /** The rows are in the table, and a step that belongs to the load did not follow. */
  UNFINISHED(Blame.CLUSTER, Outcome.DONE),
  /** A rule that the product keeps for itself is broken: a defect. */
  INTERNAL(Blame.INTERNAL);

  /** Who can mend it. */
  public enum Blame {
    USER,
    CLUSTER,
    INTERNAL
  }

  private final Blame blame;
  private final Outcome outcome;

  ErrorCode(Blame blame) {
    this(blame, Outcome.FAILED);
  }

  ErrorCode(Blame blame, Outcome outcome) {
    this.blame = blame;
    this.outcome = outcome;
  }

  /** Returns who can mend a failure of this kind. */
  public Blame blame() {
    return blame;
  }

  /** Returns what is known of the rows of a load that ended so. */
  public Outcome outcome() {
    return outcome;
  }
}
