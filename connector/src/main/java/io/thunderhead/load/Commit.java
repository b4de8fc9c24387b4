package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.load.StoredSums.Verdict;
import io.thunderhead.option.ChecksumLevel;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rowid.RaisedIds;
import io.thunderhead.rowid.ReservedIds;
import io.thunderhead.rows.InputSize;
import io.thunderhead.rows.SampleFigures;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.task.LoadPlan;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a load: closes the sums, looks whether the table is still the one that the rows were made
 * for, raises the allocators, compares with what the cluster stores, has statistics gathered.
 */
final class Commit {
  private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final Preparation preparation;
  private final FoundTable target;
  private final LeftBehind leftBehind;
  private final RaisedIds ids;

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
    this.ids = new RaisedIds(ids, target.table(), options.table());
  }

  /**
   * What the executors did.
   *
   * @param size of the input, as it was when the load was planned
   * @param sampled what the sample told
   * @param settled what became of conflicts
   * @param badRowsPlace folder of the rows set aside, null when there is none
   * @param plan how it was written
   * @param baseTs timestamp behind that at which the table had what is not the load's, whether rows
   *     that the load replaced are among it or deleted already
   * @param spark encodes rows again where sums differ
   */
  record Work(
      InputSize size,
      SampleFigures sampled,
      SparkLoad.Ingested ingested,
      Settlement.Outcome settled,
      String badRowsPlace,
      LoadPlan plan,
      long baseTs,
      SparkLoad spark) {
    long rowsRead() {
      return ingested.rowsRead();
    }

    /** Returns what was ingested, and then what settled conflicts. */
    List<RegionResult> results() {
      return Stream.concat(ingested.results().stream(), settled.results().stream()).toList();
    }

    /** Returns all changes since the table had only what is not the load's. */
    List<RegionResult> changes() {
      return baseTs > plan.clearTs()
          ? results()
          : Stream.concat(ingested.met().deleted().stream(), results().stream()).toList();
    }

    KvChecksum sum() {
      KvChecksum sum = KvChecksum.EMPTY;
      for (RegionResult result : changes()) {
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
   * @throws LoadException SOURCE_CHANGED when other rows were loaded than were counted; INTERNAL
   *     when rows are missing; SCHEMA_CHANGED; CHECKSUM_MISMATCH; COMMIT_UNKNOWN when the cluster
   *     does not tell what it stores; UNFINISHED when the rows are there and a later step failed
   */
  LoadReport finish(Work work) {
    requireAllRows(work);
    AutoIds largestIds = work.ingested().largestIds();
    seen(
        work,
        () -> {
          requireSameTable(preparation.cluster().pd().timestamp());
          return null;
        });
    ids.raise(largestIds);
    Verdict verdict = verdict(work);
    requireEqual(verdict, work);
    ids.requireRaised(verified(verdict));
    Statistics statistics = new Statistics(preparation.cluster().tidb(), options, target.table());
    return report(work, verdict, statistics.gather(work.records(), phases));
  }

  private void requireAllRows(Work work) {
    long bad = work.ingested().badRows().total();
    if (work.size().exact() && work.size().totalRows() != work.rowsRead()) {
      throw new LoadException(
          ErrorCode.SOURCE_CHANGED,
          "the input had %d rows when it was counted and %d when it was loaded: it changed between two reads. Keep it as it is, or write a DataFrame whose rows are not the same each time to files first. %s"
              .formatted(work.size().totalRows(), work.rowsRead(), leftBehind.text()));
    }
    long left = work.settled().counts().left();
    if (work.records() + bad + left != work.rowsRead()) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "%d rows were read, %d were written, %d set aside and %d left out for conflicts: rows were lost or doubled on the way. Please report this with Spark's version and log. %s"
              .formatted(work.rowsRead(), work.records(), bad, left, leftBehind.text()));
    }
  }

  /** The table's ids are in every key: rows of another id are nobody's (import-protocol 10). */
  private void requireSameTable(long ts) {
    FoundTable now;
    try {
      now = preparation.find(ts);
    } catch (LoadException e) {
      if (e.code() != ErrorCode.TABLE_NOT_FOUND) {
        throw e;
      }
      throw changed(
          options.partitions().isEmpty()
              ? "it was dropped or renamed"
              : "it, or one of its partitions %s, was dropped or renamed"
                  .formatted(String.join(", ", options.partitions())),
          true,
          e);
    }
    List<String> changes = SchemaChange.between(target, now);
    if (!changes.isEmpty()) {
      boolean gone = now.table().id() != target.table().id();
      throw changed(String.join("; ", changes), gone, null);
    }
  }

  private LoadException changed(String what, boolean gone, Throwable cause) {
    String left =
        gone
            ? "The rows were written to the keys of table id %d, and no table of that name has them."
                .formatted(target.table().id())
            : leftBehind.text();
    return new LoadException(
        ErrorCode.SCHEMA_CHANGED,
        "the schema of %s changed while it was loaded: %s. %s Keep DDL away from the table and run the load again."
            .formatted(options.table(), what, left),
        cause);
  }

  private Verdict verdict(Work work) {
    if (options.checksum() == ChecksumLevel.OFF) {
      return Verdict.NOT_ASKED;
    }
    MismatchSearch search =
        new MismatchSearch(
            preparation.cluster().tikv(),
            work.spark(),
            work.plan(),
            work.settled().left(),
            target.table());
    StoredSums sums =
        new StoredSums(preparation.cluster(), options, target.table(), search, baseTs(work));
    try {
      return phases.run(
          "checksum",
          () -> seen(work, () -> sums.compare(sums.sent(work.changes()), this::requireSameTable)));
    } catch (LoadException e) {
      if (options.checksum() == ChecksumLevel.OPTIONAL && e.code() == ErrorCode.COMMIT_UNKNOWN) {
        LOG.warn("the checksum of {} was not compared", options.table(), e);
        told.accept(e.getMessage());
        return new Verdict(null, List.of(e.getMessage()));
      }
      throw e;
    }
  }

  /** A table that is appended to had its other rows before the load's timestamp. */
  private static long baseTs(Work work) {
    return work.plan().appends() ? work.baseTs() - 1 : 0;
  }

  /** Runs a look at the cluster; one that fails leaves open what the cluster stores. */
  private <T> T seen(Work work, Supplier<T> look) {
    try {
      return look.get();
    } catch (LoadException e) {
      if (e.code() == ErrorCode.SCHEMA_CHANGED) {
        throw e;
      }
      throw new LoadException(
          ErrorCode.COMMIT_UNKNOWN,
          "all %d rows were written, and what the cluster stores could not be seen: %s When it answers, ADMIN CHECKSUM TABLE %s must give %s; if it does, the load is whole%s; if not, run %s and then the load again."
              .formatted(
                  work.records(),
                  sentence(e.getMessage()),
                  options.table().quoted(),
                  work.sum(),
                  ids.stillToDo(work.ingested().largestIds()),
                  options.emptyingSql()),
          e);
    }
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private void requireEqual(Verdict verdict, Work work) {
    if (!verdict.differs()) {
      return;
    }
    KvChecksum local = work.sum();
    KvChecksum remote = verdict.remote();
    String message =
        "checksum mismatched remote vs local => (checksum: %s vs %s) (total_kvs: %d vs %d) (total_bytes: %d vs %d). %s. Someone else may have written to the table, or data was lost. %s"
            .formatted(
                remote.checksumText(),
                local.checksumText(),
                remote.kvs(),
                local.kvs(),
                remote.bytes(),
                local.bytes(),
                String.join(". ", verdict.differences()),
                leftBehind.text());
    if (options.checksum() == ChecksumLevel.REQUIRED) {
      throw new LoadException(ErrorCode.CHECKSUM_MISMATCH, message);
    }
    LOG.warn(message);
    told.accept(message);
  }

  private static String verified(Verdict verdict) {
    if (verdict.remote() == null) {
      return "the rows are in the table, their checksum was not compared";
    }
    return verdict.differs()
        ? "the rows are in the table and their checksum differs"
        : "the rows are in the table and their checksum is equal";
  }

  private LoadReport report(Work work, Verdict verdict, String statistics) {
    List<RegionResult> results = work.results();
    return new LoadReport(
        options.table().toString(),
        work.rowsRead(),
        work.records(),
        work.ingested().surplus(),
        work.ingested().badRows(),
        work.badRowsPlace(),
        work.settled().counts(),
        work.settled().place(),
        work.sum(),
        verdict.remote(),
        options.checksum(),
        (int) results.stream().mapToLong(RegionResult::regionId).distinct().count(),
        results.stream().mapToInt(RegionResult::sstCount).sum(),
        results.stream().mapToLong(RegionResult::sentBytes).sum(),
        results.stream().mapToInt(RegionResult::retries).sum(),
        work.plan().ingest().commitTs(),
        phases.seconds(),
        work.plan().ingest().taskBytes(),
        work.sampled(),
        ids.lines(),
        ids.remaining(),
        verdict.differences(),
        statistics,
        phases.watch().seen());
  }
}
