package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import io.thunderhead.option.SstCompression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file's properties by name: RocksDB's own, whose numbers are varints, and those of TiKV.
 *
 * <p>Two are what makes a file one that can be ingested (import-protocol 3.9): a version, four
 * bytes little-endian, and the place for a global sequence number, eight bytes. What would identify
 * the file among all others, by which RocksDB keys its block cache, is left out on purpose: a file
 * without is told apart by the database that takes it in.
 */
final class TableProperties {
  static final String ENTRIES = "rocksdb.num.entries";
  static final String DATA_BLOCKS = "rocksdb.num.data.blocks";
  static final String RAW_KEY_BYTES = "rocksdb.raw.key.size";
  static final String RAW_VALUE_BYTES = "rocksdb.raw.value.size";
  static final String DATA_BYTES = "rocksdb.data.size";
  static final String INDEX_BYTES = "rocksdb.index.size";
  static final String FILTER_BYTES = "rocksdb.filter.size";

  /** Name of a filter's block in the meta index. */
  static final String FILTER = "fullfilter.rocksdb.BuiltinBloomFilter";

  private static final String COMPARATOR = "rocksdb.comparator";
  private static final String BYTEWISE = "leveldb.BytewiseComparator";
  private static final String EXTERNAL_VERSION = "rocksdb.external_sst_file.version";
  private static final String GLOBAL_SEQNO = "rocksdb.external_sst_file.global_seqno";
  private static final int VERSION = 2;
  private static final long UNKNOWN_FAMILY = Integer.MAX_VALUE;

  private final TreeMap<String, byte[]> values = new TreeMap<>();

  /** Returns the properties that do not depend on a file's entries. */
  static TableProperties of(
      ColumnFamily family, SstCompression compression, List<PropertyCollector> collectors) {
    TableProperties properties = new TableProperties();
    properties.number("rocksdb.format.version", 0);
    properties.number("rocksdb.fixed.key.length", 0);
    properties.number("rocksdb.deleted.keys", 0);
    properties.number("rocksdb.merge.operands", 0);
    properties.number("rocksdb.num.range-deletions", 0);
    properties.number("rocksdb.index.key.is.user.key", 0);
    properties.number("rocksdb.index.value.is.delta.encoded", 0);
    properties.number("rocksdb.column.family.id", UNKNOWN_FAMILY);
    properties.text(COMPARATOR, BYTEWISE);
    properties.text("rocksdb.merge.operator", "nullptr");
    properties.text("rocksdb.filter.policy", "rocksdb.BuiltinBloomFilter");
    properties.text("rocksdb.compression", BlockCodec.nameOf(compression));
    properties.text(
        "rocksdb.property.collectors",
        collectors.stream()
            .map(PropertyCollector::name)
            .collect(Collectors.joining(",", "[", "]")));
    properties.filtering(family.prefixExtractor(), family.filterSuffix() > 0);
    properties.fixed("rocksdb.block.based.table.index.type", 0, Integer.BYTES);
    properties.fixed(EXTERNAL_VERSION, VERSION, Integer.BYTES);
    properties.fixed(GLOBAL_SEQNO, 0, Long.BYTES);
    return properties;
  }

  private void filtering(String prefixExtractor, boolean prefixes) {
    text("rocksdb.prefix.extractor.name", prefixExtractor);
    text("rocksdb.block.based.table.whole.key.filtering", prefixes ? "0" : "1");
    text("rocksdb.block.based.table.prefix.filtering", prefixes ? "1" : "0");
  }

  void number(String name, long value) {
    Bytes out = new Bytes(Long.BYTES);
    Varint.put(out, value);
    values.put(name, out.toByteArray());
  }

  private void text(String name, String value) {
    values.put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private void fixed(String name, long value, int width) {
    values.put(name, new Bytes(width).putLittleEndian(value, width).toByteArray());
  }

  void putAll(Map<String, byte[]> others) {
    values.putAll(others);
  }

  /** Returns the number under a name, zero when there is none. */
  long number(String name) {
    byte[] value = values.get(name);
    return value == null ? 0 : new ByteReader(value).varint();
  }

  /** Returns the bytes under a name, null when there are none. */
  byte[] bytes(String name) {
    return values.get(name);
  }

  /** Appends all of them to an empty block, in the order of their names. */
  void put(BlockBuilder block) {
    values.forEach(
        (name, value) -> {
          byte[] key = name.getBytes(StandardCharsets.UTF_8);
          block.add(key, key.length, value, 0, value.length);
        });
  }

  static TableProperties read(BlockEntries entries) {
    TableProperties properties = new TableProperties();
    while (entries.next()) {
      properties.values.put(
          new String(entries.key().array(), 0, entries.key().length(), StandardCharsets.UTF_8),
          entries.value().bytes(entries.valueLength()));
    }
    return properties;
  }

  /** Refuses properties of a file that cannot be ingested. */
  void requireIngestible() {
    byte[] version = bytes(EXTERNAL_VERSION);
    byte[] seqno = bytes(GLOBAL_SEQNO);
    byte[] comparator = bytes(COMPARATOR);
    boolean right =
        version != null
            && version.length == Integer.BYTES
            && new ByteReader(version).littleEndian(Integer.BYTES) == VERSION
            && seqno != null
            && seqno.length == Long.BYTES
            && new ByteReader(seqno).littleEndian(Long.BYTES) == 0
            && comparator != null
            && BYTEWISE.equals(new String(comparator, StandardCharsets.UTF_8));
    if (!right) {
      throw new IllegalArgumentException(
          "properties %s (expected: external version %d, global sequence number 0, bytewise order)"
              .formatted(values.keySet(), VERSION));
    }
  }
}
