package io.thunderhead.mini;

/** Kinds of region errors that a fault can answer with (import-protocol 3.2). */
public enum RegionErrorKind {
  /** Not the leader, and no hint who is. */
  NOT_LEADER,
  REGION_NOT_FOUND,
  /** Names the region as it is now, with the same epoch. */
  EPOCH_NOT_MATCH,
  SERVER_IS_BUSY,
  STALE_COMMAND,
  STORE_NOT_MATCH,
  KEY_NOT_IN_REGION,
  RAFT_ENTRY_TOO_LARGE,
  READ_INDEX_NOT_READY,
  PROPOSAL_IN_MERGING_MODE,
  DISK_FULL,
  MAX_TIMESTAMP_NOT_SYNCED,
  DATA_IS_NOT_READY,
  REGION_NOT_INITIALIZED,
  RECOVERY_IN_PROGRESS,
  FLASHBACK_IN_PROGRESS,
  FLASHBACK_NOT_PREPARED,
  IS_WITNESS,
  MISMATCH_PEER_ID,
  BUCKET_VERSION_NOT_MATCH,
  /** The entry may have been committed or not. */
  UNDETERMINED_RESULT,
  /** No special kind; the message says that Raft dropped the proposal. */
  RAFT_PROPOSAL_DROPPED
}
