package io.thunderhead.sst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.option.SstCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

/** Files of RocksDB's writer are read by ours, and no damage to a file goes by. */
class SstReaderTest {
  @TempDir Path folder;

  static Stream<Arguments> everyShapeAndCompression() {
    return SstWriterTest.everyShapeAndCompression();
  }

  @ParameterizedTest
  @MethodSource("everyShapeAndCompression")
  void readsFilesOfRocksDb(RandomEntries.Shape shape, SstCompression compression)
      throws RocksDBException {
    NavigableMap<byte[], byte[]> entries = RandomEntries.of(shape, 5);
    Path file = folder.resolve("rocks.sst");
    RocksFiles.write(file, compression, shape.blockBytes(), entries);
    SstWriterTest.assertSame(read(file, ColumnFamily.DEFAULT), entries);
  }

  @Test
  void makesTheFilterThatRocksDbMakes() throws RocksDBException {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(3000, 30, 10, 2048), 9);
    Path rocks = folder.resolve("rocks.sst");
    RocksFiles.write(rocks, SstCompression.NONE, 2048, entries);
    SstFile ours =
        RandomEntries.write(
            folder.resolve("ours.sst"),
            ColumnFamily.DEFAULT,
            SstSettings.of(SstCompression.NONE),
            entries);
    try (SstReader theirs = new SstReader(rocks, ColumnFamily.DEFAULT);
        SstReader own = new SstReader(ours.path(), ColumnFamily.DEFAULT)) {
      assertThat(own.filter()).isEqualTo(theirs.filter());
    }
  }

  @Test
  void refusesAFileWithAByteChanged() throws IOException {
    SstFile file = smallFile();
    byte[] good = Files.readAllBytes(file.path());
    int passed = 0;
    for (int at = 0; at < good.length; at += at < good.length - Footer.LENGTH ? 5 : 1) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      passed += passes(bad, good) ? 1 : 0;
    }
    assertThat(passed).as("changes of the footer's padding, which nobody reads").isLessThan(40);
  }

  /** Tells whether a changed file is read; it may only be when its entries are unchanged. */
  private boolean passes(byte[] bad, byte[] good) throws IOException {
    Path path = folder.resolve("bad.sst");
    Files.write(path, bad);
    NavigableMap<byte[], byte[]> found;
    try {
      found = read(path, ColumnFamily.WRITE);
    } catch (RuntimeException e) {
      return false;
    }
    Path intact = folder.resolve("good.sst");
    Files.write(intact, good);
    SstWriterTest.assertSame(found, read(intact, ColumnFamily.WRITE));
    assertThat(Arrays.mismatch(bad, good)).isGreaterThan(good.length - Footer.LENGTH);
    return true;
  }

  @Test
  void refusesAFileThatIsCut() throws IOException {
    byte[] good = Files.readAllBytes(smallFile().path());
    for (int length = 0; length < good.length; length += 7) {
      Path path = folder.resolve("cut.sst");
      Files.write(path, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> read(path, ColumnFamily.WRITE)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void refusesAFileOfAnOrdinaryTable() throws IOException {
    Path path = folder.resolve("no.sst");
    Files.write(path, new byte[1000]);
    assertThatThrownBy(() -> read(path, ColumnFamily.WRITE)).hasMessageContaining("footer");
  }

  private SstFile smallFile() {
    NavigableMap<byte[], byte[]> entries =
        RandomEntries.of(new RandomEntries.Shape(60, 12, 30, 256), 21);
    entries.replaceAll((key, value) -> new byte[] {'D', 1, 'S', 1});
    return RandomEntries.write(
        folder.resolve("small.sst"),
        ColumnFamily.WRITE,
        new SstSettings(SstCompression.ZSTD, 256),
        entries);
  }

  static NavigableMap<byte[], byte[]> read(Path path, ColumnFamily family) {
    NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    try (SstReader reader = new SstReader(path, family)) {
      while (reader.next()) {
        int from = reader.valueFrom();
        entries.put(
            reader.key().toByteArray(),
            Arrays.copyOfRange(reader.valueArray(), from, from + reader.valueLength()));
      }
    }
    return entries;
  }
}
