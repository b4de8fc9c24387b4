package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.logical.SqlTarget;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.sql.Grants;
import io.thunderhead.sql.TidbClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the checks of one load by SQL; all of them ask TiDB alone. */
public final class SqlPrecheck {
  private static final Pattern VERSION = Pattern.compile("TiDB-v?(\\d+)\\.");
  private static final int OLDEST = 5;
  private static final String TXN_LIMIT = "performance.txn-total-size-limit";

  /** Words of a statement besides its rows. */
  private static final long FRAME = 64 << 10;

  private final TidbClient tidb;
  private final LoadOptions options;
  private final String ledger;
  private final String zone;

  private record Look(CheckId id, Supplier<CheckResult> work) implements Checker {
    @Override
    public CheckResult check() {
      return work.get();
    }
  }

  /**
   * @param ledger database of the ledger
   * @param zone of the load, as sessions set it
   */
  public SqlPrecheck(TidbClient tidb, LoadOptions options, String ledger, String zone) {
    this.tidb = tidb;
    this.options = options;
    this.ledger = ledger;
    this.zone = zone;
  }

  /**
   * Runs every check.
   *
   * @param begun whether rows of the load may be in the table
   */
  public PrecheckReport run(boolean begun) {
    List<Checker> checkers = new ArrayList<>();
    LogicalPlan.Target found = null;
    LoadException missing = null;
    try {
      found = SqlTarget.read(tidb, options.table()).only(options.partitions());
    } catch (LoadException e) {
      missing = e;
    }
    checkers.add(exists(missing));
    if (found != null) {
      String sql = found.sql();
      checkers.add(passing(CheckId.CHECK_TARGET_TABLE_SUPPORTED, "every column can be written"));
      if (options.mode() == LoadMode.IMPORT && !begun) {
        checkers.add(new Look(CheckId.CHECK_TARGET_TABLE_EMPTY, () -> empty(sql)));
      }
      checkers.add(new Look(CheckId.CHECK_SQL_SIDE_EFFECTS, this::sideEffects));
      checkers.add(new Look(CheckId.CHECK_SQL_TXN_SIZE, this::transaction));
    }
    checkers.add(new Look(CheckId.CHECK_TARGET_PRIVILEGES, this::privileges));
    checkers.add(new Look(CheckId.CHECK_TARGET_CLUSTER_VERSION, this::version));
    checkers.add(
        passing(
            CheckId.CHECK_TARGET_USING_CDC_PITR,
            "changefeeds and log backups see what SQL writes, whether there are any or not"));
    checkers.add(new Look(CheckId.CHECK_SQL_TIME_ZONE, this::timeZone));
    checkers.add(new Look(CheckId.CHECK_SQL_MAX_ALLOWED_PACKET, this::packet));
    return Precheck.report(checkers, options.checkRequirements());
  }

  private static Look passing(CheckId id, String message) {
    return new Look(id, () -> CheckResult.passed(id, message));
  }

  private Look exists(LoadException missing) {
    if (missing == null) {
      return passing(CheckId.CHECK_TARGET_TABLE_EXISTS, "%s is there".formatted(options.table()));
    }
    CheckId id =
        missing.code() == ErrorCode.UNSUPPORTED
            ? CheckId.CHECK_TARGET_TABLE_SUPPORTED
            : CheckId.CHECK_TARGET_TABLE_EXISTS;
    return new Look(id, () -> CheckResult.failed(id, missing.code(), missing.getMessage(), ""));
  }

  private CheckResult empty(String sql) {
    CheckId id = CheckId.CHECK_TARGET_TABLE_EMPTY;
    return tidb.rows("SELECT 1 FROM " + sql + " LIMIT 1").isEmpty()
        ? CheckResult.passed(id, "it holds no rows")
        : CheckResult.failed(
            id,
            ErrorCode.TABLE_NOT_EMPTY,
            "%s has rows, and mode 'import' wants none.".formatted(options.target()),
            "Empty it, or say mode=append.");
  }

  private CheckResult privileges() {
    CheckId id = CheckId.CHECK_TARGET_PRIVILEGES;
    Grants grants = Grants.of(tidb);
    List<String> wanted = new ArrayList<>(List.of("SELECT", "INSERT"));
    if (options.onDuplicate() == ConflictStrategy.REPLACE) {
      wanted.add("DELETE");
    } else if (options.onDuplicate() == ConflictStrategy.IGNORE) {
      wanted.add("UPDATE");
    }
    if (options.mode() == LoadMode.OVERWRITE) {
      wanted.add("DROP");
    }
    List<String> lacks = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    note(grants, options.table(), wanted, lacks, remedies);
    note(
        grants,
        new TableName(ledger, "*"),
        List.of("CREATE", "SELECT", "INSERT", "UPDATE", "DELETE"),
        lacks,
        remedies);
    return lacks.isEmpty()
        ? CheckResult.passed(
            id, "user '%s' may write the table and the ledger".formatted(options.user()))
        : CheckResult.failed(
            id,
            ErrorCode.ACCESS_DENIED,
            "user '%s' lacks %s.".formatted(options.user(), String.join(", and ", lacks)),
            String.join("; ", remedies) + "; or make a role that has them the user's default.");
  }

