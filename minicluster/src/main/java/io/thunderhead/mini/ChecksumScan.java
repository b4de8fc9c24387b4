package io.thunderhead.mini;

import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import java.util.Arrays;
import java.util.List;
import org.tikv.kvproto.Coprocessor.KeyRange;

/**
 * TiKV's checksum over the newest visible version of each key (import-protocol 4.1, 4.2). Ranges
 * are raw and half-open; digests are over raw keys and user values.
 */
final class ChecksumScan {
  private final byte[] oldPrefix;
  private final byte[] newPrefix;
  private long checksum;
  private long kvs;
  private long bytes;

  private ChecksumScan(ChecksumRequest request) {
    oldPrefix = request.getRule().getOldPrefix().toByteArray();
    newPrefix = request.getRule().getNewPrefix().toByteArray();
  }

  static ChecksumResponse run(
      RegionSnapshot snapshot, List<KeyRange> ranges, ReadView view, ChecksumRequest request)
      throws KeyLockedException, RangeRefusedException {
    ChecksumScan scan = new ChecksumScan(request);
    for (KeyRange range : ranges) {
      byte[] start = Keys.encode(range.getStart().toByteArray());
      byte[] end = Keys.encode(range.getEnd().toByteArray());
      try (MvccScanner scanner = snapshot.scanner(start, end, view, false, false)) {
        for (MvccScanner.Entry entry = scanner.next(); entry != null; entry = scanner.next()) {
          if (entry.locked() != null) {
            throw entry.locked();
          }
          scan.add(entry.rawKey(), entry.value());
        }
      }
    }
    return ChecksumResponse.newBuilder()
        .setChecksum(scan.checksum)
        .setTotalKvs(scan.kvs)
        .setTotalBytes(scan.bytes)
        .build();
  }

  private void add(byte[] key, byte[] value) throws RangeRefusedException {
    if (!Keys.startsWith(key, newPrefix)) {
      throw new RangeRefusedException("Wrong prefix expect: " + Arrays.toString(newPrefix));
    }
    checksum ^= Crc64.of(oldPrefix, key, newPrefix.length, value);
    kvs++;
    bytes += key.length + value.length + oldPrefix.length - newPrefix.length;
  }
}
