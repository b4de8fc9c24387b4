package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes the table's KVs of rows in conflict what they are when only those that stay are loaded.
 *
 * <p>Takes all KVs of these rows in key order, each with its row's number behind the value. A key
 * that comes more than once was withheld before: it is put with the value of the row that stays, if
 * one does. A key that comes once is in the table: it is deleted when its row does not stay. Holds
 * three KVs at most. Not thread-safe.
 */
public final class Mender {
  private final RowSet left;
  private final RowSet leftOut;
  private final Change change;
  private final KvChecksum.Sum withheld = new KvChecksum.Sum();
  private byte[] key;
  private byte[] value;
  private byte[] kept;
  private boolean repeated;

  /** Takes changes of the table; a row's number is behind the value. */
  public interface Change {
    /** Puts a KV. */
    void put(byte[] key, byte[] value, int valueLength);

    /** Deletes a KV that has this value. */
    void delete(byte[] key, byte[] value, int valueLength);
  }

  /**
   * @param left rows that do not stay
   * @param leftOut of these, rows of which no KV was let into the table
   */
  public Mender(RowSet left, RowSet leftOut, Change change) {
    this.left = left;
    this.leftOut = leftOut;
    this.change = change;
  }

  /**
   * Takes the next KV; the arrays are kept until the key ends.
   *
   * @throws LoadException INTERNAL when two rows of one key stay
   */
  public void add(byte[] nextKey, byte[] nextValue) {
    if (key != null && Arrays.equals(key, nextKey)) {
      if (!repeated) {
        repeated = true;
        withhold(value);
      }
      withhold(nextValue);
    } else {
      endKey();
      key = nextKey;
      value = nextValue;
      kept = null;
      repeated = false;
    }
    if (!left.contains(RowMark.row(nextValue))) {
      keep(nextValue);
    }
  }

  /** Ends the partition and returns the sum of the KVs that were withheld before. */
  public KvChecksum end() {
    endKey();
    key = null;
    return withheld.total();
  }

  private void keep(byte[] ofValue) {
    if (kept != null) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "rows %d and %d both stay and claim key %s. Please report this with the table's DDL."
              .formatted(RowMark.row(kept), RowMark.row(ofValue), HexFormat.of().formatHex(key)));
    }
    kept = ofValue;
  }

  private void withhold(byte[] ofValue) {
    withheld.add(key, 0, key.length, ofValue, 0, RowMark.valueLength(ofValue));
  }

  private void endKey() {
    if (key == null) {
      return;
    }
    if (repeated && kept != null) {
      change.put(key, kept, RowMark.valueLength(kept));
    } else if (!repeated && kept == null && !leftOut.contains(RowMark.row(value))) {
      change.delete(key, value, RowMark.valueLength(value));
    }
  }
}
