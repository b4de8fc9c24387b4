package io.thunderhead.contract;

import org.tikv.kvproto.Errorpb;

/** The cluster moved under a request that is not about moving; the whole attempt is made again. */
final class RegionMoved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegionMoved(String what) {
    super(what);
  }

  /** Throws when a client would look the region up again and retry; other errors are left alone. */
  static void check(Errorpb.Error error) {
    boolean moved =
        error.hasNotLeader()
            || error.hasEpochNotMatch()
            || error.hasRegionNotFound()
            || error.hasServerIsBusy()
            || error.hasReadIndexNotReady()
            || error.hasRegionNotInitialized()
            || error.hasProposalInMergingMode()
            || error.getMessage().contains("raft: proposal dropped");
    if (moved) {
      throw new RegionMoved(error.toString());
    }
  }
}
