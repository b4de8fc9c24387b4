package io.thunderhead.option;

import static io.thunderhead.option.KnownOptions.ALL;
import static io.thunderhead.option.KnownOptions.ANALYZE;
import static io.thunderhead.option.KnownOptions.BACKEND;
import static io.thunderhead.option.KnownOptions.BAD_ROWS;
import static io.thunderhead.option.KnownOptions.CA;
import static io.thunderhead.option.KnownOptions.CERT;
import static io.thunderhead.option.KnownOptions.CHECKSUM;
import static io.thunderhead.option.KnownOptions.CHECKSUM_VIA_SQL;
import static io.thunderhead.option.KnownOptions.CHECK_REQUIREMENTS;
import static io.thunderhead.option.KnownOptions.CONFLICT_ROWS;
import static io.thunderhead.option.KnownOptions.CONFLICT_ROWS_FORMAT;
import static io.thunderhead.option.KnownOptions.CONFLICT_THRESHOLD;
import static io.thunderhead.option.KnownOptions.DISTSQL_SCAN_CONCURRENCY;
import static io.thunderhead.option.KnownOptions.FOREIGN_KEY_CHECKS;
import static io.thunderhead.option.KnownOptions.INGEST_TIMEOUT;
import static io.thunderhead.option.KnownOptions.JOB_DIR;
import static io.thunderhead.option.KnownOptions.JOB_ID;
import static io.thunderhead.option.KnownOptions.KEY;
import static io.thunderhead.option.KnownOptions.LOGICAL_IMPORT_BATCH_ROWS;
import static io.thunderhead.option.KnownOptions.LOGICAL_IMPORT_BATCH_SIZE;
import static io.thunderhead.option.KnownOptions.LOGICAL_IMPORT_RATE;
import static io.thunderhead.option.KnownOptions.LOGICAL_IMPORT_STATEMENT;
import static io.thunderhead.option.KnownOptions.MAX_ERROR;
import static io.thunderhead.option.KnownOptions.MODE;
import static io.thunderhead.option.KnownOptions.NEW_COLLATION;
import static io.thunderhead.option.KnownOptions.ON_DUPLICATE;
import static io.thunderhead.option.KnownOptions.PARTITIONS;
import static io.thunderhead.option.KnownOptions.PARTITION_SIZE;
import static io.thunderhead.option.KnownOptions.PASSWORD;
import static io.thunderhead.option.KnownOptions.PASSWORD_FILE;
import static io.thunderhead.option.KnownOptions.PAUSE_SCHEDULER;
import static io.thunderhead.option.KnownOptions.PD;
import static io.thunderhead.option.KnownOptions.PROGRESS_INTERVAL;
import static io.thunderhead.option.KnownOptions.REGION_JOB_RETRIES;
import static io.thunderhead.option.KnownOptions.REGION_JOB_SIZE;
import static io.thunderhead.option.KnownOptions.REGION_SPLIT_KEYS;
import static io.thunderhead.option.KnownOptions.REGION_SPLIT_RATE;
import static io.thunderhead.option.KnownOptions.REGION_SPLIT_SIZE;
import static io.thunderhead.option.KnownOptions.RETRY_MAX_WAIT;
import static io.thunderhead.option.KnownOptions.SEND_KV_SIZE;
import static io.thunderhead.option.KnownOptions.SQL_MODE;
import static io.thunderhead.option.KnownOptions.SST_COMPRESSION;
import static io.thunderhead.option.KnownOptions.SST_TRANSPORT;
import static io.thunderhead.option.KnownOptions.STORE_ADDRESS_MAP;
import static io.thunderhead.option.KnownOptions.STORE_WRITE_LIMIT;
import static io.thunderhead.option.KnownOptions.TABLE;
import static io.thunderhead.option.KnownOptions.TASK_INFO_SCHEMA_NAME;
import static io.thunderhead.option.KnownOptions.TASK_MEMORY;
import static io.thunderhead.option.KnownOptions.TIDB;
import static io.thunderhead.option.KnownOptions.TIDB_STATUS;
import static io.thunderhead.option.KnownOptions.TIKV_IMPORT_MODE;
import static io.thunderhead.option.KnownOptions.TIME_ZONE;
import static io.thunderhead.option.KnownOptions.USER;
import static io.thunderhead.option.KnownOptions.WRITE_TIMEOUT;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.SqlMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of one load, read and checked.
 *
 * <p>Keys are lower-kebab and match without regard to case; {@code camelCase} is taken as well.
 */
