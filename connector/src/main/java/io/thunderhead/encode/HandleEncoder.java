package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/**
 * The handle of the current row, in the forms that keys and index values have (kv-encoding 1.7).
 */
abstract class HandleEncoder {
  /** Takes the handle of a row whose columns are loaded. */
  abstract void load(long rowId);

  /** Appends it as record keys end with it. */
  abstract void putRecordSuffix(Bytes key);

  /** Appends it as keys of index entries end with it that are not distinct. */
  abstract void putIndexSuffix(Bytes key);

  /** Appends what values of distinct entries have of it before the restored data. */
  abstract void putValueSegment(Bytes value);

  /** Appends what values of distinct entries in tables of integer handles end with. */
  abstract void putValueTail(Bytes value);
}
