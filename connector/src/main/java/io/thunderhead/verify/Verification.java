package io.thunderhead.verify;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.Connections;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.load.TidbSide;
import io.thunderhead.logical.SqlTarget;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.GcSafePoint;
import io.thunderhead.pd.HoldListener;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.ClusterSettings;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.tikv.TikvClient;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Compares what a load should have made of a source with what a table has. */
public final class Verification {
  private final SparkSession spark;
  private final LoadOptions options;
  private final boolean sql;
  private final VerifySettings settings;
  private final Consumer<String> told;

  /**
   * @param options of the load: the table, where the cluster is, how values are converted
   * @param sql whether the table is read by SQL of option tidb instead of from TiKV
   * @param told takes progress lines
   */
  public Verification(
      SparkSession spark,
      LoadOptions options,
      boolean sql,
      VerifySettings settings,
      Consumer<String> told) {
    this.spark = spark;
    this.options = options;
    this.sql = sql;
    this.settings = settings;
    this.told = told;
  }

  /**
   * Compares files with the table.
   *
   * @throws LoadException of any code when the comparison cannot be made
   */
  public VerifyReport files(FileInput files) {
    return run(
        target -> {
          RowSource rows =
              files.rows(spark, told).forTable(target.table(), target.settings().zone());
          String name =
              files.files().size() == 1
                  ? files.files().get(0).path()
                  : "%d files, such as %s"
                      .formatted(
                          files.files().size(),
                          files.files().isEmpty() ? "" : files.files().get(0).path());
          return new FileSide(name, rows);
        });
  }

  /**
   * Compares tables of a live server with the table.
   *
   * @param tables whose rows all are in the table
   * @throws LoadException of any code when the comparison cannot be made
   */
  public VerifyReport server(SqlServers servers, List<SqlTable> tables) {
    SqlReader reader = SqlReader.of(servers);
    return run(target -> new SqlSide(context(), reader, tables));
  }

  /** A target that is open. */
  private record Target(Side side, TableInfo table, EncodeSettings settings) {}

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private VerifyReport run(Function<Target, Side> source) {
    if (sql) {
      SqlServers servers = new SqlServers(options.tidb(), options.user(), options.password());
      TableInfo table =
          SqlTarget.read(SqlReader.client(servers), options.table()).table().withRowIds();
      List<SqlTable> only = List.of(new SqlTable(options.table(), Map.of()));
      Side side = new SqlSide(context(), SqlReader.of(servers), only);
      return compare(source, new Target(side, table, settings(servers)));
    }
    Dialing dialing = Connections.dialing(options);
    try (Channels channels = new Channels(dialing)) {
      PdClient pd = PdClient.connect(options.pd(), channels);
      long ts = pd.timestamp();
      try (GcSafePoint held =
          GcSafePoint.hold(pd, "thunderhead-verify-" + ts, ts, new Listener())) {
        FoundTable found = new SchemaReader(new TikvClient(pd, channels)).find(options.table(), ts);
        TableInfo table =
            (options.partitions().isEmpty() ? found : found.only(options.partitions())).table();
        Side side = new StoreSide(context(), pd, dialing, options.pd(), table, ts);
        VerifyReport report = compare(source, new Target(side, table, settings()));
        held.requireHeld();
        return report;
      }
    }
  }

  private EncodeSettings settings() {
    TidbSide tidb = TidbSide.of(options);
    return tidb == null ? TidbSide.settingsWithout(options) : tidb.settings();
  }

  /** As a load by SQL takes them. */
  private EncodeSettings settings(SqlServers servers) {
    EncodeSettings without = TidbSide.settingsWithout(options);
    ZoneId zone =
        options.takesTimeZoneOfCluster()
            ? ClusterSettings.of(SqlReader.client(servers)).timeZone()
            : options.timeZone();
    if (zone == null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: the cluster's time_zone is not known here. Write the zone's name.");
    }
    return new EncodeSettings(
        zone, without.sqlMode(), without.newCollation(), without.statementTime());
  }

  private final class Listener implements HoldListener {
    @Override
    public void told(String line) {
      told.accept(line);
    }

    @Override
    public void lost(LoadException why) {
      told.accept(why.getMessage());
    }
  }

  private VerifyReport compare(Function<Target, Side> opened, Target target) {
    long start = System.nanoTime();
    Side source = opened.apply(target);
    told.accept("comparing %s with %s".formatted(source.name(), target.side().name()));
    ConflictStrategy rule =
        source instanceof FileSide ? options.onDuplicate() : ConflictStrategy.ERROR;
    Comparison.Found found =
        new Comparison(
                source,
                target.side(),
                Shape.of(target.table(), target.settings()),
                new StayingRows(rule),
                settings,
                told)
            .run();
    return report(source, target, found, (System.nanoTime() - start) / 1e9);
  }

  private VerifyReport report(Side source, Target target, Comparison.Found found, double seconds) {
    return new VerifyReport(
        options.table().toString(),
        source.name(),
        target.side().name(),
        found.source().chunks().total(),
        found.target().total(),
        found.source().tally().bad(),
        found.source().tally().firstBad(),
        options.maxError(),
        options.badRows(),
        found.leftOut(),
        notCompared(target.table(), found.shape()),
        found.chunks(),
        found.differing(),
        found.pairs().count(Difference.Kind.MISSING),
        found.pairs().count(Difference.Kind.EXTRA),
        found.pairs().count(Difference.Kind.DIFFERENT),
        found.complete(),
        found.first(),
        found.source().chunks().digest(),
        found.target().digest(),
        seconds);
  }

  private static List<String> notCompared(TableInfo table, Shape shape) {
    List<String> names = new ArrayList<>();
    for (ColumnInfo column : table.columns()) {
      if (column.state() == SchemaState.PUBLIC
          && !column.hidden()
          && !shape.columns().contains(column)) {
        boolean computed = column.generated() && !column.generatedStored();
        names.add(column.name() + (computed ? " (not stored)" : " (given by the load)"));
      }
    }
    return names;
  }
}