public final class LoadOptions {
  private final Map<String, String> given;
  private final String password;
  private final String jobDir;

  private LoadOptions(Map<String, String> given, Map<String, String> environment) {
    this.given = given;
    this.password = findPassword(environment.getOrDefault("THUNDERHEAD_PASSWORD", ""));
    this.jobDir = environment.getOrDefault("THUNDERHEAD_JOB_DIR", JOB_DIR.defaultText());
  }

  /**
   * Reads options.
   *
   * @throws LoadException INVALID_OPTION for an unknown key, with the nearest known one, for a
   *     missing required key, and for a bad value
   */
  public static LoadOptions parse(Map<String, String> options) {
    return parse(options, System.getenv());
  }

  /**
   * Reads what says where jobs are kept and how TiDB is reached, of options that say nothing else.
   *
   * @throws LoadException INVALID_OPTION for a bad value
   */
  public static LoadOptions ofJobs(Map<String, String> options) {
    Map<String, String> given = new LinkedHashMap<>(options);
    given
        .keySet()
        .retainAll(
            Stream.of(JOB_DIR, TIDB, USER, PASSWORD, PASSWORD_FILE).map(LoadOption::key).toList());
    return new LoadOptions(given, System.getenv());
  }

  static LoadOptions parse(Map<String, String> options, Map<String, String> environment) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, String> option : TiSparkNames.translated(options).entrySet()) {
      SourceOptions.refuse(option.getKey());
      given.put(NearestName.known(option.getKey(), ALL).key(), option.getValue());
    }
    LoadOptions parsed = new LoadOptions(given, environment);
    ALL.forEach(parsed::value);
    parsed.requireForBackend();
    if (parsed.tidb().isEmpty() && parsed.takesTimeZoneOfCluster()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: 'cluster' needs option tidb, which tells the cluster's zone");
    }
    parsed.requireTidb(CHECKSUM_VIA_SQL, parsed.checksumViaSql());
    parsed.requireTidb(ANALYZE, parsed.analyze() == AnalyzeLevel.REQUIRED);
    if (parsed.tidb().isEmpty() && parsed.mode() != LoadMode.IMPORT) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option mode: '%s' needs option tidb, which keeps ids apart and empties tables"
              .formatted(parsed.text(MODE)));
    }
    if (parsed.mode() == LoadMode.APPEND && parsed.checksumViaSql()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option checksum-via-sql: TiDB sums up the whole table, and mode 'append' needs the sum"
              + " of what was added. Leave the option out");
    }
    if (!parsed.partitions().isEmpty() && parsed.checksumViaSql()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option checksum-via-sql: TiDB sums up the whole table, and option partitions needs the"
              + " sum of some partitions. Leave the option out");
    }
    if (parsed.maxError() > 0 && parsed.badRows().isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option bad-rows is missing: max-error %d sets rows aside, and they must lie somewhere (expected: %s)"
              .formatted(parsed.maxError(), BAD_ROWS.expected()));
    }
    if (parsed.onDuplicate() == ConflictStrategy.RECORD && parsed.conflictRows().isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option conflict-rows is missing: on-duplicate record tells rows in conflict, and they must lie somewhere (expected: %s)"
              .formatted(CONFLICT_ROWS.expected()));
    }
    return parsed;
  }

  private void requireForBackend() {
    if (backend() == Backend.LOCAL) {
      if (pd().isEmpty()) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option pd is missing (expected: %s)".formatted(PD.expected()));
      }
      return;
    }
    if (backend() == Backend.AUTO) {
      requireForChoice();
      return;
    }
    requireGiven(TIDB, !tidb().isEmpty(), "rows go through TiDB's SQL port");
    ConflictStrategy strategy = onDuplicate();
    requireGiven(
        ON_DUPLICATE,
        strategy != ConflictStrategy.REMOVE && strategy != ConflictStrategy.RECORD,
        "of the strategies SQL has error, replace and ignore");
  }

  private void requireForChoice() {
    if (pd().isEmpty() && tidb().isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option backend: 'auto' chooses between options pd and tidb, and neither is given"
              + " (expected: both, or one of them)");
    } else if (jobId() != 0) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option backend: 'auto' chooses for new loads, and job-id goes on with one (expected:"
              + " local or tidb, as the load began)");
    }
  }

  private static void requireGiven(LoadOption<?> option, boolean good, String why) {
    if (!good) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: backend 'tidb' cannot go without, %s (expected: %s)"
              .formatted(option.key(), why, option.expected()));
    }
  }

  private void requireTidb(LoadOption<?> option, boolean wanted) {
    if (wanted && tidb().isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: '%s' needs option tidb, the SQL address of a TiDB server"
              .formatted(option.key(), given.get(option.key())));
    }
  }

  private String findPassword(String ofEnvironment) {
    String file = given.getOrDefault(PASSWORD_FILE.key(), "");
    String direct = given.get(PASSWORD.key());
    if (file.isEmpty()) {
      return direct == null ? ofEnvironment : direct;
    } else if (direct != null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION, "options password and password-file: give one of them");
    }
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option password-file: %s cannot be read. Check the path.".formatted(file),
          e);
    }
  }

  /** Returns every option, in the order in which users should read them. */
  public static List<LoadOption<?>> all() {
    return ALL;
  }

  /**
   * Tells whether options that are not checked yet ask for SQL.
   *
   * @throws LoadException INVALID_OPTION when their {@code backend} is none
   */
  public static boolean isLogical(Map<String, String> options) {
    return backendOf(options) == Backend.TIDB;
  }

  /** Returns how rows go into the table by options that are not checked yet. */
  public static Backend backendOf(Map<String, String> options) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().equalsIgnoreCase(BACKEND.key())) {
        return BACKEND.parse(option.getValue());
      }
    }
    return Backend.LOCAL;
  }

  /** Returns options that are not checked yet with another way into the table. */
  public static Map<String, String> with(Backend backend, Map<String, String> options) {
    Map<String, String> changed = new LinkedHashMap<>(options);
    changed.keySet().removeIf(BACKEND.key()::equalsIgnoreCase);
    changed.put(BACKEND.key(), backend.name().toLowerCase(Locale.ROOT));
    return changed;
  }

  /** Returns how rows go into the table. */
  public Backend backend() {
    return value(BACKEND);
  }

  /** Returns the bytes of SQL text of one transaction. */
  public long logicalBatchBytes() {
    return value(LOGICAL_IMPORT_BATCH_SIZE);
  }

  /** Returns the rows of one transaction. */
  public int logicalBatchRows() {
    return Math.toIntExact(value(LOGICAL_IMPORT_BATCH_ROWS));
  }

  /** Returns what brings rows by SQL. */
  public RowStatement rowStatement() {
    return value(LOGICAL_IMPORT_STATEMENT);
  }

  /** Returns the rows that SQL writes in a second, 0 for no bound. */
  public long logicalRate() {
    return value(LOGICAL_IMPORT_RATE);
  }

  /** Tells whether TiDB checks foreign keys. */
  public boolean foreignKeyChecks() {
    return value(FOREIGN_KEY_CHECKS);
  }

  /** Returns PD's addresses, empty for none. */
  public List<String> pd() {
    return value(PD);
  }

  /** Returns the path of the authorities' certificates, or empty. */
  public String ca() {
    return value(CA);
  }

  /** Returns the path of the client's certificate, or empty. */
  public String cert() {
    return value(CERT);
  }

  /** Returns the path of the client's private key, or empty. */
  public String key() {
    return value(KEY);
  }

  /** Returns the addresses to dial by those that PD tells, as {@code host:port}. */
  public Map<String, String> storeAddressMap() {
    return value(STORE_ADDRESS_MAP);
  }

  /** Returns the table to fill. */
  public TableName table() {
    return value(TABLE);
  }

  /** Returns the only partitions to fill; none for the whole table. */
  public List<String> partitions() {
    return value(PARTITIONS);
  }

  /** Returns what is filled as it reads in a sentence. */
  public String target() {
    return partitions().isEmpty()
        ? "table " + table()
        : "partition %s of table %s".formatted(String.join(", ", partitions()), table());
  }

  /** Returns the SQL by which TiDB empties what the load fills. */
  public String emptyingSql() {
    return partitions().isEmpty()
        ? "TRUNCATE TABLE " + table().quoted()
        : "ALTER TABLE %s TRUNCATE PARTITION %s"
            .formatted(
                table().quoted(),
                String.join(", ", partitions().stream().map(TableName::quoted).toList()));
  }

  /** Returns the SQL addresses of TiDB servers, empty for none. */
  public List<String> tidb() {
    return value(TIDB);
  }

  /** Returns the address of a TiDB server's status port, empty for none. */
  public String tidbStatus() {
    return value(TIDB_STATUS);
  }

  /** Returns the user in TiDB. */
  public String user() {
    return value(USER);
  }

  /** Returns the user's password, empty for none. */
  public String password() {
    return password;
  }

  /** Returns how checksums are compared. */
  public ChecksumLevel checksum() {
    return value(CHECKSUM);
  }

  /** Tells whether TiDB sums up the table. */
  public boolean checksumViaSql() {
    return value(CHECKSUM_VIA_SQL);
  }

  /** Returns the checksum requests under way at once. */
  public int distsqlScanConcurrency() {
    return Math.toIntExact(value(DISTSQL_SCAN_CONCURRENCY));
  }

  /** Returns whether statistics are gathered. */
  public AnalyzeLevel analyze() {
    return value(ANALYZE);
  }

  /** Returns the bytes that a region is made for; empty to go by TiKV. */
  public Optional<Long> regionSplitSize() {
    return value(REGION_SPLIT_SIZE);
  }

  /** Returns the keys that a region is made for; empty to go by TiKV. */
  public Optional<Long> regionSplitKeys() {
    return value(REGION_SPLIT_KEYS);
  }

  /** Returns how many regions are split in a second at most, 0 for no bound. */
  public long regionSplitRate() {
    return value(REGION_SPLIT_RATE);
  }

  /** Returns the bytes that one task writes. */
  public long partitionSize() {
    return value(PARTITION_SIZE);
  }

  /** Returns the bytes of memory in which one task sorts, at most. */
  public long taskMemory() {
    return value(TASK_MEMORY);
  }

  /** Returns the bytes that one task gathers. */
  public long regionJobSize() {
    return value(REGION_JOB_SIZE);
  }

  /** Returns the bytes of one message. */
  public int sendKvSize() {
    return Math.toIntExact(value(SEND_KV_SIZE));
  }

  /** Returns who builds SSTs. */
  public SstTransport sstTransport() {
    return value(SST_TRANSPORT);
  }

  /** Returns how SSTs that are uploaded are compressed. */
  public SstCompression sstCompression() {
    return value(SST_COMPRESSION);
  }

  /** Returns the tries of one region job. */
  public int regionJobRetries() {
    return Math.toIntExact(value(REGION_JOB_RETRIES));
  }

  /** Returns the longest pause between tries. */
  public Duration retryMaxWait() {
    return value(RETRY_MAX_WAIT);
  }

  /** Returns the bound of one Write stream. */
  public Duration writeTimeout() {
    return value(WRITE_TIMEOUT);
  }

  /** Returns the bound of one ingest. */
  public Duration ingestTimeout() {
    return value(INGEST_TIMEOUT);
  }

  /** Tells whether PD's schedulers are paused for the table. */
  public boolean pauseScheduler() {
    return value(PAUSE_SCHEDULER);
  }

  /** Tells whether stores are in import mode while the load writes. */
  public boolean importMode() {
    return value(TIKV_IMPORT_MODE);
  }

  /** Returns the bytes a second for each store, zero for no limit. */
  public long storeWriteLimit() {
    return value(STORE_WRITE_LIMIT);
  }

  /** Returns the zone of TIMESTAMP texts; UTC where the cluster's is wanted. */
  public ZoneId timeZone() {
    return value(TIME_ZONE).orElse(ZoneId.of("UTC"));
  }

  /** Tells whether the cluster's own zone is wanted. */
  public boolean takesTimeZoneOfCluster() {
    return value(TIME_ZONE).isEmpty();
  }

  /** Returns the SQL mode. */
  public Set<SqlMode> sqlMode() {
    return value(SQL_MODE);
  }

  /** Tells whether the cluster uses new collations. */
  public boolean newCollation() {
    return value(NEW_COLLATION);
  }

  /** Tells whether {@link #newCollation} was given and is no default. */
  public boolean saysNewCollation() {
    return given.containsKey(NEW_COLLATION.key());
  }

  /** Returns the time between progress lines. */
  public Duration progressInterval() {
    return value(PROGRESS_INTERVAL);
  }

  /** Returns how many rows may be bad. */
  public long maxError() {
    return value(MAX_ERROR);
  }

  /** Returns the folder of rows that are set aside; empty for none. */
  public String badRows() {
    return value(BAD_ROWS);
  }

  /** Returns what is done when rows claim one key. */
  public ConflictStrategy onDuplicate() {
    return value(ON_DUPLICATE);
  }

  /** Returns how many rows may be in conflict. */
  public long conflictThreshold() {
    return value(CONFLICT_THRESHOLD);
  }

  /** Returns the folder of rows in conflict; empty for none. */
  public String conflictRows() {
    return value(CONFLICT_ROWS);
  }

  /** Returns the form of the files in that folder. */
  public ConflictFormat conflictRowsFormat() {
    return value(CONFLICT_ROWS_FORMAT);
  }

  /** Returns the database in which rows in conflict are recorded; empty for none. */
  public String taskInfoSchemaName() {
    return value(TASK_INFO_SCHEMA_NAME);
  }

  /** Returns the prechecks that are left out. */
  public CheckRequirements checkRequirements() {
    return value(CHECK_REQUIREMENTS);
  }

  /** Returns what becomes of rows that are in the table; SQL leaves them unless told otherwise. */
  public LoadMode mode() {
    return backend() == Backend.TIDB && !given.containsKey(MODE.key())
        ? LoadMode.APPEND
        : value(MODE);
  }

  /** Returns the folder of the records of jobs, or {@code none}. */
  public String jobDir() {
    return given.containsKey(JOB_DIR.key()) ? value(JOB_DIR) : jobDir;
  }

  /** Tells whether the user chose the folder of jobs, so that one that fails is an error. */
  public boolean saysJobDir() {
    return given.containsKey(JOB_DIR.key()) || !jobDir.equals(JOB_DIR.defaultText());
  }

  /** Tells whether {@link #mode} was given and is no default. */
  public boolean saysMode() {
    return given.containsKey(MODE.key());
  }

  /** Returns the job to go on with, 0 for a new one. */
  public long jobId() {
    return value(JOB_ID);
  }

  /** Returns what was given, key to text, without the password. */
  public Map<String, String> given() {
    Map<String, String> shown = new LinkedHashMap<>(given);
    shown.remove(PASSWORD.key());
    return shown;
  }

  /** Returns an option's text, its default where it was not given. */
  String text(LoadOption<?> option) {
    return given.getOrDefault(option.key(), option.defaultText());
  }

  private <T> T value(LoadOption<T> option) {
    String text = given.get(option.key());
    if (text == null && option.required()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s is missing (expected: %s)".formatted(option.key(), option.expected()));
    }
    return option.parse(text == null ? option.defaultText() : text);
  }
}
