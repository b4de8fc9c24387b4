package io.thunderhead.ingest;

import io.thunderhead.codec.MemComparable;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Region;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.RegionErrors;
import io.thunderhead.tikv.SstWriteException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
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
 *   NEED_RESCAN ◀── no leader, no region, no successor, write failed
 * </pre>
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

  private final ImportSstClient client;
  private final IngestSettings settings;
  private final KvBuffer kvs;
  private final int from;
  private final int to;
  private final Backoff backoff;
  private Region region;
  private Stage stage = Stage.REGION_SCANNED;
  private List<ImportSstpb.SSTMeta> metas = List.of();
  private boolean outcomeUnknown;

  /**
   * @param from first KV of the job, all of {@code [from, to)} inside the region
   */
  RegionJob(
      ImportSstClient client,
      IngestSettings settings,
      KvBuffer kvs,
      int from,
      int to,
      Region region,
      Backoff backoff) {
    this.client = client;
    this.settings = settings;
    this.kvs = kvs;
    this.from = from;
    this.to = to;
    this.region = region;
    this.backoff = backoff;
  }

  /**
   * Runs until the KVs are in the region, or the regions must be looked up again.
   *
   * @return INGESTED or NEED_RESCAN
   * @throws LoadException DISK_FULL, RETRIES_EXHAUSTED, INGEST_STATE_UNKNOWN
   */
  Stage run() {
    while (stage != Stage.INGESTED && stage != Stage.NEED_RESCAN) {
      stage = stage == Stage.REGION_SCANNED ? write() : ingest();
    }
    return stage;
  }

  Region region() {
    return region;
  }

  int sstCount() {
    return metas.size();
  }

  private Stage write() {
    try {
      metas =
          client.write(
              region, meta(), kvs.batches(from, to, settings.commitTs(), settings.batchBytes()));
      return Stage.WROTE;
    } catch (SstWriteException e) {
      if (e.diskFull()) {
        throw diskFull(e.getMessage(), e);
      }
      if (e.notAscending()) {
        throw new LoadException(
            ErrorCode.INTERNAL,
            "TiKV found keys that do not ascend in " + region + ": " + e.getMessage(),
            e);
      }
      fail("write to " + region + ": " + e.getMessage(), e);
      return e.requestTooNew() ? Stage.REGION_SCANNED : Stage.NEED_RESCAN;
    }
  }

  private ImportSstpb.SSTMeta meta() {
    return ImportSstpb.SSTMeta.newBuilder()
        .setUuid(newUuid())
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
      error = client.multiIngest(region, metas);
    } catch (StatusRuntimeException e) {
      outcomeUnknown = true;
      fail("ingest into " + region + ": no answer, " + e.getStatus(), e);
      return Stage.WROTE;
    }
    if (error == null) {
      return Stage.INGESTED;
    }
    if (error.hasDiskFull()) {
      throw diskFull(RegionErrors.describe(error), null);
    }
    Stage next = afterError(error);
    fail("ingest into " + region + ": " + RegionErrors.describe(error), null);
    return next;
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
    backoff.failed(
        reason,
        cause,
        outcomeUnknown ? ErrorCode.INGEST_STATE_UNKNOWN : ErrorCode.RETRIES_EXHAUSTED);
  }

  private LoadException diskFull(String detail, Throwable cause) {
    return new LoadException(
        ErrorCode.DISK_FULL,
        "a store of %s has no room left (%s). Add stores or free space, empty the table, and run the load again."
            .formatted(region, detail),
        cause);
  }

  private static ByteString newUuid() {
    UUID uuid = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  private static ByteString encoded(byte[] rawKey) {
    return UnsafeByteOperations.unsafeWrap(MemComparable.encodeBytes(rawKey));
  }
}
