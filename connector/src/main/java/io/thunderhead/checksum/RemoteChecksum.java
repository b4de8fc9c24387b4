package io.thunderhead.checksum;

import com.pingcap.tidb.tipb.ChecksumAlgorithm;
import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import com.pingcap.tidb.tipb.ChecksumScanOn;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.tikv.TikvClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Asks the stores for the checksum of raw ranges at a timestamp, region by region (import-protocol
 * 4.1). A region that refuses is asked again for its own part only, so that nothing counts twice.
 */
public final class RemoteChecksum {
  private static final long CHECKSUM_REQUEST = 105;

  private final TikvClient tikv;

  /** Makes a checksum reader over one cluster. */
  public RemoteChecksum(TikvClient tikv) {
    this.tikv = tikv;
  }

  /**
   * Returns the checksum of each range, in their order.
   *
   * @param concurrency requests that are under way at once, at least 1
   * @throws LoadException of the first range that has none; the requests of others are given up
   */
  public List<KvChecksum> of(List<KeyRange> ranges, long ts, int concurrency) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(concurrency, ranges.size())), RemoteChecksum::thread);
    try {
      List<Future<KvChecksum>> asked = new ArrayList<>();
      for (KeyRange range : ranges) {
        asked.add(threads.submit(() -> of(range, ts)));
      }
      List<KvChecksum> sums = new ArrayList<>();
      for (Future<KvChecksum> each : asked) {
        sums.add(each.get());
      }
      return sums;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(
          ErrorCode.RETRIES_EXHAUSTED, "the checksum of the cluster was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LoadException known) {
        throw known;
      }
      throw new LoadException(
          ErrorCode.INTERNAL, "the checksum of the cluster failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread daemon = new Thread(task, "checksum");
    daemon.setDaemon(true);
    return daemon;
  }

  /** Returns the checksum of what a reader at {@code ts} sees in a raw range. */
  public KvChecksum of(KeyRange range, long ts) {
    ByteString request =
        ChecksumRequest.newBuilder()
            .setScanOn(ChecksumScanOn.Table)
            .setAlgorithm(ChecksumAlgorithm.Crc64_Xor)
            .build()
            .toByteString();
    KvChecksum total = KvChecksum.EMPTY;
    byte[] from = range.start();
    while (true) {
      TikvClient.RegionAnswer answer =
          tikv.coprocessor(CHECKSUM_REQUEST, request, new KeyRange(from, range.end()), ts);
      total = total.plus(parse(answer.data()));
      byte[] next = answer.regionEnd();
      if (next.length == 0
          || (range.end().length > 0 && Arrays.compareUnsigned(next, range.end()) >= 0)) {
        return total;
      }
      from = next;
    }
  }

  private static KvChecksum parse(ByteString data) {
    try {
      ChecksumResponse response = ChecksumResponse.parseFrom(data);
      return new KvChecksum(
          response.getChecksum(), response.getTotalKvs(), response.getTotalBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL, "a store's checksum answer cannot be parsed: " + e, e);
    }
  }
}
