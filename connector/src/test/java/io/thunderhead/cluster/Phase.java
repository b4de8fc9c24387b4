package io.thunderhead.cluster;

/** The steps of a load at whose beginning something happens to the cluster. */
public enum Phase {
  /** The checks begin. */
  PRECHECK,
  /** A region is about to be split. */
  SPLIT,
  /** The first Write stream arrives. */
  WRITE,
  /** The first ingest arrives, all its SSTs are written. */
  INGEST,
  /** The first region is about to be read for the checksum. */
  CHECKSUM,
  /** The sums are known, and the load gives back what it holds. */
  COMMIT
}
