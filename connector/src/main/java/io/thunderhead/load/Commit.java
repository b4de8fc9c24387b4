package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.ChecksumLevel;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.GcSafePoint;
import io.thunderhead.pd.PdClient;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a load: closes the sums, raises the allocators, compares with what the cluster stores. */
final class Commit {
  private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final Preparation preparation;
  private final FoundTable target;
  private final LeftBehind leftBehind;
  private final ReservedIds ids;

  /**
   * @param target the table as the rows were encoded for it
   * @param ids null when no server of TiDB is named
   */
  Commit(
      LoadOptions options,
      Consumer<String> told,
      Phases phases,
      Preparation preparation,
      FoundTable target,
      LeftBehind leftBehind,
      ReservedIds ids) {
    this.options = options;
    this.told = told;
    this.phases = phases;
    this.preparation = preparation;
    this.target = target;
    this.leftBehind = leftBehind;
    this.ids = ids;
  }

  /**
   * What the executors did.
   *
   * @param sample one for each input partition
   * @param settled what became of conflicts
   * @param badRowsPlace folder of the rows set aside, null when there is none
   * @param settings how it was written
   */
  record Work(
      List<SamplePartition.Result> sample,
      SparkLoad.Ingested ingested,
      Settlement.Outcome settled,
      String badRowsPlace,
      IngestSettings settings) {
    long rowsRead() {
      return sample.stream().mapToLong(SamplePartition.Result::rows).sum();
    }

    /** Returns what was ingested, and then what settled conflicts. */
    List<RegionResult> results() {
      return Stream.concat(ingested.results().stream(), settled.results().stream()).toList();
    }

    KvChecksum sum() {
      KvChecksum sum = KvChecksum.EMPTY;
      for (RegionResult result : results()) {
        sum = sum.plus(result.sum());
      }
      return sum;
    }

    long records() {
      return results().stream()
          .filter(result -> result.indexId() < 0)
          .mapToLong(result -> result.sum().kvs())
          .sum();
    }
  }

  /**
   * Ends the load.
   *
   * @throws LoadException INTERNAL when rows are missing; CHECKSUM_MISMATCH; CLUSTER_PROTOCOL when
   *     the schema changed
   */
  LoadReport finish(Work work) {
    requireAllRows(work);
    AutoIds largestIds = work.ingested().largestIds();
    List<String> allocators = ids == null ? List.of() : ids.raise(largestIds);
    KvChecksum remote =
        options.checksum() == ChecksumLevel.OFF
            ? null
            : phases.run("checksum", () -> remoteChecksum(work.settings().commitTs()));
    return verified(report(work, remote, allocators));
  }

  private void requireAllRows(Work work) {
    long bad = work.ingested().badRows().total();
    long left = work.settled().counts().left();
    if (work.records() + bad + left != work.rowsRead()) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "%d rows were read, %d were written, %d set aside and %d left out for conflicts: the input changed between two reads of it. %s"
              .formatted(work.rowsRead(), work.records(), bad, left, leftBehind.text()));
    }
  }

  private LoadReport report(Work work, KvChecksum remote, List<String> allocators) {
    List<RegionResult> results = work.results();
    return new LoadReport(
        options.table().toString(),
        work.rowsRead(),
        work.records(),
        work.sample().stream().mapToLong(SamplePartition.Result::surplus).sum(),
        work.ingested().badRows(),
        work.badRowsPlace(),
        work.settled().counts(),
        work.settled().place(),
        work.sum(),
        remote,
        options.checksum(),
        (int) results.stream().mapToLong(RegionResult::regionId).distinct().count(),
        results.stream().mapToInt(RegionResult::sstCount).sum(),
        results.stream().mapToInt(RegionResult::retries).sum(),
        work.settings().commitTs(),
        phases.seconds(),
        work.settings().taskBytes(),
        allocators,
        ids == null ? remaining(work.ingested().largestIds()) : List.of());
  }

  private LoadReport verified(LoadReport report) {
    if (report.remote() == null || report.checksumsEqual()) {
      return report;
    }
    String message =
        "checksum mismatched remote vs local => (checksum: %s vs %s) (total_kvs: %d vs %d) (total_bytes: %d vs %d). Someone else may have written to the table, or data was lost. %s"
            .formatted(
                report.remote().checksumText(),
                report.local().checksumText(),
                report.remote().kvs(),
                report.local().kvs(),
                report.remote().bytes(),
                report.local().bytes(),
                leftBehind.text());
    if (options.checksum() == ChecksumLevel.REQUIRED) {
      throw new LoadException(ErrorCode.CHECKSUM_MISMATCH, message);
    }
    LOG.warn(message);
    told.accept(message);
    return report;
  }

  private KvChecksum remoteChecksum(long commitTs) {
    PdClient pd = preparation.cluster().pd();
    long readTs = pd.timestamp();
    TableInfo now = preparation.find(readTs).table();
    if (!now.equals(target.table())) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "the schema of %s changed while it was loaded. Keep DDL away from the table, empty it and run the load again."
              .formatted(options.table()));
    }
    try (GcSafePoint hold = GcSafePoint.hold(pd, commitTs)) {
      RemoteChecksum checksum = new RemoteChecksum(preparation.cluster().tikv());
      KvChecksum total = KvChecksum.EMPTY;
      for (KeyRange range : KeyRanges.of(target.table())) {
        total = total.plus(checksum.of(range, readTs));
      }
      return total;
    }
  }

  private List<String> remaining(AutoIds largestIds) {
    List<String> steps = AllocatorSteps.of(target.table(), options.table(), largestIds);
    steps.forEach(step -> LOG.warn("run before anyone inserts into {}: {}", options.table(), step));
    return steps;
  }
}
