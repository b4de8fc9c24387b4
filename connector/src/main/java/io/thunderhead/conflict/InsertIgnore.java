package io.thunderhead.conflict;

/**
 * Decides which rows stay as INSERT IGNORE does, row by row in the order of the input: in rounds,
 * which take at once all rows that no undecided one stands before, and then in one walk.
 */
public final class InsertIgnore {
  private static final int MOST_ROUNDS = 6;

  private final Steps steps;
  private final long forWalk;

  /** Looks at the claims of the rows in conflict. */
  public interface Steps {
    /** Looks at all keys at once. */
    FirstRows.Round round(FirstRows decided);

    /** Goes row by row and returns the undecided rows that do not stay. */
    RowSet walk(FirstRows decided);
  }

  /**
   * @param forWalk undecided rows that are left to the walk, if there are no more
   */
  public InsertIgnore(Steps steps, long forWalk) {
    this.steps = steps;
    this.forWalk = forWalk;
  }

  /** Returns the rows that do not stay. */
  public RowSet left(Conflicts found) {
    FirstRows decided = new FirstRows(new RowSet(), new RowSet());
    RowSet undecided = found.rows();
    RowSet behind = found.behind();
    for (int rounds = 0; ; rounds++) {
      decided.taken().addAll(undecided.without(behind));
      undecided = behind;
      if (undecided.isEmpty()) {
        return decided.left();
      }
      if (rounds == MOST_ROUNDS || undecided.size() <= forWalk) {
        decided.left().addAll(steps.walk(decided));
        return decided.left();
      }
      FirstRows.Round round = steps.round(decided);
      decided.left().addAll(round.left());
      undecided = undecided.without(round.left());
      behind = round.behind().without(round.left());
    }
  }
}
