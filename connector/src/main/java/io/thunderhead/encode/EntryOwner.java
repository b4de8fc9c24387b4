package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.KeyReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Finds the record that a stored KV of a table belongs to (kv-encoding 1.6, 3.3 and 3.4). Not
 * thread-safe.
 */
public final class EntryOwner {
  private static final int VERSION_FLAG = 0x7d;
  private static final int PARTITION = 0x7e;
  private static final int HANDLE = 0x7f;
  private static final int PARTITION_LENGTH = 1 + Long.BYTES;

  /** Longer values than this have a tail. */
  private static final int LONGEST_LEGACY = 9;

  private final TableInfo table;
  private final Map<Long, IndexInfo> indexes = new HashMap<>();
  private final Bytes skipped = new Bytes(32);

  /** Resolves the indexes of a table. */
  public EntryOwner(TableInfo table) {
    this.table = table;
    table.indexes().forEach(index -> indexes.put(index.id(), index));
  }

  /**
   * Returns the raw key of the record; of a record, its own key.
   *
   * @param key raw
   * @param value as users see it
   * @throws IllegalArgumentException when these are no KV of the table
   */
  public byte[] recordKey(byte[] key, byte[] value) {
    if (TableCodec.isRecordKey(key)) {
      return key;
    }
    IndexInfo index = indexes.get(TableCodec.indexId(key));
    if (index == null) {
      throw new IllegalArgumentException(
          "key %s (expected: one of an index of table %s)"
              .formatted(HexFormat.of().formatHex(key), table.name()));
    }
    try {
      return recordKey(index, key, value);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "entry of index %s: key %s, value %s (expected: a handle, and the partition of a global index)"
              .formatted(
                  index.name(), HexFormat.of().formatHex(key), HexFormat.of().formatHex(value)),
          e);
    }
  }

  private byte[] recordKey(IndexInfo index, byte[] key, byte[] value) {
    boolean distinct = index.unique();
    int at = TableCodec.INDEX_PREFIX_LENGTH;
    for (int i = 0; i < index.columns().size(); i++) {
      if (key[at] == KeyFlag.NIL) {
        distinct = false;
        at++;
      } else {
        at = KeyReader.read(key, at, skipped.clear());
      }
    }
    long physicalId = index.global() ? partition(value) : TableCodec.tableId(key);
    Bytes owner = new Bytes(key.length);
    TableCodec.putRecordPrefix(owner, physicalId);
    if (distinct) {
      putHandleOfValue(value, owner);
    } else {
      putHandleOfKey(index, key, at, owner);
    }
    return owner.toByteArray();
  }

  private void putHandleOfKey(IndexInfo index, byte[] key, int end, Bytes owner) {
    int at = end;
    if (index.global() && index.globalIndexVersion() > 0) {
      at += PARTITION_LENGTH;
    }
    if (!table.isCommonHandle()) {
      at++;
      requireRoom(key, at, Long.BYTES);
    }
    owner.put(key, at, key.length - at);
  }

  private void putHandleOfValue(byte[] value, Bytes owner) {
    if (table.isCommonHandle()) {
      int at = segments(value);
      int length = ByteBuffer.wrap(value).getShort(at + 1) & 0xffff;
      requireRoom(value, at + 1 + Short.BYTES, length);
      owner.put(value, at + 1 + Short.BYTES, length);
    } else {
      int at = value.length > LONGEST_LEGACY ? value.length - Long.BYTES : 0;
      MemComparable.encodeInt(owner, ByteBuffer.wrap(value).getLong(at));
    }
  }

  private static long partition(byte[] value) {
    int at = segments(value);
    if ((value[at] & 0xff) == HANDLE) {
      at += 1 + Short.BYTES + (ByteBuffer.wrap(value).getShort(at + 1) & 0xffff);
    }
    if (value[at] != PARTITION) {
      throw new IndexOutOfBoundsException("no partition");
    }
    return MemComparable.decodeInt(value, at + 1);
  }

  /** Returns where the parts of a value begin that has a tail. */
  private static int segments(byte[] value) {
    return value[1] == VERSION_FLAG ? 3 : 1;
  }

  private static void requireRoom(byte[] bytes, int from, int length) {
    if (from + length > bytes.length) {
      throw new IndexOutOfBoundsException(from + length);
    }
  }
}
