package io.thunderhead.logical;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Pacer;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of one part in batches that take effect exactly once, however often and by
 * however many tasks at a time the part is written: each transaction moves the part on in the
 * {@link Ledger}, from where this task knows it to be. What a part has behind it is read again and
 * passed over, once its digest shows that the rows are the same. Not thread-safe.
 */
public final class BatchWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final long DIGEST_FACTOR = 0x9E3779B97F4A7C15L;
  private static final int OF_BAD_ROW = 1;

  private final LogicalPlan plan;
  private final int part;
  private final BadRows badRows;
  private final RowText text;
  private final SqlSession session;
  private final Ledger ledger;
  private final LocalInfile infile;
  private final Pacer pacer;
  private final Map<Long, String> refusals = new TreeMap<>();
  private final Map<Long, String> tooLarge = new TreeMap<>();
  private final PendingRows pending = new PendingRows(0);
  private Ledger.Position done;
  private long read;
  private long digest;
  private long surplus;
  private long retries;
  private long sentBytes;

  /** What is done with rows that cannot be written. */
  public interface BadRows {
    /**
     * Takes a row that its reader found bad.
     *
     * @throws LoadException BAD_ROW when that is one too many
     */
    void add(InputRow row);

    /** As the other, of a row that the table cannot take; throws failures of another kind. */
    void add(InputRow row, LoadException why);

    /** Returns how many more rows may be bad. */
    long room();

    /**
     * Looks at the bad rows of all parts of the job, as far as these are written.
     *
     * @throws LoadException BAD_ROW when there are too many
     */
    void checkAll(long total);
  }

  /**
   * What was read.
   *
   * @param rows bad ones included
   * @param surplus rows with more values than there are columns
   * @param sentBytes of the values of rows, as UTF-8
   */
  public record Result(int part, long rows, long surplus, long sentBytes, long retries)
      implements Serializable {}

  /**
   * @param part number of the part, from 0
   */
  public BatchWriter(LogicalPlan plan, int part, BadRows badRows) {
    this.plan = plan;
    this.part = part;
    this.badRows = badRows;
    this.text = new RowText(plan.target().table(), plan.encode());
    this.session = new SqlSession(plan, part);
    this.ledger = new Ledger(plan.ledgerSchema(), plan.jobId(), part);
    this.infile = new LocalInfile(plan);
    this.pacer = new Pacer(plan.batch().rowsPerSecond());
  }

  /**
   * Takes the next row.
   *
   * @throws LoadException when it, or a batch that it fills, cannot be written
   */
  public void write(InputRow row) {
    if (done == null) {
      begin();
    }
    read++;
    surplus += row.hasSurplus() ? 1 : 0;
    StringBuilder written = pending.begin();
    LoadException why = null;
    RowText.Layout layout = null;
    if (row.problem() == null) {
      try {
        layout = text.write(row, written);
      } catch (LoadException e) {
        why = e;
      }
    }
    long size = layout == null ? OF_BAD_ROW : pending.hashAndLength();
    digest = digest * DIGEST_FACTOR + (int) size;
    if (row.problem() != null) {
      badRows.add(row);
    } else if (why != null) {
      badRows.add(row, why);
    }
    if (read <= done.rows()) {
      passOver(row);
    } else {
      take(row, layout, (int) (size >> Integer.SIZE));
    }
  }

  private void take(InputRow row, RowText.Layout layout, int bytes) {
    pending.addDigest(digest);
    if (layout == null) {
      return;
    }
    if (!pending.isEmpty() && pending.bytes() + bytes > plan.batch().bytes()) {
      send(pending.untilBefore(read));
    }
    if (read > done.rows()) {
      pending.add(read, bytes, layout, row.place());
      if (pending.count() >= plan.batch().rows()) {
        send(pending.whole());
      }
    } else {
      passOver(row);
    }
  }

  private void passOver(InputRow row) {
    String refusal = refusals.remove(read);
    if (refusal != null) {
      badRows.add(row, new LoadException(ErrorCode.BAD_ROW, refusal));
    }
    if (read == done.rows() && digest != done.digest()) {
      throw changed();
    }
  }

  private LoadException changed() {
    return new LoadException(
        ErrorCode.SOURCE_CHANGED,
        "part %d of the input: the first %d rows were written by an earlier run of the task, and now they are others, or come in another order. Write a DataFrame whose rows are not the same each time to files first, and keep files as they are until the load ends; the rows written so far are in table %s."
            .formatted(part, done.rows(), plan.target().name()));
  }

  /**
   * Writes the rows that are left.
   *
   * @throws LoadException when they cannot be written
   */
  public Result finish() {
    if (done == null) {
      begin();
    }
    if (read > done.rows()) {
      send(pending.whole());
    }
    if (read < done.rows()) {
      throw changed();
    }
    return new Result(part, read, surplus, sentBytes, retries);
  }

  @Override
  public void close() {
    session.close();
  }

  private Backoff backoff(String what) {
    return new Backoff(
        "%s part %d of %s by SQL at %s"
            .formatted(what, part, plan.target().name(), plan.servers().addresses()),
        plan.retries());
  }

  private void begin() {
    Backoff backoff = backoff("beginning");
    while (done == null) {
      try {
        connect();
      } catch (SQLException e) {
        passes(e, backoff);
      }
    }
  }

  /** Connects if need be and learns where the part stands. */
  private void connect() throws SQLException {
    if (!session.isOpen()) {
      session.open();
      learn();
    }
  }

  private void learn() throws SQLException {
    session.rollback();
    Statement statement = session.statement();
    Ledger.Position now = ledger.position(statement);
    if (now == null) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d has ended or was never begun: %s knows nothing of its part %d. Run the load anew."
              .formatted(plan.jobId(), plan.ledgerSchema(), part));
    }
    if (done == null || now.rows() > done.rows()) {
      refusals.putAll(ledger.refusals(statement, done == null ? 0 : done.rows()));
    }
    session.rollback();
    if (done != null && !pending.fits(now)) {
      done = now;
      throw changed();
    }
    done = now;
    for (SentRow row : pending.until(now.rows())) {
      String refusal = refusals.remove(row.number());
      if (refusal != null) {
        badRows.add(told(row), new LoadException(ErrorCode.BAD_ROW, refusal));
      }
    }
    pending.dropUntil(now.rows());
  }

  /** Waits before another try. */
  private void passes(SQLException e, Backoff backoff) {
    session.close();
    if (SqlFailure.of(e) == SqlFailure.PASSING) {
      retries++;
      backoff.failed(SqlFailure.text(e), e, ErrorCode.UNREACHABLE);
    } else {
      throw failure(e);
    }
  }

  private LoadException failure(SQLException e) {
    if (SqlFailure.of(e) == SqlFailure.DUPLICATE) {
      return Insertion.duplicate(plan, "", e);
    }
    return new LoadException(
        ErrorCode.SQL_FAILED,
        "TiDB refuses to write into table %s: %s. Mend the cause and go on with job-id=%d, or see in %s what was written."
            .formatted(
                plan.target().name(), SqlFailure.text(e), plan.jobId(), plan.target().name()),
        e);
  }

  /** Writes a batch; when this returns, the part stands at its end or beyond. */
  private void send(PendingRows.Batch batch) {
    pacer.take(batch.rows().size());
    Backoff backoff = backoff("writing");
    while (done.rows() < batch.end().rows()) {
      try {
        connect();
        if (done.rows() < batch.end().rows()) {
          transact(batch.behind(done.rows()));
        }
      } catch (SQLException e) {
        if (SqlFailure.of(e) == SqlFailure.TOO_LARGE) {
          session.close();
          shrink(batch, e);
        } else {
          passes(e, backoff);
        }
      } catch (Insertion.TooManyRefusedException e) {
        session.close();
        throw new LoadException(ErrorCode.INTERNAL, "a refused row was taken for a good one", e);
      }
    }
    pending.dropUntil(done.rows());
  }

  private void transact(PendingRows.Batch batch)
      throws SQLException, Insertion.TooManyRefusedException {
    List<SentRow> rows = batch.rows();
    if (!tooLarge.isEmpty()) {
      rows = rows.stream().filter(each -> !tooLarge.containsKey(each.number())).toList();
    }
    RowText.Layout taken = null;
    for (SentRow row : rows) {
      if (row.layout() != taken) {
        taken = row.layout();
        session.takes(taken.columns());
      }
    }
    Statement statement = session.statement();
    if (!ledger.advance(statement, done, batch.end(), batch.rows().size())) {
      LOG.info("part {} is written by another task as well", part);
      learn();
      return;
    }
    Insertion insertion = new Insertion(plan, session, infile, pending, badRows.room());
    try {
      for (SentRow row : batch.rows()) {
        if (tooLarge.containsKey(row.number())) {
          insertion.refuse(row, tooLarge.get(row.number()));
        }
      }
      insertion.insert(rows);
    } catch (LocalInfile.NotAsSentException e) {
      session.rollback();
      return;
    } catch (Insertion.TooManyRefusedException e) {
      session.close();
      tell(insertion.refused());
      throw e;
    } catch (LoadException e) {
      session.close();
      throw e;
    }
    for (Insertion.Refused each : insertion.refused()) {
      ledger.refuse(statement, plan, part, each.row().number(), each.reason());
    }
    if (insertion.leftOut() + insertion.replaced() + insertion.refused().size() > 0) {
      ledger.count(
          statement, insertion.refused().size(), insertion.leftOut(), insertion.replaced());
    }
    if (insertion.refused().size() + rowsUntil(batch) > batch.rows().size()) {
      badRows.checkAll(ledger.badRows(statement));
    }
    session.commit();
    infile.passed();
    done = batch.end();
    sentBytes += rows.stream().mapToLong(SentRow::bytes).sum();
    tell(insertion.refused());
  }

  /** Returns how many rows of the input a batch moves the part on by, bad ones included. */
  private long rowsUntil(PendingRows.Batch batch) {
    return batch.end().rows() - done.rows();
  }

  private void tell(List<Insertion.Refused> refused) {
    for (Insertion.Refused each : refused) {
      badRows.add(told(each.row()), new LoadException(ErrorCode.BAD_ROW, each.reason()));
    }
  }

  private InputRow told(SentRow row) {
    return row.told(pending.text(row, row), text);
  }

  /** Writes the first half of a batch that is too large; a single row that is so is refused. */
  private void shrink(PendingRows.Batch batch, SQLException why) {
    PendingRows.Batch rest = batch.behind(done.rows());
    if (rest.rows().size() > 1) {
      send(pending.untilBefore(rest.rows().get(rest.rows().size() / 2).number()));
      return;
    }
    for (SentRow row : rest.rows()) {
      tooLarge.put(
          row.number(),
          "the row is larger than TiDB takes at once, %d bytes as SQL: %s"
              .formatted(row.bytes(), SqlFailure.text(why)));
    }
  }
}
