package io.thunderhead.ingest;

import io.thunderhead.codec.MemComparable;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Region;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Failures;
import io.thunderhead.tikv.ImportRefusal;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.RegionErrors;
import io.thunderhead.tikv.SstWriteException;
import java.time.Duration;
import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * The import of some sorted KVs into one region (import-protocol 2.12).
 *
 * <pre>
 *   REGION_SCANNED ──write to every peer──▶ WROTE ──ingest at the leader──▶ INGESTED
 *        ▲  ▲                                │ │
 *        │  └──── file lost, other error ────┘ │   busy, no answer: stays WROTE
 *        └─ epoch changed, successor known ────┤
 *   NEED_RESCAN ◀── no leader, no region, no successor, write failed, no answer again and again
 * </pre>
 *
 * <p>Full disks, keys in a form that the cluster does not store, and requests that it will never
 * take end the job at once.
 *
 * <p>Rewriting uses a new uuid and the same timestamp, so an ingest that happened unseen is only
 * repeated.
 */
final class RegionJob {
  enum Stage {
    REGION_SCANNED,
    WROTE,
    INGESTED,
    NEED_RESCAN
  }

  /** A leader that never answers may lead no more. */
  private static final int UNANSWERED_BEFORE_RESCAN = 3;

  private final ImportSstClient client;
  private final RegionTransport transport;
  private final KvBuffer kvs;
  private final int from;
  private final int to;
  private final Backoff backoff;
  private final FailureTally failures;
  private Region region;
  private Stage stage = Stage.REGION_SCANNED;
  private List<ImportSstpb.SSTMeta> metas = List.of();
  private int unanswered;
  private long sentBytes;
  private boolean outcomeUnknown;

  /**
   * @param slice the KVs, all of them inside the region
   * @param outcomeUnknown whether an ingest of them may have happened unseen
   */
  RegionJob(
      ImportSstClient client,
      RegionTransport transport,
      KvBuffer kvs,
      SortedKvWriter.RegionSlice slice,
      boolean outcomeUnknown,
      Backoff backoff,
      FailureTally failures) {
    this.client = client;
    this.transport = transport;
    this.kvs = kvs;
    this.from = slice.from();
    this.to = slice.to();
    this.region = slice.region();
    this.outcomeUnknown = outcomeUnknown;
    this.backoff = backoff;
    this.failures = failures;
  }

  /**
   * Runs until the KVs are in the region, or the regions must be looked up again.
   *
   * @return INGESTED or NEED_RESCAN
   * @throws LoadException DISK_FULL, UNSUPPORTED, CLUSTER_PROTOCOL, RETRIES_EXHAUSTED,
   *     INGEST_STATE_UNKNOWN
   */
  Stage run() {
    try (RegionTransport.Cargo cargo = transport.load(kvs, from, to)) {
      while (stage != Stage.INGESTED && stage != Stage.NEED_RESCAN) {
        stage = stage == Stage.REGION_SCANNED ? write(cargo) : ingest();
      }
      sentBytes = cargo.sentBytes();
    }
    return stage;
  }

  Region region() {
    return region;
  }

  /** Tells whether an ingest was sent whose answer never came. */
  boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  int sstCount() {
    return metas.size();
  }

  /** Returns the bytes that went to each peer. */
  long sentBytes() {
    return sentBytes;
  }

  private Stage write(RegionTransport.Cargo cargo) {
    try {
      metas = cargo.send(region, meta());
      return Stage.WROTE;
    } catch (SstWriteException e) {
      return afterWriteFailure(e);
    }
  }

  private Stage afterWriteFailure(SstWriteException e) {
    String what = "write to " + region + ": " + e.getMessage();
    if (e.diskFull()) {
      throw diskFull(what, e);
    }
    if (e.notAscending()) {
      throw fatal(
          ErrorCode.INTERNAL,
          "TiKV found keys that do not ascend (" + what + "). Please report this.",
          e);
    }
    if (e.otherKeyForm()) {
      throw otherKeyForm(what, e);
    }
    if (e.isFinal()) {
      throw refused(what, e);
    }
    failures.add(e.storeId(), e.requestTooNew() ? "RequestTooNew" : "WriteFailed");
    fail(what, e);
    return e.requestTooNew() ? Stage.REGION_SCANNED : Stage.NEED_RESCAN;
  }

