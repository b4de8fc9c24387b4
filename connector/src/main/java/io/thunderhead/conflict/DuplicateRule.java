package io.thunderhead.conflict;

import java.io.Serializable;

/**
 * How keys that come more than once are taken.
 *
 * @param keys keys that need their row's number
 * @param stays which row keeps a key
 * @param threshold most rows that may be in conflict
 */
public record DuplicateRule(MarkedKeys keys, Stays stays, long threshold) implements Serializable {
  /** Tells whether a row that the table has goes when the input claims one of its keys. */
  public boolean replacesStored() {
    return stays == Stays.LAST;
  }
}
