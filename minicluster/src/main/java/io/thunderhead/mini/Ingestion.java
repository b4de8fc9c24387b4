package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.Kvrpcpb.Context;

/** Ingest and MultiIngest of a store, with TiKV's checks in its order (import-protocol 3.8). */
final class Ingestion {
  private final Store store;
  private final Set<String> latches = new HashSet<>();

  Ingestion(Store store) {
    this.store = store;
  }

  /** Ingests SSTs and returns why not, or null. */
  Errorpb.Error run(Context context, List<SSTMeta> ssts) throws ImportError {
    long suspended = store.importMode().suspendedMillis();
    if (suspended > 0) {
      return Errorpb.Error.newBuilder()
          .setMessage("imports are suspended for " + suspended + "ms")
          .setServerIsBusy(Errorpb.ServerIsBusy.newBuilder().setBackoffMs(suspended))
          .build();
    }
    List<String> held = new ArrayList<>();
    try {
      Errorpb.Error refused = admit(ssts, held);
      return refused != null ? refused : propose(context, ssts);
    } finally {
      synchronized (latches) {
        held.forEach(latches::remove);
      }
    }
  }

  private Errorpb.Error admit(List<SSTMeta> ssts, List<String> held) {
    synchronized (latches) {
      if (isStalled()) {
        return RegionErrors.serverIsBusy("too many sst files are ingesting", 0);
      }
      for (SSTMeta sst : ssts) {
        String latch = latch(sst);
        if (latch != null && latches.add(latch)) {
          held.add(latch);
        }
      }
      return held.size() < ssts.size() ? RegionErrors.other("ingest file conflict") : null;
    }
  }

  /** Returns a file's name; one that has none is never latched, which counts as a conflict. */
  private static String latch(SSTMeta sst) {
    try {
      return ImportDirectory.fileName(sst);
    } catch (ImportError e) {
      return null;
    }
  }

  private boolean isStalled() {
    if (store.importMode().isImporting()) {
      return false;
    }
    String write = "_" + Cf.WRITE.id() + "_";
    long inFlight = latches.stream().filter(latch -> latch.contains(write)).count();
    long files = store.level0Files(Cf.WRITE) + inFlight;
    return files > StoreEngine.LEVEL0_STOP_TRIGGER / 2
        && files >= StoreEngine.LEVEL0_COMPACTION_TRIGGER;
  }

  private Errorpb.Error propose(Context context, List<SSTMeta> ssts) throws ImportError {
    store.imports().checkApiVersion(ssts);
    try {
      Replica replica = store.route(context);
      for (SSTMeta sst : ssts) {
        if (!store.imports().exists(sst)) {
          return RegionErrors.staleCommand("The file which would be ingested doest not exist.");
        }
      }
      if (ssts.isEmpty()) {
        return null;
      }
      if (store.isDiskFull()) {
        return RegionErrors.diskFull(store.id());
      }
      long keys = 0;
      for (SSTMeta sst : ssts) {
        boolean counted = Cf.WRITE.id().equals(sst.getCfName());
        keys += counted ? store.imports().entries(sst) : 0;
      }
      replica.group().propose(replica, new LogEntry.Ingest(ssts));
      replica.group().addApproximateKeys(keys);
      return null;
    } catch (RegionException e) {
      return e.error();
    }
  }
}
