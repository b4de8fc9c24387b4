package io.thunderhead.sst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import io.thunderhead.option.SstCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

/** Files of ours are read by RocksDB (import-protocol 3.9). */
class SstWriterTest {
  @TempDir Path folder;

  static Stream<Arguments> everyShapeAndCompression() {
    return RandomEntries.shapes().stream()
        .flatMap(shape -> Arrays.stream(SstCompression.values()).map(c -> Arguments.of(shape, c)));
  }

  @ParameterizedTest
  @MethodSource("everyShapeAndCompression")
  void makesFilesThatRocksDbReadsAndChecks(RandomEntries.Shape shape, SstCompression compression)
      throws RocksDBException {
    NavigableMap<byte[], byte[]> entries = RandomEntries.of(shape, shape.count());
    SstSettings settings = new SstSettings(compression, shape.blockBytes());
    SstFile file =
        RandomEntries.write(folder.resolve("a.sst"), ColumnFamily.DEFAULT, settings, entries);
    RocksFiles.Found found = RocksFiles.read(file.path());
    assertSame(found.entries(), entries);
    assertThat(found.properties().getNumEntries()).isEqualTo(entries.size());
    assertThat(found.properties().getRawKeySize() + found.properties().getRawValueSize())
        .isEqualTo(file.rawBytes());
    assertThat(found.properties().getCompressionName()).isEqualTo(BlockCodec.nameOf(compression));
  }

  @ParameterizedTest
  @MethodSource("everyShapeAndCompression")
  void makesFilesThatItsOwnReaderChecks(RandomEntries.Shape shape, SstCompression compression) {
    NavigableMap<byte[], byte[]> entries = RandomEntries.of(shape, shape.count() + 1);
    SstSettings settings = new SstSettings(compression, shape.blockBytes());
    SstFile file =
        RandomEntries.write(folder.resolve("a.sst"), ColumnFamily.DEFAULT, settings, entries);
    assertSame(SstReaderTest.read(file.path(), ColumnFamily.DEFAULT), entries);
  }

  @ParameterizedTest
  @EnumSource(SstCompression.class)
  void makesFilesThatADatabaseTakesInFindsAndCompacts(SstCompression compression)
      throws RocksDBException {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(3000, 30, 300, 2048), 7);
    SstSettings settings = new SstSettings(compression, 2048);
    SstFile file =
        RandomEntries.write(folder.resolve("a.sst"), ColumnFamily.DEFAULT, settings, entries);
    try (var db = new RocksFiles.Ingested(folder.resolve("db"), file.path())) {
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        assertThat(db.get(entry.getKey())).isEqualTo(entry.getValue());
      }
      db.compact();
      assertThat(db.get(entries.firstKey())).isEqualTo(entries.firstEntry().getValue());
    }
  }

  @Test
  void makesAFilterByWhichRocksDbLeavesTheFileOut() throws RocksDBException {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(4000, 30, 20, 2048), 11);
    SstSettings settings = SstSettings.of(SstCompression.LZ4);
    SstFile file =
        RandomEntries.write(folder.resolve("a.sst"), ColumnFamily.DEFAULT, settings, entries);
    try (var db = new RocksFiles.Ingested(folder.resolve("db"), file.path())) {
      int asked = 0;
      for (byte[] key : entries.keySet()) {
        byte[] absent = key.clone();
        absent[key.length - 1] ^= 1;
        if (!entries.containsKey(absent) && entries.ceilingKey(absent) != null) {
          asked++;
          assertThat(db.get(absent)).isNull();
        }
      }
      assertThat(asked).isGreaterThan(3500);
      assertThat(db.filtered()).isGreaterThan(asked * 95L / 100);
    }
  }

  @Test
  void findsEveryKeyAndTheGapsBetweenThem() throws RocksDBException {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(400, 12, 30, 128), 3);
    SstFile file =
        RandomEntries.write(
            folder.resolve("a.sst"),
            ColumnFamily.DEFAULT,
            new SstSettings(SstCompression.ZSTD, 128),
            entries);
    for (byte[] key : entries.keySet()) {
      assertThat(RocksFiles.seek(file.path(), key)).isEqualTo(key);
      byte[] behind = Arrays.copyOf(key, key.length + 1);
      assertThat(RocksFiles.seek(file.path(), behind)).isEqualTo(entries.higherKey(key));
    }
  }

  @Test
  void tellsLengthAndCrcOfTheFile() throws IOException {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(100, 12, 30, 128), 3);
    SstFile file =
        RandomEntries.write(
            folder.resolve("a.sst"),
            ColumnFamily.DEFAULT,
            SstSettings.of(SstCompression.ZSTD),
            entries);
    byte[] bytes = Files.readAllBytes(file.path());
    CRC32 crc = new CRC32();
    crc.update(bytes);
    assertThat(file.bytes()).isEqualTo(bytes.length);
    assertThat(file.crc32()).isEqualTo((int) crc.getValue());
  }

  @Test
  void refusesKeysThatDoNotAscend() {
    Bytes key = new Bytes(8).put(new byte[] {'z', 5});
    try (SstWriter writer = writer("a.sst")) {
      writer.add(key, new byte[0], 0, 0);
      assertThatThrownBy(() -> writer.add(key, new byte[0], 0, 0)).hasMessageContaining("7a05");
      Bytes below = new Bytes(8).put(new byte[] {'z', 4});
      assertThatThrownBy(() -> writer.add(below, new byte[0], 0, 0))
          .hasMessageContaining("key 7a04 after 7a05");
    }
  }

  @Test
  void removesAFileThatIsNotFinished() {
    try (SstWriter writer = writer("a.sst")) {
      writer.add(new Bytes(8).put(new byte[] {'z', 5}), new byte[0], 0, 0);
    }
    assertThat(folder.resolve("a.sst")).doesNotExist();
  }

  @Test
  void refusesToEndAFileOfNothing() {
    try (SstWriter writer = writer("a.sst")) {
      assertThatThrownBy(writer::finish).hasMessageContaining("no entries");
    }
  }

  private SstWriter writer(String name) {
    return new SstWriter(
        folder.resolve(name), ColumnFamily.DEFAULT, SstSettings.of(SstCompression.NONE));
  }

  static void assertSame(
      NavigableMap<byte[], byte[]> found, NavigableMap<byte[], byte[]> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(found.values()).containsExactlyElementsOf(expected.values());
  }
}
