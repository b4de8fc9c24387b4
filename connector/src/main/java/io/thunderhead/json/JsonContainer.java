package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import java.util.Arrays;

/** The elements of one array or object while it is written. */
final class JsonContainer {
  private static final int HEADER_LENGTH = 8;
  private static final int KEY_ENTRY_LENGTH = 6;
  private static final int VALUE_ENTRY_LENGTH = 5;

  private final Bytes keys = new Bytes(64);
  private final Bytes values = new Bytes(64);
  private byte[] kinds = new byte[8];
  private byte[] literals = new byte[8];
  private int[] valueFrom = new int[8];
  private int[] keyFrom = new int[8];
  private int[] order = new int[8];
  private int count;
  private boolean object;

  void start(boolean isObject) {
    object = isObject;
    count = 0;
    keys.clear();
    values.clear();
  }

  boolean isObject() {
    return object;
  }

  void key(byte[] utf8, int from, int length) {
    grow();
    keyFrom[count] = keys.length();
    keys.put(utf8, from, length);
  }

  Bytes value(int kind) {
    grow();
    kinds[count] = (byte) kind;
    valueFrom[count] = values.length();
    count++;
    return values;
  }

  void literal(int literal) {
    value(JsonKind.LITERAL);
    literals[count - 1] = (byte) literal;
  }

  void writeTo(Bytes out) {
    int kept = object ? sortKeys() : inOrder();
    int keyBytes = 0;
    int valueBytes = 0;
    for (int i = 0; i < kept; i++) {
      keyBytes += object ? keyLength(order[i]) : 0;
      valueBytes += valueLength(order[i]);
    }
    int entries = VALUE_ENTRY_LENGTH + (object ? KEY_ENTRY_LENGTH : 0);
    int keysFrom = HEADER_LENGTH + kept * entries;
    int size = keysFrom + keyBytes + valueBytes;
    out.putLittleEndian(kept, Integer.BYTES).putLittleEndian(size, Integer.BYTES);
    if (object) {
      putKeyEntries(kept, keysFrom, out);
    }
    putValueEntries(kept, keysFrom + keyBytes, out);
    for (int i = 0; object && i < kept; i++) {
      out.put(keys.array(), keyFrom[order[i]], keyLength(order[i]));
    }
    for (int i = 0; i < kept; i++) {
      out.put(values.array(), valueFrom[order[i]], valueLength(order[i]));
    }
  }

  private void putKeyEntries(int kept, int from, Bytes out) {
    int at = from;
    for (int i = 0; i < kept; i++) {
      int length = keyLength(order[i]);
      out.putLittleEndian(at, Integer.BYTES).putLittleEndian(length, Short.BYTES);
      at += length;
    }
  }

  private void putValueEntries(int kept, int from, Bytes out) {
    int at = from;
    for (int i = 0; i < kept; i++) {
      int element = order[i];
      boolean literal = kinds[element] == JsonKind.LITERAL;
      out.put(kinds[element]).putLittleEndian(literal ? literals[element] : at, Integer.BYTES);
      at += valueLength(element);
    }
  }

  private int inOrder() {
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return count;
  }

  /** Fills the order of the elements by their keys, the last of equal ones alone. */
  private int sortKeys() {
    inOrder();
    boolean sorted = true;
    for (int i = 1; i < count && sorted; i++) {
      sorted = compareKeys(i - 1, i) < 0;
    }
    if (sorted) {
      return count;
    }
    Integer[] boxed = new Integer[count];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, this::compareKeys);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept > 0 && compareKeys(order[kept - 1], boxed[i]) == 0) {
        kept--;
      }
      order[kept++] = boxed[i];
    }
    return kept;
  }

  private int compareKeys(int a, int b) {
    return Arrays.compareUnsigned(
        keys.array(), keyFrom[a], keyEnd(a), keys.array(), keyFrom[b], keyEnd(b));
  }

  private int keyEnd(int element) {
    return element + 1 < count ? keyFrom[element + 1] : keys.length();
  }

  private int keyLength(int element) {
    return keyEnd(element) - keyFrom[element];
  }

  private int valueLength(int element) {
    int end = element + 1 < count ? valueFrom[element + 1] : values.length();
    return end - valueFrom[element];
  }

  private void grow() {
    if (count == kinds.length) {
      int length = count * 2;
      kinds = Arrays.copyOf(kinds, length);
      literals = Arrays.copyOf(literals, length);
      valueFrom = Arrays.copyOf(valueFrom, length);
      keyFrom = Arrays.copyOf(keyFrom, length);
      order = Arrays.copyOf(order, length);
    }
  }
}
