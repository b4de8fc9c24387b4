package io.thunderhead.tikv;

import org.tikv.kvproto.Errorpb;

/** Names of the region errors that TiKV answers with. */
public final class RegionErrors {
  private RegionErrors() {}

  /** Returns the protocol's name of an error with its message: {@code "EpochNotMatch: …"}. */
  public static String describe(Errorpb.Error error) {
    return name(error) + ": " + error.getMessage();
  }

  private static String name(Errorpb.Error error) {
    if (error.hasNotLeader()) {
      return "NotLeader";
    }
    if (error.hasEpochNotMatch()) {
      return "EpochNotMatch";
    }
    if (error.hasServerIsBusy()) {
      return "ServerIsBusy";
    }
    if (error.hasRegionNotFound()) {
      return "RegionNotFound";
    }
    if (error.hasStaleCommand()) {
      return "StaleCommand";
    }
    if (error.hasKeyNotInRegion()) {
      return "KeyNotInRegion";
    }
    if (error.hasDiskFull()) {
      return "DiskFull";
    }
    if (error.hasReadIndexNotReady()) {
      return "ReadIndexNotReady";
    }
    return "RegionError";
  }
}
