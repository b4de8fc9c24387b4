package io.thunderhead.option;

import io.thunderhead.type.SqlMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What each option of a load is called, means and defaults to, and which texts it takes. */
final class KnownOptions {
  static final LoadOption<List<String>> PD =
      new LoadOption<>(
              "pd",
              "",
              false,
              "host:port[,host:port...]",
              "Addresses of PD's client port; all but loads with `backend=tidb` need it.",
              Addresses::list)
          .alias("pd.addresses");
  static final LoadOption<String> CA =
      new LoadOption<>(
              "ca",
              "",
              false,
              "a PEM file",
              "Authorities that sign the cluster's certificates; turns TLS on. A file on the driver"
                  + " and on every executor, read again when it changes.",
              text -> text)
          .alias("tikv.trust_cert_collection");
  static final LoadOption<String> CERT =
      new LoadOption<>(
              "cert",
              "",
              false,
              "a PEM file",
              "This client's certificate, where the cluster asks for one.",
              text -> text)
          .alias("tikv.key_cert_chain");
  static final LoadOption<String> KEY =
      new LoadOption<>(
              "key",
              "",
              false,
              "a PEM file",
              "Private key of the client's certificate, not encrypted.",
              text -> text)
          .alias("tikv.key_file");
  static final LoadOption<Map<String, String>> STORE_ADDRESS_MAP =
      new LoadOption<>(
          "store-address-map",
          "",
          false,
          "host:port=host:port[,...]",
          "Addresses that PD tells, with those to dial in their place, for clusters behind NAT or"
              + " in containers.",
          Addresses::map);
  static final LoadOption<TableName> TABLE =
      new LoadOption<>("table", "", true, "database.table", "The table to fill.", TableName::parse);
  static final LoadOption<List<String>> PARTITIONS =
      new LoadOption<>(
          "partitions",
          "",
          false,
          "names of partitions separated by commas",
          "The only partitions that are filled, as in `INSERT INTO t PARTITION (p0, p1)`: a row of"
              + " another is a bad row, and `mode` speaks of these alone. Loads into different"
              + " partitions may run at once.",
          Values::sqlNames);
  static final LoadOption<List<String>> TIDB =
      new LoadOption<>(
          "tidb",
          "",
          false,
          "host:port[,host:port...]",
          "SQL addresses of TiDB servers, by which ids are reserved and the cluster's settings are"
              + " read. Needs MySQL's JDBC driver.",
          Addresses::list);
  static final LoadOption<String> TIDB_STATUS =
      new LoadOption<>(
          "tidb-status",
          "",
          false,
          "host:port",
          "A TiDB server's status port, from which the schema is read instead of from TiKV.",
          text -> text.isEmpty() ? "" : Addresses.one(text));
  static final LoadOption<String> USER =
      new LoadOption<>("user", "root", false, "a user of TiDB", "The user in TiDB.", text -> text)
          .alias("tidb.user");
  static final LoadOption<String> PASSWORD =
      new LoadOption<>(
              "password",
              "",
              false,
              "a password",
              "The user's password; the environment variable `THUNDERHEAD_PASSWORD` is read when it"
                  + " is not given.",
              text -> text)
          .alias("tidb.password");
  static final LoadOption<String> PASSWORD_FILE =
      new LoadOption<>(
          "password-file",
          "",
          false,
          "a file on the driver's machine",
          "A file whose first line is the password.",
          text -> text);
  static final LoadOption<ChecksumLevel> CHECKSUM =
      new LoadOption<>(
          "checksum",
          "required",
          false,
          "required, optional or off",
          "Whether the cluster's checksum of the table must equal that of the rows sent.",
          text -> ChecksumLevel.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<Boolean> CHECKSUM_VIA_SQL =
      new LoadOption<>(
          "checksum-via-sql",
          "false",
          false,
          "true or false",
          "Whether TiDB sums up the table, by `ADMIN CHECKSUM TABLE`, instead of the stores being"
              + " asked; needs `tidb`.",
          Values::flag);
  static final LoadOption<Long> DISTSQL_SCAN_CONCURRENCY =
      new LoadOption<>(
              "distsql-scan-concurrency",
              "15",
              false,
              "a whole number > 0",
              "Checksum requests that are under way at once.",
              Values::positive)
          .alias("checksum-table-concurrency");
  static final LoadOption<AnalyzeLevel> ANALYZE =
      new LoadOption<>(
          "analyze",
          "optional",
          false,
          "required, optional or off",
          "Whether TiDB gathers statistics after the load, by `ANALYZE TABLE`; needs `tidb`. `off`"
              + " leaves them to TiDB, which is told how many rows there are.",
          text -> AnalyzeLevel.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<Optional<Long>> REGION_SPLIT_SIZE =
      new LoadOption<>(
              "region-split-size",
              "auto",
              false,
              "auto or a size such as 96MiB",
              "Key and value bytes that a region is made for; `auto` is TiKV's"
                  + " `coprocessor.region-split-size`, 96MiB at least.",
              text -> unlessAuto(text, Values::bytes))
          .alias("bytesPerRegion");
  static final LoadOption<Optional<Long>> REGION_SPLIT_KEYS =
      new LoadOption<>(
          "region-split-keys",
          "auto",
          false,
          "auto or a whole number > 0",
          "Keys that a region is made for; `auto` is TiKV's `coprocessor.region-split-keys`, 960000"
              + " at least.",
          text -> unlessAuto(text, Values::positive));
  static final LoadOption<Long> REGION_SPLIT_RATE =
      new LoadOption<>(
          "region-split-rate",
          "0",
          false,
          "a whole number >= 0",
          "Regions that are split, and scattered, in a second at most before the load; 0 for no"
              + " bound.",
          Values::notNegative);
  static final LoadOption<Long> PARTITION_SIZE =
      new LoadOption<>(
          "partition-size",
          "256MiB",
          false,
          "a size such as 256MiB",
          "Key and value bytes that one task sorts and writes at most, but for those of a single"
              + " region.",
          Values::bytes);
  static final LoadOption<Long> TASK_MEMORY =
      new LoadOption<>(
          "task-memory",
          "512MiB",
          false,
          "a size such as 512MiB",
          "Memory in which one task sorts, as far as Spark has it; what does not fit is set aside"
              + " in Spark's local folders.",
          Values::bytes);
  static final LoadOption<Long> REGION_JOB_SIZE =
      new LoadOption<>(
          "region-job-size",
          "32MiB",
          false,
          "a size such as 32MiB",
          "Key and value bytes that one task holds before it writes them.",
          Values::bytes);
  static final LoadOption<Long> SEND_KV_SIZE =
      new LoadOption<>(
          "send-kv-size",
          "16KiB",
          false,
          "a size such as 16KiB",
          "Key and value bytes of one message to a store.",
          Values::bytes);
  static final LoadOption<SstTransport> SST_TRANSPORT =
      new LoadOption<>(
          "sst-transport",
          "write",
          false,
          "write or upload",
          "Whether stores build SSTs out of streamed KVs, or Spark's executors build them in"
              + " Spark's local folders and upload them.",
          text -> SstTransport.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<SstCompression> SST_COMPRESSION =
      new LoadOption<>(
          "sst-compression",
          "zstd",
          false,
          "zstd, lz4 or none",
          "How the SSTs of `sst-transport=upload` are compressed.",
          text -> SstCompression.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<Long> REGION_JOB_RETRIES =
      new LoadOption<>(
          "region-job-retries",
          "30",
          false,
          "a whole number > 0",
          "Tries of one region job before the load fails.",
          Values::positive);
  static final LoadOption<Duration> RETRY_MAX_WAIT =
      new LoadOption<>(
          "retry-max-wait",
          "30s",
          false,
          "a duration such as 30s",
          "Longest pause between two tries of any request; those of a region job start at 200ms and"
              + " double.",
          Values::duration);
  static final LoadOption<Duration> WRITE_TIMEOUT =
      new LoadOption<>(
          "write-timeout",
          "15m",
          false,
          "a duration such as 15m",
          "Bound of one stream of KVs to a store.",
          Values::duration);
  static final LoadOption<Duration> INGEST_TIMEOUT =
      new LoadOption<>(
          "ingest-timeout",
          "2m",
          false,
          "a duration such as 2m",
          "Bound of one ingest request.",
          Values::duration);
  static final LoadOption<Boolean> PAUSE_SCHEDULER =
      new LoadOption<>(
          "pause-pd-scheduler-scope",
          "table",
          false,
          "table or none",
          "Whether PD leaves the table's regions where they are during the load.",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "table" -> true;
                case "none" -> false;
                default -> throw new IllegalArgumentException(text);
              });
  static final LoadOption<Boolean> TIKV_IMPORT_MODE =
      new LoadOption<>(
          "tikv-import-mode",
          "false",
          false,
          "true or false",
          "Whether every store is in import mode while the load writes: more room for it, at the"
              + " cost of everyone else.",
          Values::flag);
  static final LoadOption<Long> STORE_WRITE_LIMIT =
      new LoadOption<>(
              "store-write-bwlimit",
              "0",
              false,
              "a size such as 100MiB, or 0 for no limit",
              "Key and value bytes a second that go to each store, from all executors together.",
              text -> text.equals("0") ? 0L : Values.bytes(text))
          .alias("max-write-speed");
  static final LoadOption<Optional<ZoneId>> TIME_ZONE =
      new LoadOption<>(
          "time-zone",
          "UTC",
          false,
          "a zone such as UTC, +08:00 or Europe/Berlin, or cluster",
          "Zone in which TIMESTAMP texts are read; `cluster` is TiDB's global `time_zone`.",
          text ->
              text.equalsIgnoreCase("cluster") ? Optional.empty() : Optional.of(ZoneId.of(text)));
  static final LoadOption<Set<SqlMode>> SQL_MODE =
      new LoadOption<>(
          "sql-mode",
          "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO",
          false,
          "mode names separated by commas",
          "SQL mode that decides which values are errors.",
          SqlMode::parse);
  static final LoadOption<Boolean> NEW_COLLATION =
      new LoadOption<>(
          "new-collation",
          "true",
          false,
          "true or false",
          "The cluster's new_collation_enabled, a constant in its mysql.tidb table.",
          Values::flag);
  static final LoadOption<Duration> PROGRESS_INTERVAL =
      new LoadOption<>(
          "progress-interval",
          "5s",
          false,
          "a duration such as 5s",
          "Time between two progress lines.",
          Values::duration);
  static final LoadOption<Long> MAX_ERROR =
      new LoadOption<>(
              "max-error",
              "0",
              false,
              "a whole number >= 0",
              "Rows that may be bad and are set aside in `bad-rows`; one more fails the load.",
              Values::notNegative)
          .alias("record-errors");
  static final LoadOption<String> BAD_ROWS =
      new LoadOption<>(
          "bad-rows",
          "",
          false,
          "a folder of any Hadoop file system",
          "Folder that takes the rows that are set aside, as JSON lines.",
          text -> text);
  static final LoadOption<ConflictStrategy> ON_DUPLICATE =
      new LoadOption<>(
              "on-duplicate",
              "error",
              false,
              "error, replace, ignore, remove or record",
              "Which of the rows that claim one primary or unique key stay: none, the load fails"
                  + " (`error`); the last (`replace`, `record`); the first (`ignore`); none"
                  + " (`remove`).",
              ConflictStrategy::parse)
          .alias("conflict-strategy", "duplicate-resolution", "on-duplicate-key");
  static final LoadOption<Long> CONFLICT_THRESHOLD =
      new LoadOption<>(
          "conflict-threshold",
          "none",
          false,
          "a whole number > 0, or none",
          "Rows that may be in conflict; one more fails the load.",
          text -> text.equalsIgnoreCase("none") ? Long.MAX_VALUE : Values.positive(text));
  static final LoadOption<String> CONFLICT_ROWS =
      new LoadOption<>(
          "conflict-rows",
          "",
          false,
          "a folder of any Hadoop file system",
          "Folder that takes the rows in conflict, each with its key, place, values and what became"
              + " of it.",
          text -> text);
  static final LoadOption<ConflictFormat> CONFLICT_ROWS_FORMAT =
      new LoadOption<>(
          "conflict-rows-format",
          "csv",
          false,
          "csv or parquet",
          "Form of the files in `conflict-rows`.",
          text -> ConflictFormat.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<String> TASK_INFO_SCHEMA_NAME =
      new LoadOption<>(
          "task-info-schema-name",
          "lightning_task_info",
          false,
          "a database of TiDB, or empty",
          "Database in which the first 10,000 rows in conflict are recorded through `tidb`, in"
              + " `conflict_records_v2` and `conflict_view`; empty for none.",
          text -> text);
  static final LoadOption<CheckRequirements> CHECK_REQUIREMENTS =
      new LoadOption<>(
          "check-requirements",
          "true",
          false,
          "true, false, or ids of checks to skip, separated by commas",
          "Whether the prechecks run; `false` leaves those that guard the stored bytes.",
          CheckRequirements::parse);

  static final LoadOption<LoadMode> MODE =
      new LoadOption<>(
          "mode",
          "import",
          false,
          "import, append or overwrite",
          "What becomes of rows in the table: `import` wants none, `append` keeps them, `overwrite`"
              + " truncates the table first. The last two need option tidb; with `backend=tidb`,"
              + " `append` is the default.",
          text -> LoadMode.valueOf(text.toUpperCase(Locale.ROOT)));
  static final LoadOption<String> JOB_DIR =
      new LoadOption<>(
          "job-dir",
          ".thunderhead/jobs",
          false,
          "a folder of any Hadoop file system, tidb:DATABASE, or none",
          "Folder that keeps the records of jobs, by which they are listed, cancelled and"
              + " continued; a relative one lies in the user's home on the default file system;"
              + " `tidb:DATABASE` keeps them in a table there, through option `tidb`. The"
              + " environment variable `THUNDERHEAD_JOB_DIR` is read when it is not given.",
          text -> text);
  static final LoadOption<Long> JOB_ID =
      new LoadOption<>(
          "job-id",
          "0",
          false,
          "the id of a job",
          "Job to go on with, which failed, was cancelled, or lost its driver; 0 for a new one.",
          Values::notNegative);

  static final LoadOption<Backend> BACKEND =
      new LoadOption<>(
          "backend",
          "local",
          false,
          "local, tidb or auto",
          "How rows go into the table: as SSTs that TiKV ingests (`local`), or as SQL through TiDB"
              + " (`tidb`), which needs only option tidb, suits tables that serve traffic, and is"
              + " seen by changefeeds and log backups. `auto` takes `local` where its prechecks"
              + " allow it, else `tidb`, and tells why.",
          Backend::parse);
  static final LoadOption<Long> LOGICAL_IMPORT_BATCH_SIZE =
      new LoadOption<>(
          "logical-import-batch-size",
          "1MiB",
          false,
          "a size such as 1MiB",
          "SQL text of one transaction of `backend=tidb`, at most.",
          Values::bytes);
  static final LoadOption<Long> LOGICAL_IMPORT_BATCH_ROWS =
      new LoadOption<>(
          "logical-import-batch-rows",
          "5000",
          false,
          "a whole number > 0",
          "Rows of one transaction of `backend=tidb`, at most.",
          Values::positive);
  static final LoadOption<RowStatement> LOGICAL_IMPORT_STATEMENT =
      new LoadOption<>(
          "logical-import-statement",
          "auto",
          false,
          "auto or insert",
          "What brings rows with `backend=tidb`: `auto` streams them by `LOAD DATA LOCAL INFILE`"
              + " where the server allows it, a transaction undoes it (TiDB from 7.6.0) and the"
              + " table has no binary, BIT or YEAR column, and repeats a batch that does not go in"
              + " as it stands by INSERT; `insert` takes INSERT alone.",
          RowStatement::parse);
  static final LoadOption<Long> LOGICAL_IMPORT_RATE =
      new LoadOption<>(
          "logical-import-rate",
          "0",
          false,
          "a whole number >= 0",
          "Rows that `backend=tidb` writes in a second at most, all executors together; 0 for no"
              + " bound.",
          Values::notNegative);
  static final LoadOption<Boolean> FOREIGN_KEY_CHECKS =
      new LoadOption<>(
          "foreign-key-checks",
          "true",
          false,
          "true or false",
          "Whether `backend=tidb` has TiDB check foreign keys.",
          Values::flag);

  /** Every option, in the order in which users should read them. */
  static final List<LoadOption<?>> ALL =
      List.of(
          BACKEND,
          PD,
          CA,
          CERT,
          KEY,
          STORE_ADDRESS_MAP,
          TABLE,
          PARTITIONS,
          TIDB,
          TIDB_STATUS,
          USER,
          PASSWORD,
          PASSWORD_FILE,
          CHECKSUM,
          CHECKSUM_VIA_SQL,
          DISTSQL_SCAN_CONCURRENCY,
          ANALYZE,
          REGION_SPLIT_SIZE,
          REGION_SPLIT_KEYS,
          REGION_SPLIT_RATE,
          PARTITION_SIZE,
          TASK_MEMORY,
          REGION_JOB_SIZE,
          SEND_KV_SIZE,
          SST_TRANSPORT,
          SST_COMPRESSION,
          REGION_JOB_RETRIES,
          RETRY_MAX_WAIT,
          WRITE_TIMEOUT,
          INGEST_TIMEOUT,
          PAUSE_SCHEDULER,
          TIKV_IMPORT_MODE,
          STORE_WRITE_LIMIT,
          TIME_ZONE,
          SQL_MODE,
          NEW_COLLATION,
          PROGRESS_INTERVAL,
          MAX_ERROR,
          BAD_ROWS,
          ON_DUPLICATE,
          CONFLICT_THRESHOLD,
          CONFLICT_ROWS,
          CONFLICT_ROWS_FORMAT,
          TASK_INFO_SCHEMA_NAME,
          CHECK_REQUIREMENTS,
          MODE,
          LOGICAL_IMPORT_BATCH_SIZE,
          LOGICAL_IMPORT_BATCH_ROWS,
          LOGICAL_IMPORT_STATEMENT,
          LOGICAL_IMPORT_RATE,
          FOREIGN_KEY_CHECKS,
          JOB_DIR,
          JOB_ID);

  private KnownOptions() {}

  private static Optional<Long> unlessAuto(String text, Function<String, Long> parser) {
    return text.equalsIgnoreCase("auto") ? Optional.empty() : Optional.of(parser.apply(text));
  }
}
