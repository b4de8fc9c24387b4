package io.thunderhead.option;

/**
 * The prechecks by name, Lightning's where it has one (import-protocol 5.1), in the order in which
 * they run and are told.
 */
public enum CheckId {
  /** The table is there. */
  CHECK_TARGET_TABLE_EXISTS(Severity.CRITICAL, false),
  /** Every column and index can be written. */
  CHECK_TARGET_TABLE_SUPPORTED(Severity.CRITICAL, false),
  /** The input's columns fit the table's. */
  CHECK_SOURCE_SCHEMA_VALID(Severity.CRITICAL, false),
  /** The table has neither rows nor index entries. */
  CHECK_TARGET_TABLE_EMPTY(Severity.CRITICAL, false),
  /** No import job of TiDB works on the table. */
  CHECK_TARGET_TABLE_ACTIVE_JOB(Severity.CRITICAL, true),
  /** No DDL of the table is in flight. */
  CHECK_TARGET_TABLE_DDL(Severity.CRITICAL, true),
  /** The user may do to the table what IMPORT INTO asks for. */
  CHECK_TARGET_PRIVILEGES(Severity.CRITICAL, true),
  /** PD, TiKV and TiDB are new enough. */
  CHECK_TARGET_CLUSTER_VERSION(Severity.CRITICAL, true),
  /** TiDB works on the cluster of this PD. */
  CHECK_PD_TIDB_FROM_SAME_CLUSTER(Severity.CRITICAL, true),
  /** No changefeed and no log backup would miss the rows. */
  CHECK_TARGET_USING_CDC_PITR(Severity.CRITICAL, true),
  /** No other importer or restore is at work in the cluster. */
  CHECK_TARGET_OTHER_IMPORTS(Severity.WARNING, true),
  /** The stores have few empty regions. */
  CHECK_TARGET_CLUSTER_EMPTY_REGION(Severity.WARNING, true),
  /** The stores have alike numbers of regions. */
  CHECK_TARGET_CLUSTER_REGION_DISTRIBUTION(Severity.WARNING, true),
  /** PD's timestamps and this machine's clock agree. */
  CHECK_CLOCK_SKEW(Severity.WARNING, true),
  /** Garbage collection leaves versions alone for a while. */
  CHECK_GC_LIFE_TIME(Severity.WARNING, true),
  /** Spark runs no task twice at once. */
  CHECK_SPARK_SPECULATION(Severity.WARNING, true),
  /** The stores have room for the rows and all their replicas. */
  CHECK_TARGET_CLUSTER_SIZE(Severity.WARNING, true),
  /** The stores can carry the regions that the load makes. */
  CHECK_TARGET_CLUSTER_REGION_COUNT(Severity.WARNING, true),
  /** Spark's local folders have room for the sorted rows. */
  CHECK_LOCAL_TEMP_KV_DIR(Severity.WARNING, true),
  /** TiDB knows the load's time zone; of loads by SQL, as those below. */
  CHECK_SQL_TIME_ZONE(Severity.CRITICAL, true),
  /** A batch fits into one packet. */
  CHECK_SQL_MAX_ALLOWED_PACKET(Severity.WARNING, true),
  /** A batch fits into one transaction. */
  CHECK_SQL_TXN_SIZE(Severity.WARNING, true),
  /** Nothing else happens when a row is written. */
  CHECK_SQL_SIDE_EFFECTS(Severity.WARNING, true);

  private final Severity severity;
  private final boolean skippable;

  CheckId(Severity severity, boolean skippable) {
    this.severity = severity;
    this.skippable = skippable;
  }

  /** Returns what follows when it fails. */
  public Severity severity() {
    return severity;
  }

  /** Tells whether a load may go without it; without the others it would store wrong bytes. */
  public boolean skippable() {
    return skippable;
  }
}
