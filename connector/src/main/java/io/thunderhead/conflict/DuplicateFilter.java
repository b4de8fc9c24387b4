package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;

/**
 * Lets KVs pass whose key comes once, and withholds all of any other, noting their rows.
 *
 * <p>Takes KVs in key order, one partition's, and holds two of them at most however often a key
 * comes. Not thread-safe.
 */
public final class DuplicateFilter {
  private static final long NO_ROW = -1;

  private final MarkedKeys keys;
  private final Stays stays;
  private final RowSet leftOut;
  private final long threshold;
  private final KvOut out;
  private final RowSet rows = new RowSet();
  private final RowSet behind = new RowSet();
  private final KvChecksum.Sum withheld = new KvChecksum.Sum();
  private byte[] key;
  private byte[] value;
  private boolean repeated;
  private long best = NO_ROW;
  private long indexId;
  private long noted;

  /** Takes KVs that pass; a row's number is behind the value. */
  @FunctionalInterface
  public interface KvOut {
    void put(byte[] key, byte[] value, int valueLength);
  }

  /**
   * @param leftOut rows whose KVs never pass, though they claim their keys
   * @param threshold most rows that may be noted
   */
  public DuplicateFilter(MarkedKeys keys, Stays stays, RowSet leftOut, long threshold, KvOut out) {
    this.keys = keys;
    this.stays = stays;
    this.leftOut = leftOut;
    this.threshold = threshold;
    this.out = out;
  }

  /**
   * Takes the next KV; the arrays are kept until the next call.
   *
   * @throws LoadException DUPLICATE_KEY when more rows are in conflict than may be
   */
  public void add(byte[] nextKey, byte[] nextValue) {
    if (key != null && Arrays.equals(key, nextKey)) {
      if (!repeated) {
        repeated = true;
        best = NO_ROW;
        withhold(key, value);
      }
      withhold(nextKey, nextValue);
      return;
    }
    pass();
    key = nextKey;
    value = nextValue;
    repeated = false;
  }

  /** Ends the partition and returns what was withheld. */
  public Duplicates end() {
    pass();
    key = null;
    return new Duplicates(indexId, rows.packed(), behind.packed(), withheld.total());
  }

  private void pass() {
    if (key != null && !repeated && !isLeftOut()) {
      out.put(key, value, length(key, value));
    }
  }

  private boolean isLeftOut() {
    return !leftOut.isEmpty() && keys.contains(key) && leftOut.contains(RowMark.row(value));
  }

  private int length(byte[] ofKey, byte[] ofValue) {
    return keys.contains(ofKey) ? RowMark.valueLength(ofValue) : ofValue.length;
  }

  private void withhold(byte[] ofKey, byte[] ofValue) {
    withheld.add(ofKey, 0, ofKey.length, ofValue, 0, length(ofKey, ofValue));
    if (keys.contains(ofKey)) {
      indexId = TableCodec.indexId(ofKey);
      note(RowMark.row(ofValue));
    }
  }

  private void note(long row) {
    if (rows.add(row) && ++noted > threshold) {
      throw tooMany(noted, threshold);
    }
    if (stays == Stays.NONE) {
      behind.add(row);
    } else if (best == NO_ROW) {
      best = row;
    } else if ((stays == Stays.FIRST) == (row < best)) {
      behind.add(best);
      best = row;
    } else {
      behind.add(row);
    }
  }

  /** Returns the failure of a load with too many rows in conflict. */
  static LoadException tooMany(long rows, long threshold) {
    return new LoadException(
        ErrorCode.DUPLICATE_KEY,
        "%d rows or more are in conflict, more than the %d of option conflict-threshold. Remove them from the input, or raise conflict-threshold; empty the table before the next load."
            .formatted(rows, threshold));
  }
}
