package io.thunderhead.sst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.option.SstCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of import-protocol 3.5 and 12, and TiKV's properties of 3.10. */
class MvccSstWriterTest {
  private static final long TS = 451_234_567_890_123_456L;
  private static final HexFormat HEX = HexFormat.of();

  @TempDir Path folder;

  @Test
  void laysOutTheExampleOfTheProtocol() {
    MvccSsts ssts = build(1, HEX.parseHex("80000100000001010061"));
    assertThat(ssts.files()).extracting(SstFile::family).containsExactly("write");
    assertThat(entries(ssts, 0, ColumnFamily.WRITE))
        .containsExactly(
            Map.entry(
                "7a7480000000000000ff645f728000000000ff0000010000000000faf9bce48d1e88453f",
                "50c0f5de8baeeec6a106760a8000010000000101006153808004"));
  }

  @Test
  void putsLongValuesIntoTheDefaultFamily() {
    MvccSsts ssts = build(1, new byte[256]);
    String key = "7a7480000000000000ff645f728000000000ff0000010000000000faf9bce48d1e88453f";
    assertThat(ssts.files()).extracting(SstFile::family).containsExactly("default", "write");
    assertThat(entries(ssts, 0, ColumnFamily.DEFAULT))
        .containsExactly(Map.entry(key, "00".repeat(256)));
    assertThat(entries(ssts, 1, ColumnFamily.WRITE))
        .containsExactly(Map.entry(key, "50c0f5de8baeeec6a10653808004"));
  }

  @Test
  void keepsValuesOf255BytesAndEmptyOnesInRecords() {
    assertThat(build(1, new byte[255]).files()).hasSize(1);
    assertThat(entries(build(1, new byte[0]), 0, ColumnFamily.WRITE).values())
        .containsExactly("50c0f5de8baeeec6a106760053808004");
  }

  @Test
  void writesDeletes() {
    MvccSsts ssts;
    try (MvccSstWriter writer = writer()) {
      writer.delete(TableCodec.recordKey(100, 1));
      ssts = writer.finish();
    }
    assertThat(entries(ssts, 0, ColumnFamily.WRITE).values())
        .containsExactly("44c0f5de8baeeec6a10653808004");
    TableProperties properties = properties(ssts, 0, ColumnFamily.WRITE);
    assertThat(number(properties, "tikv.num_deletes")).isEqualTo(1);
    assertThat(number(properties, "tikv.num_puts")).isZero();
    assertThat(number(properties, "tikv.oldest_delete_ts")).isEqualTo(TS);
    assertThat(number(properties, "tikv.newest_delete_ts")).isEqualTo(TS);
  }

  @Test
  void countsVersionsAsTikvDoes() {
    int rows = 25_001;
    MvccSsts ssts = build(rows, new byte[3]);
    TableProperties properties = properties(ssts, 0, ColumnFamily.WRITE);
    for (String name : List.of("num_rows", "num_puts", "num_versions")) {
      assertThat(number(properties, "tikv." + name)).as(name).isEqualTo(rows);
    }
    for (String name : List.of("min_ts", "max_ts")) {
      assertThat(number(properties, "tikv." + name)).as(name).isEqualTo(TS);
    }
    for (String name : List.of("num_deletes", "num_errors", "newest_stale_version_ts")) {
      assertThat(number(properties, "tikv." + name)).as(name).isZero();
    }
    assertThat(number(properties, "tikv.max_row_versions")).isEqualTo(1);
    assertThat(number(properties, "tikv.oldest_stale_version_ts")).isEqualTo(-1);
    assertThat(number(properties, "tikv.oldest_delete_ts")).isEqualTo(-1);
    String rowsOfIndex = "7a7480000000000000ff645f728000000000ff%s0000000000fa";
    assertThat(points(properties.bytes("tikv.rows_index")))
        .containsExactly(
            rowsOfIndex.formatted("000001") + " 1 1",
            rowsOfIndex.formatted("002711") + " 10000 10001",
            rowsOfIndex.formatted("004e21") + " 10000 20001",
            rowsOfIndex.formatted("0061a9") + " 5000 25001");
  }

  @Test
  void tellsWhatLiesWhere() {
    int rows = 50_000;
    MvccSsts ssts = build(rows, new byte[200]);
    List<String> points = points(properties(ssts, 0, ColumnFamily.WRITE).bytes("tikv.range_index"));
    int entry = 36 + 1 + 9 + 2 + 200 + 4;
    int apart = (4 << 20) / entry + 1;
    assertThat(points).hasSize(2 + (rows - 1) / apart);
    assertThat(points.get(0)).endsWith(" " + entry + " 1");
    assertThat(points.get(1)).endsWith(" " + (1L + apart) * entry + " " + (1 + apart));
    assertThat(points.get(points.size() - 1)).endsWith(" " + (long) rows * entry + " " + rows);
  }

