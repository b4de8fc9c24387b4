package io.thunderhead.conflict;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Turns sorted claims into links from each undecided row to the next one of the same key, one link
 * for each key that a row claims.
 */
public final class ChainLinks implements Iterator<ChainLink> {
  private static final long NO_ROW = -1;

  private final FirstRows decided;
  private final Iterator<byte[]> claims;
  private long group;
  private byte[] previous;
  private boolean claimed;
  private long pending = NO_ROW;
  private ChainLink ready;

  /**
   * @param firstGroup number below which those of other partitions lie
   */
  public ChainLinks(FirstRows decided, Iterator<byte[]> claims, long firstGroup) {
    this.decided = decided;
    this.claims = claims;
    this.group = firstGroup;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && claims.hasNext()) {
      take(claims.next());
    }
    if (ready == null && pending != NO_ROW) {
      endKey();
    }
    return ready != null;
  }

  private void take(byte[] claim) {
    if (previous == null || !KeyClaim.sameKey(previous, claim)) {
      endKey();
      group++;
      claimed = false;
    }
    previous = claim;
    long row = KeyClaim.row(claim);
    if (decided.taken().contains(row)) {
      claimed = true;
    } else if (!decided.left().contains(row)) {
      if (claimed) {
        ready = new ChainLink(row, group, ChainLink.CLAIMED);
      } else {
        if (pending != NO_ROW) {
          ready = new ChainLink(pending, group, row);
        }
        pending = row;
      }
    }
  }

  /** The last row of a key has none behind it. */
  private void endKey() {
    if (pending != NO_ROW) {
      ready = new ChainLink(pending, group, ChainLink.LAST);
      pending = NO_ROW;
    }
  }

  @Override
  public ChainLink next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ChainLink next = ready;
    ready = null;
    return next;
  }
}
