package io.thunderhead.tikv;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.RegionCalls.Flaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tikv.kvproto.Coprocessor;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * Requests to the leaders of regions by raw key: snapshot reads, splits, coprocessor.
 *
 * <p>Thread-safe. A request that meets a region error, a lock or no answer reads the region from PD
 * anew and is sent again, in bounds.
 */
public final class TikvClient {
  private static final int SCAN_PAGE = 1024;

  private final RegionCalls calls;

  /** Makes a client over one PD; the caller closes the channels. */
  public TikvClient(PdClient pd, Channels channels) {
    this.calls = new RegionCalls(pd, channels);
  }

  /** Returns the value of a raw key at a timestamp, or null. */
  public byte[] get(byte[] key, long ts) {
    Kvrpcpb.GetResponse response =
        calls.call(
            "read a key",
            key,
            (region, stub, context) ->
                stub.kvGet(
                    Kvrpcpb.GetRequest.newBuilder()
                        .setContext(context)
                        .setKey(UnsafeByteOperations.unsafeWrap(key))
                        .setVersion(ts)
                        .build()),
            r -> flaw(r.hasRegionError(), r.getRegionError(), r.hasError(), r.getError()));
    return response.getNotFound() ? null : response.getValue().toByteArray();
  }

  /**
   * Returns the pairs of a raw range at a timestamp in key order, at most {@code limit} of them.
   */
  public List<KvPair> scan(KeyRange range, long ts, int limit) {
    List<KvPair> found = new ArrayList<>();
    byte[] from = range.start();
    while (from != null && found.size() < limit) {
      from = scanPage(new KeyRange(from, range.end()), ts, limit - found.size(), found);
    }
    return found;
  }

  /** Adds one page to {@code found} and returns where the next one starts, or null at the end. */
  private byte[] scanPage(KeyRange range, long ts, int limit, List<KvPair> found) {
    int page = Math.min(limit, SCAN_PAGE);
    Region[] answered = new Region[1];
    Kvrpcpb.ScanResponse response =
        calls.call(
            "scan " + range,
            range.start(),
            (region, stub, context) -> {
              answered[0] = region;
              return stub.kvScan(scanRequest(context, region.range().intersect(range), ts, page));
            },
            TikvClient::flaw);
    for (Kvrpcpb.KvPair pair : response.getPairsList()) {
      found.add(new KvPair(pair.getKey().toByteArray(), pair.getValue().toByteArray()));
    }
    if (response.getPairsCount() == page) {
      byte[] last = found.get(found.size() - 1).key();
      return Arrays.copyOf(last, last.length + 1);
    }
    byte[] regionEnd = answered[0].range().end();
    boolean more =
        regionEnd.length > 0
            && (range.end().length == 0 || Arrays.compareUnsigned(regionEnd, range.end()) < 0);
    return more ? regionEnd : null;
  }

  private static Kvrpcpb.ScanRequest scanRequest(
      Kvrpcpb.Context context, KeyRange part, long ts, int limit) {
    return Kvrpcpb.ScanRequest.newBuilder()
        .setContext(context)
        .setStartKey(UnsafeByteOperations.unsafeWrap(part.start()))
        .setEndKey(UnsafeByteOperations.unsafeWrap(part.end()))
        .setVersion(ts)
        .setLimit(limit)
        .build();
  }

  /**
   * Runs a coprocessor request over the part of a raw range that lies in the region of its start.
   *
   * @return the answer's bytes and where the next part starts
   */
  public RegionAnswer coprocessor(long type, ByteString request, KeyRange range, long ts) {
    Region[] answered = new Region[1];
    Coprocessor.Response response =
        calls.call(
            "run the coprocessor over " + range,
            range.start(),
            (region, stub, context) -> {
              answered[0] = region;
              return stub.coprocessor(
                  coprocessorRequest(context, type, request, region.range().intersect(range), ts));
            },
            r ->
                r.hasLocked()
                    ? Flaw.of(r.getLocked())
                    : Flaw.of(r.hasRegionError(), r.getRegionError()));
    if (!response.getOtherError().isEmpty()) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "%s refused the coprocessor request: %s"
              .formatted(answered[0], response.getOtherError()));
    }
    return new RegionAnswer(response.getData(), answered[0].range().end());
  }

  /**
   * The answer of one region.
   *
   * @param data the response's bytes
   * @param regionEnd raw end of the region that answered; empty = infinity
   */
  public record RegionAnswer(ByteString data, byte[] regionEnd) {}

  private static Coprocessor.Request coprocessorRequest(
      Kvrpcpb.Context context, long type, ByteString data, KeyRange part, long ts) {
    return Coprocessor.Request.newBuilder()
        .setContext(context.toBuilder().setNotFillCache(true).setPriority(Kvrpcpb.CommandPri.Low))
        .setTp(type)
        .setData(data)
        .setStartTs(ts)
        .addRanges(
            Coprocessor.KeyRange.newBuilder()
                .setStart(UnsafeByteOperations.unsafeWrap(part.start()))
                .setEnd(UnsafeByteOperations.unsafeWrap(part.end())))
        .build();
  }

  /**
   * Splits the region that holds the first key at every given key that lies strictly inside it.
   *
   * @param keys raw keys in ascending order
   * @return ids of the regions that came of it; empty when no key lies inside
   */
  public List<Long> split(List<byte[]> keys) {
    Kvrpcpb.SplitRegionResponse response =
        calls.call(
            "split a region at " + HexFormat.of().formatHex(keys.get(0)),
            keys.get(0),
            (region, stub, context) -> {
              Kvrpcpb.SplitRegionRequest.Builder request =
                  Kvrpcpb.SplitRegionRequest.newBuilder().setContext(context);
              keys.stream()
                  .filter(key -> isInside(region, key))
                  .forEach(key -> request.addSplitKeys(UnsafeByteOperations.unsafeWrap(key)));
              return request.getSplitKeysCount() == 0
                  ? Kvrpcpb.SplitRegionResponse.getDefaultInstance()
                  : stub.splitRegion(request.build());
            },
            r -> Flaw.of(r.hasRegionError(), r.getRegionError()));
    return response.getRegionsList().stream().map(r -> r.getId()).toList();
  }

  private static boolean isInside(Region region, byte[] key) {
    return region.range().contains(key) && Arrays.compareUnsigned(region.range().start(), key) != 0;
  }

  /** Pairs of a scan are locked one by one. */
  private static Flaw flaw(Kvrpcpb.ScanResponse response) {
    Flaw whole =
        flaw(
            response.hasRegionError(),
            response.getRegionError(),
            response.hasError(),
            response.getError());
    if (whole != null) {
      return whole;
    }
    return response.getPairsList().stream()
        .filter(Kvrpcpb.KvPair::hasError)
        .findFirst()
        .map(pair -> flaw(false, null, true, pair.getError()))
        .orElse(null);
  }

  private static Flaw flaw(
      boolean hasRegionError,
      Errorpb.Error regionError,
      boolean hasKeyError,
      Kvrpcpb.KeyError keyError) {
    if (hasRegionError) {
      return Flaw.of(true, regionError);
    }
    if (hasKeyError && keyError.hasLocked()) {
      return Flaw.of(keyError.getLocked());
    }
    if (hasKeyError) {
      throw new LoadException(ErrorCode.CLUSTER_PROTOCOL, "TiKV refused a read: " + keyError);
    }
    return null;
  }
}
