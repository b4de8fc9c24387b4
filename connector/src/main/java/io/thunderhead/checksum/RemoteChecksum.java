package io.thunderhead.checksum;

import com.pingcap.tidb.tipb.ChecksumAlgorithm;
import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import com.pingcap.tidb.tipb.ChecksumScanOn;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.tikv.TikvClient;
import java.util.Arrays;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;

/** Asks the stores for the checksum of raw ranges at a timestamp, region by region. */
public final class RemoteChecksum {
  private static final long CHECKSUM_REQUEST = 105;

  private final TikvClient tikv;

  /** Makes a checksum reader over one cluster. */
  public RemoteChecksum(TikvClient tikv) {
    this.tikv = tikv;
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
