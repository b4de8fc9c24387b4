package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Entries of many shapes, the same for a seed. */
final class RandomEntries {
  private static final int TS_BYTES = 8;

  private RandomEntries() {}

  /** A mix of entries: how many, how long their keys and values at most. */
  record Shape(int count, int keyBytes, int valueBytes, int blockBytes) {}

  /** Returns shapes from one entry to many blocks, and blocks of one entry each. */
  static List<Shape> shapes() {
    return List.of(
        new Shape(1, 20, 10, 4096),
        new Shape(2, 1, 0, 4096),
        new Shape(17, 30, 5, 64),
        new Shape(500, 3, 40, 1),
        new Shape(1000, 40, 255, 1024),
        new Shape(5000, 27, 60, 32 << 10),
        new Shape(300, 300, 20_000, 4096),
        new Shape(20, 12, 3 << 20, 32 << 10));
  }

  /** Returns distinct data keys, each ending in eight bytes of timestamp, with values. */
  static NavigableMap<byte[], byte[]> of(Shape shape, long seed) {
    Random random = new Random(seed);
    NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    while (entries.size() < shape.count()) {
      byte[] key = new byte[1 + random.nextInt(shape.keyBytes() + 2) + TS_BYTES];
      random.nextBytes(key);
      // Few distinct bytes make long shared prefixes.
      IntStream.range(0, key.length / 2).forEach(i -> key[i] = (byte) (0x7a + (key[i] & 1)));
      entries.put(key, value(random, shape.valueBytes()));
    }
    return entries;
  }

  /** Returns bytes of which about half compress. */
  private static byte[] value(Random random, int atMost) {
    byte[] value = new byte[random.nextInt(atMost + 1)];
    random.nextBytes(value);
    Arrays.fill(value, 0, value.length / 2, (byte) 'a');
    return value;
  }

  /** Writes entries of the default family, or of the write family, as they are. */
  static SstFile write(
      Path path, ColumnFamily family, SstSettings settings, Map<byte[], byte[]> entries) {
    try (SstWriter writer = new SstWriter(path, family, settings)) {
      entries.forEach(
          (key, value) -> writer.add(new Bytes(key.length).put(key), value, 0, value.length));
      return writer.finish();
    }
  }
}
