package io.thunderhead.contract;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * The key space of a table id that no schema uses, for one test class. It starts as one region and
 * is handed out to tests span by span; closing it drops its rows where the cluster can.
 */
final class WireTable implements AutoCloseable {
  private static final long FIRST_ID = 1L << 40;

  private final Wire wire;
  private final long id;
  private final AtomicLong spans = new AtomicLong();

  private WireTable(Wire wire, long id) {
    this.wire = wire;
    this.id = id;
  }

  static WireTable create(Wire wire) {
    long id = FIRST_ID + ThreadLocalRandom.current().nextLong(1L << 38) * 2;
    var table = new WireTable(wire, id);
    wire.split(WireKeys.tableStart(id), WireKeys.tableStart(id + 1));
    return table;
  }

  long id() {
    return id;
  }

  Wire wire() {
    return wire;
  }

  byte[] start() {
    return WireKeys.tableStart(id);
  }

  byte[] end() {
    return WireKeys.tableStart(id + 1);
  }

  /** Record keys that no other test of the class touches. */
  WireSpan span() {
    return new WireSpan(this, spans.getAndIncrement() * WireSpan.SIZE);
  }

  @Override
  public void close() {
    for (WireRegion region :
        wire.pd().allRegions(WireKeys.encode(start()), WireKeys.encode(end()))) {
      dropRows(region);
    }
  }

  private void dropRows(WireRegion region) {
    var request =
        Kvrpcpb.DeleteRangeRequest.newBuilder()
            .setContext(region.context())
            .setStartKey(ByteString.copyFrom(region.startRaw()))
            .setEndKey(ByteString.copyFrom(region.endRaw()))
            .build();
    try {
      wire.kv(region.leaderStore()).kvDeleteRange(request);
    } catch (StatusRuntimeException e) {
      // The rows stay under an id that nothing reads.
    }
  }
}
