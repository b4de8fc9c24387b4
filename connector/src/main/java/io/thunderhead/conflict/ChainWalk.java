package io.thunderhead.conflict;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Decides rows one after the other, as INSERT IGNORE does: a row stays unless one that stays has
 * one of its keys. A row hands that news on to the next of the key, so that only news under way is
 * held. Not thread-safe.
 */
public final class ChainWalk {
  private final ClaimQueue claims;
  private final RowSet left = new RowSet();
  private final List<ChainLink> links = new ArrayList<>();

  /**
   * @param claims empty; the caller closes it
   */
  public ChainWalk(ClaimQueue claims) {
    this.claims = claims;
  }

  /** Takes the next link, in order of rows. */
  public void add(ChainLink link) {
    if (!links.isEmpty() && links.get(0).row() != link.row()) {
      decide();
    }
    links.add(link);
  }

  /** Ends the walk and returns the rows that do not stay. */
  public RowSet end() {
    decide();
    return left.packed();
  }

  private void decide() {
    if (links.isEmpty()) {
      return;
    }
    long row = links.get(0).row();
    Set<Long> claimed = claims.takeGroups(row);
    boolean stays =
        claimed.isEmpty() && links.stream().noneMatch(link -> link.next() == ChainLink.CLAIMED);
    if (!stays) {
      left.add(row);
    }
    for (ChainLink link : links) {
      if (link.next() >= 0 && (stays || claimed.contains(link.group()))) {
        claims.add(link.next(), link.group());
      }
    }
    links.clear();
  }
}
