package io.thunderhead.mini;

import java.io.IOException;
import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** One peer of a region on one store: what the store has applied of the region's log. */
final class Replica {
  private final Store store;
  private final RaftGroup group;
  private final long peerId;
  private volatile Region region;
  private int applied;

  Replica(Store store, RaftGroup group, Region region, int applied) {
    this.store = store;
    this.group = group;
    this.region = region;
    this.applied = applied;
    peerId = Regions.peerOn(region, store.id()).getId();
  }

  long peerId() {
    return peerId;
  }

  Store store() {
    return store;
  }

  RaftGroup group() {
    return group;
  }

  /** Returns the region as far as this store knows it. */
  Region region() {
    return region;
  }

  /** Returns how many entries of the log are applied; guarded by the group. */
  int applied() {
    return applied;
  }

  /** Applies the next entry and returns why it had no effect, or null. */
  Errorpb.Error apply(LogEntry entry) {
    Errorpb.Error error = null;
    if (entry instanceof LogEntry.Write write) {
      store.engine().write(write.mutations());
    } else if (entry instanceof LogEntry.Ingest ingest) {
      error = ingest(ingest.ssts());
    } else if (entry instanceof LogEntry.Split split) {
      split(split.regions());
    } else if (entry instanceof LogEntry.PrepareMerge merge) {
      region = merge.prepared();
    } else if (entry instanceof LogEntry.Merge merge) {
      store.leave(merge.sourceId());
      region = merge.merged();
    } else if (entry instanceof LogEntry.ChangePeers change) {
      changePeers(change.region());
    }
    applied++;
    return error;
  }

  private Errorpb.Error ingest(List<SSTMeta> ssts) {
    try {
      for (SSTMeta sst : ssts) {
        Errorpb.Error error = check(sst);
        if (error != null) {
          deleteRefused(sst);
          return error;
        }
        store.imports().entries(sst);
      }
      store.imports().ingest(ssts, store.engine());
      return null;
    } catch (ImportError | IOException | IllegalStateException e) {
      if (e instanceof StoreStoppedException stopped) {
        throw stopped;
      }
      throw store.panic(
          "region " + region.getId() + " peer " + peerId + " ingest: " + e.getMessage(), e);
    }
  }

  private void deleteRefused(SSTMeta sst) {
    try {
      store.imports().delete(sst);
    } catch (ImportError e) {
      // A meta without a proper uuid has no file.
      return;
    }
  }

  /** Checks a meta as TiKV does when it applies it (import-protocol 3.8): both ends inclusive. */
  private Errorpb.Error check(SSTMeta sst) {
    if (sst.getUuid().size() != 16) {
      return RegionErrors.other("invalid uuid " + sst.getUuid().size() + " bytes");
    }
    if (Cf.ingestible(sst.getCfName()) == null) {
      return RegionErrors.other("invalid cf name " + sst.getCfName());
    }
    if (sst.getRegionId() != region.getId()) {
      return RegionErrors.regionNotFound(sst.getRegionId());
    }
    RegionEpoch epoch = sst.getRegionEpoch();
    RegionEpoch own = region.getRegionEpoch();
    if (epoch.getConfVer() != own.getConfVer() || epoch.getVersion() != own.getVersion()) {
      return RegionErrors.epochNotMatch(
          Texts.epoch(epoch) + " != " + Texts.epoch(own), List.of(region));
    }
    for (byte[] key :
        List.of(sst.getRange().getStart().toByteArray(), sst.getRange().getEnd().toByteArray())) {
      if (!Regions.contains(region, key)) {
        return RegionErrors.keyNotInRegion(key, region);
      }
    }
    return null;
  }

  private void split(List<Region> regions) {
    for (Region made : regions.subList(0, regions.size() - 1)) {
      store.adopt(made);
    }
    region = regions.get(regions.size() - 1);
  }

  private void changePeers(Region changed) {
    Peer self = Regions.peerOn(changed, store.id());
    if (self == null) {
      store.discard(this);
    } else {
      region = changed;
    }
  }
}
