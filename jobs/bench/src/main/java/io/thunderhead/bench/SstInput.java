package io.thunderhead.bench;

import io.thunderhead.codec.MemComparable;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.sqldump.SqlDialect;
import io.thunderhead.sqldump.SqlReader;
import io.thunderhead.type.SqlMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tikv.shade.com.google.protobuf.CodedOutputStream;

/**
 * The sorted KVs of a table of real rows, records and index entries, as one region job takes them.
 * Rows that do not suffice come again in a table of the next id, further away than compression
 * looks.
 */
record SstInput(List<Map.Entry<byte[], byte[]>> kvs, long bytes) {
  static final List<String> TABLES = List.of("flights", "weather", "planes");

  private static final int TABLE_ID = 1;
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneOffset.UTC, SqlMode.parse(""), true, Instant.EPOCH);

  /** Makes at least so many bytes of keys and values of a golden table. */
  static SstInput of(String table, long atLeast) throws IOException {
    Map<byte[], byte[]> once = encode(table);
    List<Map.Entry<byte[], byte[]>> kvs = new ArrayList<>();
    long bytes = 0;
    for (int copy = 0; bytes < atLeast; copy++) {
      for (Map.Entry<byte[], byte[]> kv : once.entrySet()) {
        byte[] key = kv.getKey().clone();
        // The id's lowest byte: copies stay in order while it does not overflow.
        key[TABLE_ID + Long.BYTES - 1] = (byte) copy;
        kvs.add(Map.entry(key, kv.getValue()));
        bytes += key.length + kv.getValue().length;
      }
    }
    return new SstInput(kvs, bytes);
  }

  private static Map<byte[], byte[]> encode(String name) throws IOException {
    TableInfo table =
        TableInfo.fromJson(Files.readAllBytes(golden("tables/" + name + "/table.json")));
    Path dump = golden("dumps/sql/nyc." + name + ".000000001.sql");
    SourceFile file =
        new SourceFile(dump.toString(), Files.size(dump), 0, FileFormat.SQL, Compression.NONE);
    ByteSource source =
        offset -> {
          InputStream in = Files.newInputStream(dump);
          in.skipNBytes(offset);
          return in;
        };
    List<String> columns = table.columns().stream().map(ColumnInfo::name).toList();
    Map<byte[], byte[]> kvs = new TreeMap<>(Arrays::compareUnsigned);
    SourceRow row = new SourceRow();
    try (SqlReader reader = SqlReader.open(FileSlice.whole(file), SqlDialect.of(columns), source)) {
      RowEncoder encoder = null;
      for (long id = 1; reader.next(row); id++) {
        if (encoder == null) {
          encoder = new RowEncoder(table, row.columns(), SETTINGS);
        }
        encoder.encode(row, id, (key, value) -> kvs.put(key.toByteArray(), value.toByteArray()));
      }
    }
    return kvs;
  }

  private static Path golden(String path) {
    return Path.of(
        System.getProperty("thunderhead.home", "."),
        "minicluster/src/test/resources/golden/nyc",
        path);
  }

  /** Returns the bytes that a Write stream takes for them: two fields of a pair, and the pair. */
  long streamBytes() {
    long sum = 0;
    for (Map.Entry<byte[], byte[]> kv : kvs) {
      int pair =
          CodedOutputStream.computeByteArraySize(1, kv.getKey())
              + CodedOutputStream.computeByteArraySize(2, kv.getValue());
      sum += CodedOutputStream.computeTagSize(2) + CodedOutputStream.computeUInt32SizeNoTag(pair);
      sum += pair;
    }
    return sum;
  }

  /** Returns the data keys, as RocksDB takes them. */
  List<byte[]> dataKeys(long ts) {
    List<byte[]> keys = new ArrayList<>(kvs.size());
    for (Map.Entry<byte[], byte[]> kv : kvs) {
      byte[] encoded = MemComparable.encodeBytes(kv.getKey());
      byte[] key = new byte[1 + encoded.length + Long.BYTES];
      key[0] = 'z';
      System.arraycopy(encoded, 0, key, 1, encoded.length);
      for (int i = 0; i < Long.BYTES; i++) {
        key[key.length - 1 - i] = (byte) (~ts >>> (8 * i));
      }
      keys.add(key);
    }
    return keys;
  }
}
