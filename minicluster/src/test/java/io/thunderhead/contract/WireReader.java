package io.thunderhead.contract;

import com.pingcap.tidb.tipb.ChecksumAlgorithm;
import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import com.pingcap.tidb.tipb.ChecksumScanOn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tikv.kvproto.Coprocessor;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;

/** Snapshot reads through the leaders: single keys, scans and checksums. All keys are raw. */
final class WireReader {
  static final int CHECKSUM = 105;

  private final Wire wire;

  WireReader(Wire wire) {
    this.wire = wire;
  }

  Kvrpcpb.GetResponse get(long storeId, Kvrpcpb.Context context, byte[] key, long ts) {
    return wire.kv(storeId).kvGet(getRequest(context, key, ts));
  }

  private static Kvrpcpb.GetRequest getRequest(Kvrpcpb.Context context, byte[] key, long ts) {
    return Kvrpcpb.GetRequest.newBuilder()
        .setContext(context)
        .setKey(ByteString.copyFrom(key))
        .setVersion(ts)
        .build();
  }

  /** The newest value at a timestamp, empty when the key is not found. */
  Optional<byte[]> value(byte[] key, long ts) {
    return Wire.settled(
        () -> {
          WireRegion region = wire.pd().region(key);
          return found(get(region.leaderStore(), region.context(), key, ts));
        });
  }

  /** Reads one answer to KvGet; region errors that mean a move become {@link RegionMoved}. */
  static Optional<byte[]> found(Kvrpcpb.GetResponse response) {
    RegionMoved.check(response.getRegionError());
    if (response.hasRegionError() || response.hasError()) {
      throw new AssertionError("read refused: " + response);
    }
    return response.getNotFound()
        ? Optional.empty()
        : Optional.of(response.getValue().toByteArray());
  }

  /** One KvScan to the region of the lower bound; the request lacks only its context. */
  List<Kv> scan(byte[] lowerBound, Kvrpcpb.ScanRequest request) {
    return Wire.settled(
        () -> {
          WireRegion region = wire.pd().region(lowerBound);
          var response =
              wire.kv(region.leaderStore())
                  .kvScan(request.toBuilder().setContext(region.context()).build());
          RegionMoved.check(response.getRegionError());
          if (response.hasRegionError() || response.hasError()) {
            throw new AssertionError("scan refused: " + response);
          }
          return response.getPairsList().stream()
              .map(pair -> new Kv(pair.getKey().toByteArray(), pair.getValue().toByteArray()))
              .toList();
        });
  }

  /** All rows of [start, end), region by region. */
  List<Kv> rows(byte[] start, byte[] end, long ts) {
    var rows = new ArrayList<Kv>();
    byte[] from = start;
    while (from.length > 0 && Arrays.compareUnsigned(from, end) < 0) {
      byte[] lower = from;
      byte[] regionEnd = wire.pd().region(lower).endRaw();
      byte[] upper = least(regionEnd, end);
      rows.addAll(
          scan(
              lower,
              Kvrpcpb.ScanRequest.newBuilder()
                  .setStartKey(ByteString.copyFrom(lower))
                  .setEndKey(ByteString.copyFrom(upper))
                  .setLimit(10_000)
                  .setVersion(ts)
                  .build()));
      from = upper;
    }
    return rows;
  }

  private static byte[] least(byte[] bound, byte[] end) {
    return bound.length == 0 || Arrays.compareUnsigned(end, bound) < 0 ? end : bound;
  }

  static ChecksumRequest.Builder checksumOptions() {
    return ChecksumRequest.newBuilder()
        .setScanOn(ChecksumScanOn.Table)
        .setAlgorithm(ChecksumAlgorithm.Crc64_Xor);
  }

  static Coprocessor.KeyRange range(byte[] start, byte[] end) {
    return Coprocessor.KeyRange.newBuilder()
        .setStart(ByteString.copyFrom(start))
        .setEnd(ByteString.copyFrom(end))
        .build();
  }

  /** One coprocessor request of type 105 to the leader that the region names. */
  Coprocessor.Response checksum(
      WireRegion region, long ts, ChecksumRequest options, Coprocessor.KeyRange... ranges) {
    return wire.kv(region.leaderStore())
        .coprocessor(checksumRequest(region.context(), ts, options, ranges));
  }

  static Coprocessor.Request checksumRequest(
      Kvrpcpb.Context context, long ts, ChecksumRequest options, Coprocessor.KeyRange... ranges) {
    return Coprocessor.Request.newBuilder()
        .setContext(context)
        .setTp(CHECKSUM)
        .setStartTs(ts)
        .setData(ByteString.copyFrom(options.toByteArray()))
        .addAllRanges(Arrays.asList(ranges))
        .build();
  }

  static Sum sum(Coprocessor.Response response) {
    RegionMoved.check(response.getRegionError());
    if (response.hasRegionError() || response.hasLocked() || !response.getOtherError().isEmpty()) {
      throw new AssertionError("checksum refused: " + response);
    }
    try {
      var sums = ChecksumResponse.parseFrom(response.getData().toByteArray());
      return new Sum(sums.getChecksum(), sums.getTotalKvs(), sums.getTotalBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The sum of [start, end), each region asked for its own part. */
  Sum checksum(byte[] start, byte[] end, long ts) {
    Sum total = Sum.ZERO;
    byte[] from = start;
    while (from.length > 0 && Arrays.compareUnsigned(from, end) < 0) {
      byte[] lower = from;
      var part =
          Wire.settled(
              () -> {
                WireRegion region = wire.pd().region(lower);
                byte[] upper = least(region.endRaw(), end);
                var options = checksumOptions().build();
                return new Part(upper, sum(checksum(region, ts, options, range(lower, upper))));
              });
      total = total.plus(part.sum());
      from = part.upper();
    }
    return total;
  }

  private record Part(byte[] upper, Sum sum) {}
}
