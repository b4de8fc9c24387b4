package io.thunderhead.conflict;

import java.io.Serializable;
import java.util.Iterator;

/**
 * One round of choosing the first rows: rows that no undecided row stands before, in any of their
 * keys, are taken; rows that share a key with one that is taken are left.
 *
 * @param taken rows that stay
 * @param left rows that do not
 */
public record FirstRows(RowSet taken, RowSet left) implements Serializable {
  /**
   * What the claims of some keys tell of rows that are not decided.
   *
   * @param left rows that share a key with one that is taken
   * @param behind rows that another undecided one stands before
   */
  public record Round(RowSet left, RowSet behind) implements Serializable {}

  /** Walks claims in their order, all of a key together. */
  public Round walk(Iterator<byte[]> claims) {
    Round round = new Round(new RowSet(), new RowSet());
    byte[] previous = null;
    boolean claimed = false;
    boolean hasFirst = false;
    while (claims.hasNext()) {
      byte[] claim = claims.next();
      if (previous == null || !KeyClaim.sameKey(previous, claim)) {
        claimed = false;
        hasFirst = false;
      }
      previous = claim;
      long row = KeyClaim.row(claim);
      if (taken.contains(row)) {
        claimed = true;
      } else if (!left.contains(row)) {
        if (claimed) {
          round.left.add(row);
        } else if (hasFirst) {
          round.behind.add(row);
        }
        hasFirst = true;
      }
    }
    round.left.packed();
    round.behind.packed();
    return round;
  }
}
