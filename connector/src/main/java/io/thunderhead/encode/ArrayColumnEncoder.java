package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import io.thunderhead.json.ArrayKeys;
import io.thunderhead.json.JsonValue;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.KeyReader;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The array column of a multi-valued index: one element after the other, each value once
 * (kv-encoding 3.6).
 */
final class ArrayColumnEncoder extends IndexColumnEncoder {
  private final ColumnEncoder column;
  private final Bytes key = new Bytes(64);
  private final Set<ByteBuffer> seen = new HashSet<>();
  private JsonValue array;
  private int next;

  ArrayColumnEncoder(ColumnEncoder column, int length) {
    super(column, length);
    this.column = column;
  }

  /** Goes to the first element of the current row; false when there is none. NULL is one. */
  boolean first() {
    seen.clear();
    next = 0;
    if (column.value().isNull()) {
      array = null;
      key.clear().put(KeyFlag.NIL);
      return true;
    }
    array = JsonValue.of(column.value().bytes().array(), 0);
    return next();
  }

  /** Goes to the next element that is not equal to one before; false when there is none. */
  boolean next() {
    int count = array == null ? 0 : ArrayKeys.count(array);
    while (next < count) {
      ArrayKeys.put(ArrayKeys.element(array, next++), key.clear());
      if (seen.add(ByteBuffer.wrap(key.toByteArray()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  boolean loadsNull() {
    return array == null;
  }

  @Override
  void putKey(Bytes out) {
    out.put(key.array(), 0, key.length());
  }

  @Override
  void putRestored(RowWriter row) {
    if (array == null) {
      row.putNull(columnId());
    } else {
      KeyReader.read(key.array(), 0, row.putValue(columnId()));
    }
  }
}