  private void note(
      Grants grants,
      TableName table,
      List<String> wanted,
      List<String> lacks,
      List<String> remedies) {
    List<String> missing = grants.missing(table, wanted);
    if (!missing.isEmpty()) {
      boolean all = table.table().equals("*");
      lacks.add(
          "%s on %s.%s".formatted(String.join(", ", missing), table.database(), table.table()));
      remedies.add(
          "GRANT %s ON %s.%s TO '%s'"
              .formatted(
                  String.join(", ", missing),
                  TidbClient.quoted(table.database()),
                  all ? "*" : TidbClient.quoted(table.table()),
                  options.user()));
    }
  }

  private CheckResult version() {
    CheckId id = CheckId.CHECK_TARGET_CLUSTER_VERSION;
    String version = tidb.rows("SELECT VERSION()").get(0).get(0);
    Matcher found = VERSION.matcher(version);
    if (!version.contains("TiDB")) {
      return CheckResult.passed(id, "the server is '%s', no TiDB".formatted(version));
    }
    return found.find() && Integer.parseInt(found.group(1)) < OLDEST
        ? CheckResult.failed(
            id,
            ErrorCode.UNSUPPORTED,
            "the server is '%s', older than TiDB %d.0.".formatted(version, OLDEST),
            "Upgrade the cluster.")
        : CheckResult.passed(id, "the server is '%s'".formatted(version));
  }

  private CheckResult timeZone() {
    CheckId id = CheckId.CHECK_SQL_TIME_ZONE;
    try {
      tidb.run(
          "time zone " + zone,
          List.of("SET SESSION time_zone = " + Sql.text(zone), "SET SESSION time_zone = DEFAULT"));
      return CheckResult.passed(id, "the server knows time zone " + zone);
    } catch (LoadException e) {
      if (e.code() != ErrorCode.SQL_FAILED) {
        throw e;
      }
      return CheckResult.failed(
          id,
          ErrorCode.INVALID_OPTION,
          "the server does not know time zone '%s'.".formatted(zone),
          "Give option time-zone as an offset such as +02:00, or load the server's time zone tables.");
    }
  }

  private CheckResult packet() {
    CheckId id = CheckId.CHECK_SQL_MAX_ALLOWED_PACKET;
    long most = Long.parseLong(tidb.rows("SELECT @@global.max_allowed_packet").get(0).get(0));
    long batch = options.logicalBatchBytes();
    return batch + FRAME <= most
        ? CheckResult.passed(
            id, "a batch of %,d bytes fits into a packet of %,d".formatted(batch, most))
        : CheckResult.failed(
            id,
            ErrorCode.INVALID_OPTION,
            "a batch has up to %,d bytes, and max_allowed_packet is %,d: batches will be halved until they fit."
                .formatted(batch + FRAME, most),
            "Set logical-import-batch-size below, or raise max_allowed_packet.");
  }

  private CheckResult transaction() {
    CheckId id = CheckId.CHECK_SQL_TXN_SIZE;
    List<List<String>> config =
        tidb.rows("SHOW CONFIG WHERE type = 'tidb' AND name = " + Sql.text(TXN_LIMIT));
    if (config.isEmpty()) {
      return CheckResult.skipped(id, "the server does not tell its " + TXN_LIMIT);
    }
    long most = Long.parseLong(config.get(0).get(config.get(0).size() - 1));
    long copies = 1 + count("COUNT(DISTINCT INDEX_NAME) FROM information_schema.statistics");
    long batch = options.logicalBatchBytes() * copies;
    return batch <= most
        ? CheckResult.passed(id, "a batch makes up to %,d bytes of %,d".formatted(batch, most))
        : CheckResult.failed(
            id,
            ErrorCode.INVALID_OPTION,
            "a batch makes up to %,d bytes of rows and index entries, and %s is %,d: batches will be halved until they fit."
                .formatted(batch, TXN_LIMIT, most),
            "Set logical-import-batch-size to %d or less.".formatted(most / copies));
  }

  private CheckResult sideEffects() {
    CheckId id = CheckId.CHECK_SQL_SIDE_EFFECTS;
    List<String> found = new ArrayList<>();
    long keys =
        count(
            "COUNT(DISTINCT CONSTRAINT_NAME) FROM information_schema.key_column_usage",
            " AND REFERENCED_TABLE_NAME IS NOT NULL");
    if (keys > 0 && !options.foreignKeyChecks()) {
      found.add(
          "%d foreign keys are not checked (option foreign-key-checks), so that rows may lack their parents"
              .formatted(keys));
    }
    long triggers =
        Long.parseLong(
            tidb.rows(
                    "SELECT COUNT(*) FROM information_schema.triggers WHERE EVENT_OBJECT_SCHEMA = %s AND EVENT_OBJECT_TABLE = %s"
                        .formatted(
                            Sql.text(options.table().database()),
                            Sql.text(options.table().table())))
                .get(0)
                .get(0));
    if (triggers > 0) {
      found.add("%d triggers run for each row".formatted(triggers));
    }
    return found.isEmpty()
        ? CheckResult.passed(
            id, keys == 0 ? "no foreign keys, no triggers" : keys + " foreign keys are checked")
        : CheckResult.failed(
            id,
            ErrorCode.INVALID_OPTION,
            String.join("; ", found) + ".",
            "See that this is wanted; otherwise drop them for the time of the load.");
  }

  private long count(String what) {
    return count(what, "");
  }

  private long count(String what, String more) {
    return Long.parseLong(
        tidb.rows(
                "SELECT %s WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s%s"
                    .formatted(
                        what,
                        Sql.text(options.table().database()),
                        Sql.text(options.table().table()),
                        more))
            .get(0)
            .get(0));
  }
}