  private ImportSstpb.SSTMeta meta() {
    return ImportSstpb.SSTMeta.newBuilder()
        .setUuid(SstUuid.random())
        .setRegionId(region.id())
        .setRegionEpoch(region.meta().getRegionEpoch())
        .setRange(
            ImportSstpb.Range.newBuilder()
                .setStart(encoded(kvs.key(from)))
                .setEnd(encoded(kvs.key(to - 1))))
        .build();
  }

  private Stage ingest() {
    Errorpb.Error error;
    try {
      error = client.ingest(region, metas);
    } catch (StatusRuntimeException e) {
      return afterNoAnswer(e);
    }
    if (error == null) {
      return Stage.INGESTED;
    }
    unanswered = 0;
    String what = "ingest into " + region + ": " + RegionErrors.describe(error);
    if (error.hasDiskFull()) {
      throw diskFull(what, null);
    }
    outcomeUnknown |= RegionErrors.isUndetermined(error);
    failures.add(region.leader().getStoreId(), RegionErrors.name(error));
    Stage next = afterError(error);
    backoff.failed(
        what, null, givingUp(), Duration.ofMillis(error.getServerIsBusy().getBackoffMs()));
    return next;
  }

  private Stage afterNoAnswer(StatusRuntimeException e) {
    String what = "ingest into %s: no answer, %s".formatted(region, Failures.describe(e));
    if (ImportRefusal.isOtherKeyForm(what)) {
      throw otherKeyForm(what, e);
    }
    if (ImportRefusal.isFinal(e)) {
      throw refused(what, e);
    }
    outcomeUnknown = true;
    unanswered++;
    failures.add(region.leader().getStoreId(), "NoAnswer");
    fail(what, e);
    return unanswered < UNANSWERED_BEFORE_RESCAN ? Stage.WROTE : Stage.NEED_RESCAN;
  }

  private Stage afterError(Errorpb.Error error) {
    if (error.hasEpochNotMatch()) {
      Region successor = successor(error.getEpochNotMatch().getCurrentRegionsList());
      if (successor == null) {
        return Stage.NEED_RESCAN;
      }
      region = successor;
      return Stage.REGION_SCANNED;
    }
    if (error.hasServerIsBusy()) {
      return Stage.WROTE;
    }
    boolean moved =
        error.hasNotLeader()
            || error.hasRegionNotFound()
            || error.hasReadIndexNotReady()
            || error.getMessage().contains("raft: proposal dropped");
    return moved ? Stage.NEED_RESCAN : Stage.REGION_SCANNED;
  }

  /** Finds the region that holds all KVs now and has a peer where the leader was. */
  private Region successor(List<Metapb.Region> candidates) {
    for (Metapb.Region candidate : candidates) {
      for (Metapb.Peer peer : candidate.getPeersList()) {
        Region now = Region.of(candidate, peer);
        if (peer.getStoreId() == region.leader().getStoreId()
            && now.range().contains(kvs.key(from))
            && now.range().contains(kvs.key(to - 1))) {
          return now;
        }
      }
    }
    return null;
  }

  private void fail(String reason, Throwable cause) {
    backoff.failed(reason, cause, givingUp());
  }

  private ErrorCode givingUp() {
    return outcomeUnknown ? ErrorCode.INGEST_STATE_UNKNOWN : ErrorCode.RETRIES_EXHAUSTED;
  }

  private LoadException diskFull(String what, Throwable cause) {
    return fatal(
        ErrorCode.DISK_FULL,
        "a store of %s has no room left (%s). Add stores or free space, empty the table, and run the load again."
            .formatted(region, what),
        cause);
  }

  private LoadException otherKeyForm(String what, Throwable cause) {
    return fatal(
        ErrorCode.UNSUPPORTED,
        "the cluster stores keys of API V2 and keyspaces, which are not written here (%s). Load into a cluster with storage.api-version = 1."
            .formatted(what),
        cause);
  }

  private LoadException refused(String what, Throwable cause) {
    return fatal(
        ErrorCode.CLUSTER_PROTOCOL,
        "a store refuses the request for good (%s). Check that every TiKV store is version 5.0 or newer and that no proxy stands before it."
            .formatted(what),
        cause);
  }

  private LoadException fatal(ErrorCode code, String message, Throwable cause) {
    return new LoadException(code, message + backoff.before(), cause);
  }

  private static ByteString encoded(byte[] rawKey) {
    return UnsafeByteOperations.unsafeWrap(MemComparable.encodeBytes(rawKey));
  }
}
