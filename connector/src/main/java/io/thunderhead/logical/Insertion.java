package io.thunderhead.logical;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.ColumnInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the rows of one transaction. When a statement fails for a row, its rows are halved until
 * the row stands alone; what the statement did is undone by the server, what came before it is not.
 */
final class Insertion {
  /** Characters of a statement besides its rows, about. */
  private static final int FRAME = 512;

  private final LogicalPlan plan;
  private final SqlSession session;
  private final LocalInfile infile;
  private final PendingRows pending;
  private final long mostRefused;
  private final List<Refused> refused = new ArrayList<>();
  private long leftOut;
  private long replaced;

  /** A row that the server refuses, and why. */
  record Refused(SentRow row, String reason) {}

  /**
   * @param infile sends the rows that it takes
   * @param pending has the text of the rows
   * @param mostRefused rows that may be refused; one more fails at once
   */
  Insertion(
      LogicalPlan plan,
      SqlSession session,
      LocalInfile infile,
      PendingRows pending,
      long mostRefused) {
    this.plan = plan;
    this.session = session;
    this.infile = infile;
    this.pending = pending;
    this.mostRefused = mostRefused;
  }

  /** Returns the rows that the server refused. */
  List<Refused> refused() {
    return refused;
  }

  /** Returns how many rows stayed out because their keys are taken. */
  long leftOut() {
    return leftOut;
  }

  /** Returns how many rows of the table gave way. */
  long replaced() {
    return replaced;
  }

  /** Thrown when a row is refused that may not be. */
  static final class TooManyRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyRefusedException() {
      super("one row too many is refused");
    }
  }

  /**
   * Writes rows, those of one layout in a row by one statement: such that stand one behind the
   * other.
   *
   * @throws LoadException DUPLICATE_KEY with the row's place when keys may not be taken
   */
  void insert(List<SentRow> rows)
      throws SQLException, TooManyRefusedException, LocalInfile.NotAsSentException {
    int from = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || !goesOn(rows.get(i - 1), rows.get(i))) {
        List<SentRow> alike = rows.subList(from, i);
        if (infile.takes(alike.get(0).layout())) {
          count(
              infile.load(session, alike.get(0).layout(), text(alike), alike.size()), alike.size());
        } else {
          insertAlike(alike);
        }
        from = i;
      }
    }
  }

  private static boolean goesOn(SentRow row, SentRow next) {
    return next.layout() == row.layout() && next.from() == row.to() + 1;
  }

  private void insertAlike(List<SentRow> rows) throws SQLException, TooManyRefusedException {
    long affected;
    try {
      affected = session.statement().executeLargeUpdate(sql(rows));
    } catch (SQLException e) {
      SqlFailure failure = SqlFailure.of(e);
      if (failure != SqlFailure.OF_A_ROW && failure != SqlFailure.DUPLICATE) {
        throw e;
      }
      if (rows.size() == 1) {
        refuse(rows.get(0), failure, e);
      } else {
        int half = rows.size() / 2;
        insertAlike(rows.subList(0, half));
        insertAlike(rows.subList(half, rows.size()));
      }
      return;
    }
    count(affected, rows.size());
  }

  private void count(long affected, int rows) {
    if (plan.onDuplicate() == ConflictStrategy.IGNORE) {
      if (affected > rows) {
        throw new LoadException(
            ErrorCode.INTERNAL,
            "the server counts %d rows of %d that changed, and rows that are there must stay as they are. Please report this with the server's version and the table's definition."
                .formatted(affected, rows));
      }
      leftOut += rows - affected;
    } else if (plan.onDuplicate() == ConflictStrategy.REPLACE) {
      replaced += Math.max(0, affected - rows);
    }
  }

  private void refuse(SentRow row, SqlFailure failure, SQLException why)
      throws TooManyRefusedException {
    if (failure == SqlFailure.DUPLICATE) {
      throw duplicate(plan, row.place(), why);
    }
    refuse(row, "TiDB refuses the row: " + SqlFailure.text(why));
  }

  /** Leaves a row out. */
  void refuse(SentRow row, String reason) throws TooManyRefusedException {
    refused.add(new Refused(row, reason));
    if (refused.size() > mostRefused) {
      throw new TooManyRefusedException();
    }
  }

  /** Returns the failure of a key that is taken. */
  static LoadException duplicate(LogicalPlan plan, String place, SQLException why) {
    return new LoadException(
        ErrorCode.DUPLICATE_KEY,
        "%sa row claims a key that is in table %s already: %s. Leave the row out, or choose with option on-duplicate which row stays."
            .formatted(
                place.isEmpty() ? "" : place + ": ", plan.target().name(), SqlFailure.text(why)),
        why);
  }

  private String text(List<SentRow> rows) {
    return pending.text(rows.get(0), rows.get(rows.size() - 1));
  }

  private String sql(List<SentRow> rows) {
    List<ColumnInfo> columns = rows.get(0).layout().columns();
    String text = text(rows);
    StringBuilder sql = new StringBuilder(FRAME + text.length());
    sql.append(plan.onDuplicate() == ConflictStrategy.REPLACE ? "REPLACE INTO " : "INSERT INTO ");
    sql.append(plan.target().sql());
    sql.append(
        columns.stream()
            .map(each -> TableName.quoted(each.name()))
            .collect(Collectors.joining(",", " (", ") VALUES ")));
    sql.append(text);
    if (plan.onDuplicate() == ConflictStrategy.IGNORE) {
      // IGNORE would let other faults of rows pass as well; this leaves only taken keys alone.
      String kept = TableName.quoted(keptColumn(columns).name());
      sql.append(" ON DUPLICATE KEY UPDATE ").append(kept).append('=').append(kept);
    }
    return sql.toString();
  }

  private ColumnInfo keptColumn(List<ColumnInfo> columns) {
    return columns.stream()
        .filter(each -> !plan.target().table().generatesIds(each))
        .findFirst()
        .orElse(plan.target().table().columns().get(0));
  }
}
