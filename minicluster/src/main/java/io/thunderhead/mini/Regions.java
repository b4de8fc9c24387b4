package io.thunderhead.mini;

import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.PeerRole;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** Questions to region metas. Keys are encoded; ranges are half-open, an empty end is infinity. */
final class Regions {
  private Regions() {}

  static byte[] start(Region region) {
    return region.getStartKey().toByteArray();
  }

  static byte[] end(Region region) {
    return region.getEndKey().toByteArray();
  }

  static boolean contains(Region region, byte[] encodedKey) {
    byte[] end = end(region);
    return Keys.compare(encodedKey, start(region)) >= 0
        && (end.length == 0 || Keys.compare(encodedKey, end) < 0);
  }

  /** Tells whether either number of {@code epoch} is behind {@code than}. */
  static boolean isStale(RegionEpoch epoch, RegionEpoch than) {
    return Long.compareUnsigned(epoch.getVersion(), than.getVersion()) < 0
        || Long.compareUnsigned(epoch.getConfVer(), than.getConfVer()) < 0;
  }

  /** Returns the peer of a region on a store, or null. */
  static Peer peerOn(Region region, long storeId) {
    for (Peer peer : region.getPeersList()) {
      if (peer.getStoreId() == storeId) {
        return peer;
      }
    }
    return null;
  }

  static boolean isVoter(Peer peer) {
    return peer.getRole() != PeerRole.Learner;
  }
}
