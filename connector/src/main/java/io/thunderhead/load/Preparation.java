package io.thunderhead.load;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.Backend;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.Store;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.precheck.Estimate;
import io.thunderhead.precheck.Precheck;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.precheck.Target;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.StatusPort;
import io.thunderhead.task.RegionSize;
import io.thunderhead.tikv.ApiVersion;
import io.thunderhead.tikv.StoreConfig;
import io.thunderhead.tikv.TikvClient;
import io.thunderhead.type.InputColumns;
import io.thunderhead.watch.LoadWatch;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What comes before a load changes anything: the cluster, the table, the input, the prechecks. */
final class Preparation {
  private final LoadOptions options;
  private final Consumer<String> told;
  private final Channels channels;
  private final Cluster cluster;
  private final TidbSide tidb;
  private final List<Store> stores;

  /**
   * What a load starts from.
   *
   * @param loadId start timestamp in decimal, which no other load of the cluster has
   * @param found null when the table is missing, which is among the failed checks
   * @param rows as they are read for the table; null when it is missing or no input is given
   * @param input columns of the rows; null when there are none to tell
   */
  record Start(
      String loadId,
      FoundTable found,
      EncodeSettings encode,
      RowSource rows,
      InputColumns input,
      PrecheckReport checks) {
    List<String> inputNames() {
      return input == null ? List.of() : input.names();
    }
  }

  Preparation(LoadOptions options, Consumer<String> told, Channels channels) {
    this.options = options;
    this.told = told;
    this.channels = channels;
    if (options.backend() != Backend.LOCAL) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option backend: '%s' cannot be here, where the cluster's stores are asked. Leave it out."
              .formatted(options.backend().name().toLowerCase(Locale.ROOT)));
    }
    PdClient pd = PdClient.connect(options.pd(), channels);
    this.stores = pd.stores();
    ApiVersion.rejectV2(stores, channels);
    this.tidb = TidbSide.of(options);
    this.cluster =
        new Cluster(
            pd,
            new PdHttp(pd, channels),
            new PdEtcd(pd, channels),
            new TikvClient(pd, channels),
            tidb == null ? null : tidb.client());
  }

  Cluster cluster() {
    return cluster;
  }

  /** Returns the stores as they were when the load began. */
  List<Store> stores() {
    return stores;
  }

  /** Returns TiDB's side, or null when the options name no server. */
  TidbSide tidb() {
    return tidb;
  }

  /**
   * Finds the table as it stands at a timestamp, with those partitions open that the options name.
   *
   * @throws LoadException TABLE_NOT_FOUND when it, or one of these, is not there
   */
  FoundTable find(long ts) {
    FoundTable whole = findWhole(ts);
    return options.partitions().isEmpty() ? whole : whole.only(options.partitions());
  }

  private FoundTable findWhole(long ts) {
    SchemaReader stored = new SchemaReader(cluster.tikv());
    if (options.tidbStatus().isEmpty()) {
      return stored.find(options.table(), ts);
    }
    FoundTable shown = new StatusPort(options.tidbStatus(), channels).find(options.table());
    stored.requireStored(shown, options.table(), cluster.pd().timestamp());
    return shown;
  }

  private ReachCheck reachCheck(RowSource rows, TableInfo table) {
    return new ReachCheck(
        rows.spark(),
        Connections.dialing(options),
        ReachCheck.needed(cluster.pd(), cluster.pdHttp(), KeyRanges.of(table)));
  }

  /** What is done with a table as soon as it is found, before it is looked into. */
  interface Claim {
    /** Takes nothing: nothing will be written. */
    Claim NONE = (loadId, table) -> {};

    /**
     * Takes the table.
     *
     * @throws LoadException TABLE_IN_USE when someone else has it
     */
    void take(String loadId, TableInfo table);
  }

  /**
   * Finds the table, looks at the first rows, and runs every check that needs no more of them.
   *
   * <p>The load's id is that of its job, else its start timestamp, which no other load of the
   * cluster has.
   *
   * @param source null when there is no input to check
   * @param speculation whether Spark may run a task twice at once; null when Spark is not there
   * @param job whose plan the table and the cluster must fit, when it has one
   * @throws LoadException JOB_REFUSED when table or cluster are not as they were planned with
   */
  Start start(RowSource source, Boolean speculation, Phases phases, Claim claim, JobRun job) {
    return look(source, speculation, phases, claim, job, options.mode() != LoadMode.APPEND);
  }

  private Start look(
      RowSource source,
      Boolean speculation,
      Phases phases,
      Claim claim,
      JobRun job,
      boolean mustBeEmpty) {
    long ts = cluster.pd().timestamp();
    String loadId = Long.toString(job.id() == 0 ? ts : job.id());
    Planned planned = job.planned();
    EncodeSettings encode = tidb == null ? TidbSide.settingsWithout(options) : tidb.settings();
    if (planned != null) {
      planned.requireSame(encode);
      encode = planned.encode();
    }
    FoundTable found = null;
    LoadException missing = null;
    try {
      found = find(ts);
      claim.take(loadId, found.table());
    } catch (LoadException e) {
      if (e.code() != ErrorCode.TABLE_NOT_FOUND) {
        throw e;
      }
      missing = e;
    }
    if (planned != null && found != null) {
      planned.requireSame(found);
    }
    RowSource rows =
        found == null || source == null ? null : source.forTable(found.table(), encode.zone());
    InputColumns input = rows == null ? null : rows.columns();
    TableInfo table = found == null ? null : found.table();
    // A load that has just ended may have written behind the start; the claim keeps others away.
    long emptyTs = planned == null ? cluster.pd().timestamp() : planned.emptyTs();
    Target target =
        new Target(options.table(), table, missing, input, encode, loadId, mustBeEmpty, emptyTs);
    PrecheckReport checks =
        phases.run(
            "precheck",
            () -> {
              if (rows != null) {
                reachCheck(rows, table).run();
              }
              return new Precheck(cluster, options).run(target, speculation);
            });
    return new Start(loadId, found, encode, rows, input, checks);
  }

  /** Returns what regions are made for. */
  RegionSize regionSize() {
    return RegionSize.of(options, () -> StoreConfig.ask(cluster.pd().stores(), channels));
  }

  /**
   * Empties what is to be overwritten, when all else speaks for the load.
   *
   * @param claim keeps other loads away until it is empty; what is empty then has other ids
   * @throws LoadException of a check that failed; SQL_FAILED when TiDB does not empty the table
   */
  void empty(RowSource source, Boolean speculation, Phases phases, Claim claim, JobRun job) {
    Start start = look(source, speculation, phases, claim, job, false);
    tell(start.checks(), phases.watch());
    start.checks().requirePassed();
    tidb.client().run(options.emptyingSql());
    told.accept("%s was emptied".formatted(options.target()));
  }

  /** Runs the checks that go by how large the rows are. */
  PrecheckReport check(Estimate estimate) {
    return new Precheck(cluster, options).run(estimate);
  }

  /** Tells the verdicts: all in one table when one of them failed, else how many there are. */
  void tell(PrecheckReport checks, LoadWatch watch) {
    checks.warnings().forEach(each -> watch.warn(each.id() + ": " + each.message()));
    checks.results().stream()
        .filter(each -> each.id() == CheckId.CHECK_TARGET_CLUSTER_VERSION)
        .forEach(each -> watch.version("cluster", each.message()));
    if (checks.criticalFailures().isEmpty() && checks.warnings().isEmpty()) {
      told.accept(checks.summary());
    } else {
      checks.lines().forEach(told);
    }
  }
}
