package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** Region errors with the texts that TiKV gives them (import-protocol 3.2). */
final class RegionErrors {
  private RegionErrors() {}

  static Errorpb.Error notLeader(long regionId, Peer leader) {
    Errorpb.NotLeader.Builder detail = Errorpb.NotLeader.newBuilder().setRegionId(regionId);
    if (leader != null) {
      detail.setLeader(leader);
    }
    String known = leader == null ? "None" : "Some(" + Texts.peer(leader) + ")";
    return message("peer is not leader for region " + regionId + ", leader may " + known)
        .setNotLeader(detail)
        .build();
  }

  static Errorpb.Error regionNotFound(long regionId) {
    return regionNotFound(regionId, "region " + regionId + " not found");
  }

  /** The form of a request that found no region on its way to the leader. */
  static Errorpb.Error regionMissing(long regionId) {
    return regionNotFound(regionId, "region " + regionId + " is missing");
  }

  private static Errorpb.Error regionNotFound(long regionId, String text) {
    return message(text)
        .setRegionNotFound(Errorpb.RegionNotFound.newBuilder().setRegionId(regionId))
        .build();
  }

  static Errorpb.Error storeNotMatch(long requested, long actual) {
    return message("to store id " + requested + ", mine " + actual)
        .setStoreNotMatch(
            Errorpb.StoreNotMatch.newBuilder()
                .setRequestStoreId(requested)
                .setActualStoreId(actual))
        .build();
  }

  static Errorpb.Error mismatchPeerId(long requested, long actual) {
    return NewerFields.withMismatchPeerId(
        message("mismatch peer id " + requested + " != " + actual).build(), requested, actual);
  }

  static Errorpb.Error epochNotMatch(String text, List<Region> current) {
    return message("EpochNotMatch " + text)
        .setEpochNotMatch(Errorpb.EpochNotMatch.newBuilder().addAllCurrentRegions(current))
        .build();
  }

  /** The form of a request whose epoch is not that of the region. */
  static Errorpb.Error epochNotMatch(Region region, RegionEpoch sent, List<Region> current) {
    return epochNotMatch(
        "current epoch of region "
            + region.getId()
            + " is "
            + Texts.epoch(region.getRegionEpoch())
            + ", but you sent "
            + Texts.epoch(sent),
        current);
  }

  static Errorpb.Error keyNotInRegion(byte[] encodedKey, Region region) {
    return message(
            "key "
                + Keys.upperHex(encodedKey)
                + " is not in region key range ["
                + Keys.upperHex(Regions.start(region))
                + ", "
                + Keys.upperHex(Regions.end(region))
                + ") for region "
                + region.getId())
        .setKeyNotInRegion(
            Errorpb.KeyNotInRegion.newBuilder()
                .setKey(Texts.bytes(encodedKey))
                .setRegionId(region.getId())
                .setStartKey(region.getStartKey())
                .setEndKey(region.getEndKey()))
        .build();
  }

  static Errorpb.Error staleCommand(String text) {
    return message(text).setStaleCommand(Errorpb.StaleCommand.getDefaultInstance()).build();
  }

  static Errorpb.Error serverIsBusy(String reason, long backoffMillis) {
    return message(reason)
        .setServerIsBusy(
            Errorpb.ServerIsBusy.newBuilder().setReason(reason).setBackoffMs(backoffMillis))
        .build();
  }

  static Errorpb.Error raftEntryTooLarge(long regionId) {
    return message("raft entry is too large, region " + regionId + ", entry size 8388609")
        .setRaftEntryTooLarge(
            Errorpb.RaftEntryTooLarge.newBuilder().setRegionId(regionId).setEntrySize(8388609))
        .build();
  }

  static Errorpb.Error readIndexNotReady(long regionId, String reason) {
    return message("read index not ready, reason " + reason + ", region " + regionId)
        .setReadIndexNotReady(
            Errorpb.ReadIndexNotReady.newBuilder().setReason(reason).setRegionId(regionId))
        .build();
  }

  static Errorpb.Error proposalInMergingMode(long regionId) {
    return message(regionId + " peer in merging mode, can't do proposal")
        .setProposalInMergingMode(Errorpb.ProposalInMergingMode.newBuilder().setRegionId(regionId))
        .build();
  }

  static Errorpb.Error diskFull(long storeId) {
    String reason = "propose failed: tikv disk full, cmd diskFullOpt=NotAllowedOnFull";
    return message("store ids [" + storeId + "], errmsg " + reason)
        .setDiskFull(Errorpb.DiskFull.newBuilder().addStoreId(storeId).setReason(reason))
        .build();
  }

  static Errorpb.Error maxTimestampNotSynced(long regionId) {
    return message("max timestamp not synced, region " + regionId)
        .setMaxTimestampNotSynced(Errorpb.MaxTimestampNotSynced.getDefaultInstance())
        .build();
  }

  static Errorpb.Error dataIsNotReady(long regionId, long peerId) {
    return message("data is not ready, region " + regionId)
        .setDataIsNotReady(
            Errorpb.DataIsNotReady.newBuilder().setRegionId(regionId).setPeerId(peerId))
        .build();
  }

  static Errorpb.Error regionNotInitialized(long regionId) {
    return message("region not initialized yet, region " + regionId)
        .setRegionNotInitialized(Errorpb.RegionNotInitialized.newBuilder().setRegionId(regionId))
        .build();
  }

  static Errorpb.Error recoveryInProgress(long regionId) {
    return message("region " + regionId + " is in the recovery progress")
        .setRecoveryInProgress(Errorpb.RecoveryInProgress.newBuilder().setRegionId(regionId))
        .build();
  }

  static Errorpb.Error undeterminedResult() {
    String text = "the result of the proposal is unknown";
    return NewerFields.withUndeterminedResult(message(text).build(), text);
  }

  /** An error of no special kind. */
  static Errorpb.Error other(String text) {
    return message(text).build();
  }

  private static Errorpb.Error.Builder message(String text) {
    return Errorpb.Error.newBuilder().setMessage(text);
  }
}
