package io.thunderhead.contract;

import java.util.Arrays;
import java.util.List;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;

/** One region as PD described it at one moment. */
record WireRegion(Metapb.Region meta, Metapb.Peer leader) {

  static WireRegion of(Pdpb.Region region) {
    return new WireRegion(region.getRegion(), region.getLeader());
  }

  long id() {
    return meta.getId();
  }

  Metapb.RegionEpoch epoch() {
    return meta.getRegionEpoch();
  }

  long leaderStore() {
    return leader.getStoreId();
  }

  /** Inclusive; empty means from the beginning. */
  byte[] startRaw() {
    return WireKeys.decodeBound(meta.getStartKey().toByteArray());
  }

  /** Exclusive; empty means to the end. */
  byte[] endRaw() {
    return WireKeys.decodeBound(meta.getEndKey().toByteArray());
  }

  boolean contains(byte[] raw) {
    byte[] end = endRaw();
    return Arrays.compareUnsigned(startRaw(), raw) <= 0
        && (end.length == 0 || Arrays.compareUnsigned(raw, end) < 0);
  }

  List<Metapb.Peer> followers() {
    return meta.getPeersList().stream().filter(peer -> peer.getId() != leader.getId()).toList();
  }

  /** The context of a request to the leader. */
  Kvrpcpb.Context context() {
    return context(leader);
  }

  Kvrpcpb.Context context(Metapb.Peer peer) {
    return Kvrpcpb.Context.newBuilder()
        .setRegionId(id())
        .setRegionEpoch(epoch())
        .setPeer(peer)
        .build();
  }

  /** The same region with another epoch, as a client with an older or newer view has it. */
  WireRegion withEpoch(long confVer, long version) {
    var epoch = Metapb.RegionEpoch.newBuilder().setConfVer(confVer).setVersion(version);
    return new WireRegion(meta.toBuilder().setRegionEpoch(epoch).build(), leader);
  }

  WireRegion withVersion(long version) {
    return withEpoch(epoch().getConfVer(), version);
  }
}
