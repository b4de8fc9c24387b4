package io.thunderhead.mini;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Raw keys at which TiDB splits regions when it makes a table. */
final class TableKeys {
  private static final byte TABLE = 't';
  private static final byte[] RECORD = {'_', 'r'};
  private static final byte[] INDEX = {'_', 'i'};
  private static final int HANDLE_BITS = 64;

  private TableKeys() {}

  /** Returns where the keys of a table or partition begin. */
  static byte[] prefix(long physicalId) {
    return ByteBuffer.allocate(9).put(TABLE).putLong(ordered(physicalId)).array();
  }

  /** Returns the borders that a new table gets, PRE_SPLIT_REGIONS included. */
  static List<byte[]> splitKeys(JsonNode table) {
    List<byte[]> keys = new ArrayList<>();
    for (long physicalId : physicalIds(table)) {
      keys.add(prefix(physicalId));
      keys.addAll(preSplitKeys(table, physicalId));
    }
    return keys;
  }

  /** Returns what the record keys of a table start with, one prefix for each partition. */
  static List<byte[]> recordPrefixes(JsonNode table) {
    return physicalIds(table).stream().map(id -> under(id, RECORD)).toList();
  }

  /** Returns what all keys of a table start with: its records and the entries of its indexes. */
  static List<byte[]> prefixes(JsonNode table) {
    List<byte[]> prefixes = new ArrayList<>(recordPrefixes(table));
    boolean clustered =
        table.path("pk_is_handle").asBoolean() || table.path("is_common_handle").asBoolean();
    for (JsonNode index : table.path("index_info")) {
      long id = index.path("id").asLong();
      if (clustered && index.path("is_primary").asBoolean()) {
        continue;
      }
      if (index.path("is_global").asBoolean()) {
        prefixes.add(indexPrefix(table.path("id").asLong(), id));
      } else {
        physicalIds(table).forEach(physicalId -> prefixes.add(indexPrefix(physicalId, id)));
      }
    }
    return prefixes;
  }

  private static byte[] under(long physicalId, byte[] kind) {
    return ByteBuffer.allocate(11).put(prefix(physicalId)).put(kind).array();
  }

  private static List<Long> physicalIds(JsonNode table) {
    JsonNode partition = table.path("partition");
    if (!partition.path("enable").asBoolean(false)) {
      return List.of(table.path("id").asLong());
    }
    List<Long> ids = new ArrayList<>();
    partition.path("definitions").forEach(definition -> ids.add(definition.path("id").asLong()));
    return ids;
  }

  private static List<byte[]> preSplitKeys(JsonNode table, long physicalId) {
    long regionBits = table.path("pre_split_regions").asLong(0);
    long shardBits =
        Math.max(table.path("ShardRowIDBits").asLong(0), table.path("auto_random_bits").asLong(0));
    List<byte[]> keys = new ArrayList<>();
    if (regionBits == 0 || shardBits == 0) {
      return keys;
    }
    long step = 1L << Math.max(0, shardBits - regionBits);
    for (long shard = step; shard < 1L << shardBits; shard += step) {
      keys.add(recordKey(physicalId, shard << (HANDLE_BITS - 1 - shardBits)));
    }
    for (JsonNode index : table.path("index_info")) {
      keys.add(indexPrefix(physicalId, index.path("id").asLong()));
    }
    return keys;
  }

  private static byte[] recordKey(long physicalId, long handle) {
    return ByteBuffer.allocate(19)
        .put(prefix(physicalId))
        .put(RECORD)
        .putLong(ordered(handle))
        .array();
  }

  private static byte[] indexPrefix(long physicalId, long indexId) {
    return ByteBuffer.allocate(19)
        .put(prefix(physicalId))
        .put(INDEX)
        .putLong(ordered(indexId))
        .array();
  }

  private static long ordered(long value) {
    return value ^ Long.MIN_VALUE;
  }
}