  @Test
  void marksAPlaceEvery40960SmallKeys() {
    List<String> points =
        points(
            properties(build(50_000, new byte[0]), 0, ColumnFamily.WRITE)
                .bytes("tikv.range_index"));
    assertThat(points).hasSize(3);
    assertThat(points.get(1)).endsWith(" 40961");
    assertThat(points.get(2)).endsWith(" 50000");
  }

  @Test
  void givesTheDefaultFamilyItsPlacesOnly() {
    TableProperties properties = properties(build(3, new byte[300]), 0, ColumnFamily.DEFAULT);
    assertThat(properties.bytes("tikv.range_index")).isNotNull();
    assertThat(properties.bytes("tikv.num_rows")).isNull();
  }

  @Test
  void countsOlderVersionsOfARowAsStale() {
    MvccProperties mvcc = new MvccProperties();
    for (long ts : new long[] {30, 20, 10}) {
      Bytes key = new Bytes(40);
      DataKey.encode(key, new byte[] {1}, 0, 1, ts);
      mvcc.add(key, new byte[] {'P'}, 0, 1);
    }
    TableProperties properties = new TableProperties();
    properties.putAll(mvcc.finish());
    assertThat(number(properties, "tikv.num_rows")).isEqualTo(1);
    assertThat(number(properties, "tikv.num_versions")).isEqualTo(3);
    assertThat(number(properties, "tikv.max_row_versions")).isEqualTo(3);
    assertThat(number(properties, "tikv.oldest_stale_version_ts")).isEqualTo(10);
    assertThat(number(properties, "tikv.newest_stale_version_ts")).isEqualTo(20);
  }

  @Test
  void readsBackWhatItWrote() {
    List<String> found = new ArrayList<>();
    try (MvccSstWriter writer = writer()) {
      for (int i = 0; i < 600; i++) {
        byte[] key = TableCodec.recordKey(100, i);
        writer.put(key, 0, key.length, new byte[i], 0, i);
      }
      writer
          .finish()
          .readBack(
              (key, keyLength, value, from, length) ->
                  found.add(HEX.formatHex(key, 0, keyLength) + " " + length));
    }
    assertThat(found).hasSize(600);
    assertThat(found.get(17)).isEqualTo(HEX.formatHex(TableCodec.recordKey(100, 17)) + " 17");
    assertThat(found.get(599)).endsWith(" 599");
  }

  @Test
  void refusesFilesThatDoNotBelongTogether() throws IOException {
    MvccSsts one = build(3, new byte[300]);
    MvccSsts other = build(4, new byte[300]);
    Files.copy(
        other.files().get(0).path(),
        one.files().get(0).path(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> one.readBack((key, length, value, from, valueLength) -> {}))
        .hasMessageContaining("a record for each value");
  }

  @Test
  void removesItsFiles() throws IOException {
    build(3, new byte[300]).close();
    try (MvccSstWriter writer = writer()) {
      writer.put(new byte[] {1}, 0, 1, new byte[300], 0, 300);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private MvccSsts build(int rows, byte[] value) {
    try (MvccSstWriter writer = writer()) {
      for (int i = 1; i <= rows; i++) {
        byte[] key = TableCodec.recordKey(100, i);
        writer.put(key, 0, key.length, value, 0, value.length);
      }
      return writer.finish();
    }
  }

  private MvccSstWriter writer() {
    return new MvccSstWriter(folder, SstSettings.of(SstCompression.ZSTD), TS);
  }

  private static Map<String, String> entries(MvccSsts ssts, int file, ColumnFamily family) {
    Map<String, String> entries = new TreeMap<>();
    SstReaderTest.read(ssts.files().get(file).path(), family)
        .forEach((key, value) -> entries.put(HEX.formatHex(key), HEX.formatHex(value)));
    return entries;
  }

  private static TableProperties properties(MvccSsts ssts, int file, ColumnFamily family) {
    try (SstReader reader = new SstReader(ssts.files().get(file).path(), family)) {
      return reader.properties();
    }
  }

  private static long number(TableProperties properties, String name) {
    return new ByteReader(properties.bytes(name)).bigEndian();
  }

  /** Returns key and both numbers of each point of an index. */
  private static List<String> points(byte[] index) {
    List<String> points = new ArrayList<>();
    ByteReader in = new ByteReader(index);
    while (in.hasMore()) {
      String key = HEX.formatHex(in.bytes((int) in.bigEndian()));
      points.add(key + " " + in.bigEndian() + " " + in.bigEndian());
    }
    return points;
  }
}
