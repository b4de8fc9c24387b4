package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.JobRecords;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStep;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.task.FinishedParts;
import io.thunderhead.task.IngestedPartition;
import io.thunderhead.task.MetRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver's run of a job: what earlier runs settled, what this one adds to the records, and
 * whether a user wishes it to end. Without records, nothing is kept and nothing is heeded.
 */
public final class JobRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final String PLAN = "plan";
  private static final String IDS = "ids";
  private static final String MET = "met";
  private static final String INGESTED = "ingested";
  private static final String WRITTEN = "written-";

  /** A load without records. */
  public static final JobRun NONE = new JobRun(null, group -> {});

  /** Jobs at work in this process. */
  private static final Set<Long> AT_WORK = ConcurrentHashMap.newKeySet();

  private final JobRecords records;
  private final Planned planned;
  private final Map<Integer, IngestedPartition> finished = new TreeMap<>();
  private final ConcurrentLinkedQueue<FinishedParts.Part> toNote = new ConcurrentLinkedQueue<>();
  private final JobTicker ticker;
  private volatile JobStep step = JobStep.of("", System.currentTimeMillis());
  private volatile Sight sight;
  private volatile long committedRows;
  private volatile boolean goesOnByLedger;
  private long commitTs;

  /** Partitions finished at one timestamp: those of another plan do not count. */
  private record Batch(long commitTs, ArrayList<FinishedParts.Part> parts)
      implements Serializable {}

  /** All that was ingested at one timestamp. */
  private record Whole(long commitTs, SparkLoad.Ingested ingested) implements Serializable {}

  /** What the input meets in the table, found with one plan. */
  private record Met(long commitTs, MetRows rows) implements Serializable {}

  /** How far a phase is while it runs. */
  interface Sight {
    /** Returns the phase by its name in the load. */
    String phase();

    /** Returns bytes done. */
    long processed();

    /** Returns bytes in all, 0 when unknown. */
    long total();

    /** Returns rows that are in the table for good already, 0 when that is told at the end only. */
    default long rows() {
      return 0;
    }
  }

  /**
   * Takes up a job.
   *
   * @param records in this driver's hands; null for a load without records
   * @throws LoadException JOB_REFUSED when another driver takes it up at the same time
   */
  JobRun(JobRecords records, Consumer<String> cancelGroup) {
    this.records = records;
    this.planned = records == null ? null : Frozen.read(records.settled(PLAN), Planned.class);
    this.ticker = records == null ? null : new JobTicker(this, cancelGroup);
    if (records != null) {
      committedRows = records.job().importedRows();
      records.begin();
      AT_WORK.add(id());
      if (planned != null) {
        commitTs = planned.commitTs();
        records.parts().forEach(this::addFinished);
      }
      ticker.start();
    }
  }

  static boolean isAtWorkHere(long job) {
    return AT_WORK.contains(job);
  }

  private void addFinished(byte[] file) {
    Batch batch = Frozen.read(file, Batch.class);
    if (batch.commitTs() == commitTs) {
      batch.parts().forEach(part -> finished.put(part.partition(), part.ingested()));
    }
  }

  /** Returns the job's id, 0 when there are no records. */
  long id() {
    return records == null ? 0 : records.job().id();
  }

  JobRecords records() {
    return records;
  }

  /** Returns which driver of the job this is, from 1; 0 when there are no records. */
  int run() {
    return records == null ? 0 : records.job().run();
  }

  /** Returns what earlier runs settled before they wrote anything, or null. */
  Planned planned() {
    return planned;
  }

  /** Returns the tasks at once that files are to be packed for, 0 to take as many as there are. */
  int cores() {
    return planned == null || planned.layout() == null ? 0 : planned.layout().cores();
  }

  /**
   * Settles the ids of rows as soon as they are reserved.
   *
   * @param most ids of each input partition; those that were reserved for others are not taken
   * @param reserve returns the id before the first one
   */
  IdBlocks idBlocks(long[] most, ToLongFunction<long[]> reserve) {
    IdBlocks settled = records == null ? null : Frozen.read(records.settled(IDS), IdBlocks.class);
    if (settled != null && Arrays.equals(settled.most(), most)) {
      return settled;
    }
    IdBlocks reserved = IdBlocks.behind(reserve.applyAsLong(most), most);
    if (records != null) {
      records.settle(IDS, Frozen.of(reserved));
    }
    return reserved;
  }

  /**
   * Settles the plan; nothing may be written before this returns. One that no later run could go on
   * with is not kept.
   */
  void settle(Planned plan) {
    if (records != null && plan.layout() != null) {
      commitTs = plan.commitTs();
      records.settle(PLAN, Frozen.of(plan));
    }
  }

  /** One timestamp at which a job wrote, and the table as it was then. */
  record Written(FoundTable target, long ts) implements Serializable {}

  /** Settles a timestamp of KVs; none may be written at it before this returns. */
  void settle(Written written) {
    if (records != null) {
      records.settle(WRITTEN + written.ts(), Frozen.of(written));
    }
  }

  /** Returns all timestamps at which a job may have written. */
  static List<Written> written(JobRecords records) {
    return records.settledUnder(WRITTEN).stream()
        .map(bytes -> Frozen.read(bytes, Written.class))
        .toList();
  }

  /** Returns the partitions that earlier runs finished. */
  BitSet finishedPartitions() {
    BitSet partitions = new BitSet();
    finished.keySet().forEach(partitions::set);
    return partitions;
  }

  /** Returns what earlier runs ingested. */
  List<IngestedPartition> finished() {
    return List.copyOf(finished.values());
  }

  /** Returns where tasks note the partitions that they finish, or null when nobody keeps them. */
  FinishedParts parts() {
    return commitTs == 0 ? null : new FinishedParts(toNote::add);
  }

  /** Returns what earlier runs ingested when that was all, or null. */
  SparkLoad.Ingested ingested() {
    Whole whole = commitTs == 0 ? null : Frozen.read(records.settled(INGESTED), Whole.class);
    return whole == null || whole.commitTs() != commitTs ? null : whole.ingested();
  }

  /** Returns what earlier runs settled about rows that the table had, or null. */
  MetRows met() {
    Met met = commitTs == 0 ? null : Frozen.read(records.settled(MET), Met.class);
    return met == null || met.commitTs() != commitTs ? null : met.rows();
  }

  /** Settles which rows of the table the input meets, when those that go are gone. */
  void settle(MetRows met) {
    if (commitTs != 0) {
      records.settle(MET, Frozen.of(new Met(commitTs, met)));
    }
  }

  /** Tells the job's user that it goes on behind what a ledger in the cluster counts. */
  void goesOnByLedger() {
    goesOnByLedger = records != null;
  }

  /** Notes rows that are in the table and stay, however the job ends. */
  void committed(long rows) {
    committedRows = records == null ? 0 : rows;
  }

  /** Notes where rows in conflict are told, for good. */
  void noteConflicts(String folder) {
    if (records != null) {
      records.noteConflicts(folder);
    }
  }

  /** Settles that all is ingested. */
  void settle(SparkLoad.Ingested ingested) {
    if (commitTs != 0) {
      noteParts();
      records.settle(INGESTED, Frozen.of(new Whole(commitTs, ingested)));
    }
  }

  /** Notes the table, once it is known. */
  void into(long tableId) {
    if (records != null) {
      records.put(records.job().into(tableId));
    }
  }

  /**
   * Notes that a phase of the load begins.
   *
   * @throws LoadException CANCELLED when a user wishes so
   */
  void enter(String phase) {
    if (ticker != null) {
      step = JobStep.of(phase, System.currentTimeMillis());
      ticker.entered();
      ticker.requireNotCancelled();
    }
  }

  /** Notes that a phase is over. */
  void leave() {
    if (ticker != null) {
      sight = null;
      ticker.left();
    }
  }

  /** Lets records tell how far the phase is, until it is over. */
  void watch(Sight ofPhase) {
    sight = records == null ? null : ofPhase;
  }

  /** Lets Spark jobs of a group be cancelled with the job, until they are done. */
  void runs(String jobGroup) {
    if (ticker != null) {
      ticker.runs(jobGroup);
    }
  }

  /** Writes down what tasks finished since the last call. */
  synchronized void noteParts() {
    ArrayList<FinishedParts.Part> batch = new ArrayList<>();
    for (FinishedParts.Part part = toNote.poll(); part != null; part = toNote.poll()) {
      batch.add(part);
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      records.addPart(Frozen.of(new Batch(commitTs, batch)));
    } catch (LoadException e) {
      toNote.addAll(batch);
      throw e;
    }
  }

  /** Writes down that the driver lives and how far it is. */
  void noteState() {
    Sight seen = sight;
    long now = System.currentTimeMillis();
    if (seen != null) {
      committedRows = Math.max(committedRows, seen.rows());
      JobStep begun = JobStep.of(seen.phase(), now);
      JobStep same = begun.name().equals(step.name()) ? step : begun;
      step = same.at(Math.min(seen.processed(), seen.total()), seen.total());
    }
    records.put(records.job().at(step, committedRows, now));
  }

  /** Notes that the load is done. */
  void succeed(TableReport report) {
    end(JobStatus.FINISHED, report.rowsLoaded(), "");
    if (records != null) {
      lastly("forget what only a job that goes on needs", () -> records.forgetWork(WRITTEN));
    }
  }

  /** Notes a failure, and returns it as the user is to see it. */
  RuntimeException fail(RuntimeException failure) {
    return fail(failure, "");
  }

  /**
   * As the other.
   *
   * @param left what a job that is cancelled leaves behind, in a sentence
   */
  RuntimeException fail(RuntimeException failure, String left) {
    if (records == null) {
      return failure;
    }
    lastly("note finished partitions", this::noteParts);
    LoadException known = LoadException.findIn(failure);
    String by = ticker.cancelledBy();
    String problem =
        by != null
            ? "job %d was cancelled by %s. %s".formatted(id(), by, left).stripTrailing()
            : failure.getMessage();
    ErrorCode code =
        by != null ? ErrorCode.CANCELLED : known == null ? ErrorCode.INTERNAL : known.code();
    end(
        by != null ? JobStatus.CANCELLED : JobStatus.FAILED,
        committedRows,
        by != null ? "cancelled by user" : String.valueOf(problem));
    return by != null || (known != null && canGoOn(code))
        ? new LoadException(code, problem + goOn(), failure)
        : failure;
  }

  private String goOn() {
    return commitTs == 0 && !goesOnByLedger
        ? ""
        : " Job %d can go on where it stands: thunderhead import --job-id %d."
            .formatted(id(), id());
  }

  /** Tells whether what failed may be mended without another input, table or option. */
  private boolean canGoOn(ErrorCode code) {
    if (goesOnByLedger) {
      return code != ErrorCode.JOB_REFUSED;
    }
    return commitTs != 0
        && code != ErrorCode.CHECKSUM_MISMATCH
        && (code.blame() != ErrorCode.Blame.USER
            || code == ErrorCode.TABLE_IN_USE
            || code == ErrorCode.ACCESS_DENIED);
  }

  private void end(JobStatus how, long rows, String message) {
    if (records != null) {
      ticker.close();
      long now = System.currentTimeMillis();
      lastly(
          "note the end of the job",
          () -> records.put(records.job().at(step, rows, now).ended(how, rows, message, now)));
    }
  }

  /** What fails at the end does not change how the load ended. */
  private void lastly(String what, Runnable work) {
    try {
      work.run();
    } catch (LoadException e) {
      LOG.warn("cannot {}: {}", what, e.getMessage());
    }
  }

  @Override
  public void close() {
    if (records != null) {
      ticker.close();
      AT_WORK.remove(id());
    }
  }
}
