package io.thunderhead.load;

import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.pd.StoreStatus;
import io.thunderhead.precheck.Estimate;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rows.Sample;
import io.thunderhead.rows.SampledIds;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.task.RegionSize;
import io.thunderhead.watch.LoadWatch;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** What a load does before it changes anything, without the load; nothing is written anywhere. */
public final class DryRun {
  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final Preparation preparation;

  private DryRun(LoadOptions options, Consumer<String> told, Channels channels) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told, new LoadWatch());
    this.preparation = new Preparation(options, told, channels);
  }

  /**
   * Runs the prechecks that need no rows.
   *
   * @throws LoadException when the cluster cannot be asked; failed checks are told by the report
   */
  public static PrecheckReport precheck(LoadOptions options, Consumer<String> told) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      DryRun dryRun = new DryRun(options, told, channels);
      return dryRun
          .preparation
          .start(null, null, dryRun.phases, Preparation.Claim.NONE, JobRun.NONE)
          .checks();
    }
  }

  /**
   * Runs the prechecks, reads all rows, and encodes a sample of them.
   *
   * @param told takes progress lines
   * @throws LoadException when the cluster cannot be asked, the input cannot be read, or more rows
   *     are bad than may be; failed checks are told by the report
   */
  public static DryRunReport run(
      SparkSession spark, FileInput files, LoadOptions options, Consumer<String> told) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      return new DryRun(options, told, channels).run(files.rows(spark, told));
    }
  }

  private DryRunReport run(RowSource source) {
    boolean speculation = source.spark().getConf().getBoolean("spark.speculation", false);
    Preparation.Start start =
        preparation.start(source, speculation, phases, Preparation.Claim.NONE, JobRun.NONE);
    preparation.tell(start.checks(), phases.watch());
    if (!start.checks().criticalFailures().isEmpty()) {
      return new DryRunReport(start.checks(), null, 0, 0, 0, 0);
    }
    SparkLoad spark = new SparkLoad(start.rows(), options, told, JobRun.NONE);
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    SetAside setAside = new SetAside(BadRowSettings.of(options, start.loadId(), hadoop));
    Sample sample =
        phases.run(
            "sample",
            () ->
                spark.sample(
                    spark.all(), start.found().table(), start.encode(), setAside.settings()));
    setAside.check(sample);
    return report(start, sample);
  }

  private DryRunReport report(Preparation.Start start, Sample sample) {
    TableInfo table = start.found().table();
    List<KeySample> keys =
        new SampledIds(table, start.inputNames())
            .placed(sample, IdBlocks.behind(0, sample.size().mostRows()));
    RegionSize region = preparation.regionSize();
    int regions = SplitKeys.pick(KeyRanges.of(table), keys, region.bytes(), region.keys()).size();
    Estimate estimate = Sizing.of(start.rows().spark(), sample, keys, regions);
    return new DryRunReport(
        start.checks().plus(preparation.check(estimate)),
        estimate,
        sample.bad().total(),
        phases.seconds().get("sample"),
        sample.encodeSeconds() / start.rows().spark().defaultParallelism(),
        writeSeconds(estimate));
  }

  private double writeSeconds(Estimate estimate) {
    long stores =
        preparation.cluster().pdHttp().stores().stream().filter(StoreStatus::isUpTikv).count();
    int replicas = preparation.cluster().pdHttp().maxReplicas();
    return (double) estimate.bytes() * replicas / Math.max(stores, 1) / DryRunReport.STORE_RATE;
  }
}
