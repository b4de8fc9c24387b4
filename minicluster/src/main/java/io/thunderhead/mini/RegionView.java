package io.thunderhead.mini;

import java.util.List;

/**
 * A region as PD knows it.
 *
 * @param start first raw key, empty for none
 * @param end raw key behind the last, empty for infinity
 * @param leaderStoreId store of the leader, zero when no majority lives
 */
public record RegionView(
    long id,
    byte[] start,
    byte[] end,
    long confVer,
    long version,
    List<PeerView> peers,
    long leaderStoreId) {
  /** One peer of a region. */
  public record PeerView(long id, long storeId, boolean isLearner) {}
}
