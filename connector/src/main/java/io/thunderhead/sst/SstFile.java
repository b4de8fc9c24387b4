package io.thunderhead.sst;

import java.nio.file.Path;

/**
 * A finished SST.
 *
 * @param family column family that it belongs to, {@code default} or {@code write}
 * @param bytes length of the file
 * @param crc32 CRC-32 (IEEE) of the whole file, as an Upload carries it
 * @param entries keys in it
 * @param rawBytes bytes of keys and values before compression
 */
public record SstFile(
    String family, Path path, long bytes, int crc32, long entries, long rawBytes) {
  /** Checks that the file is not empty: a store refuses such. */
  public SstFile {
    if (entries <= 0 || bytes <= 0) {
      throw new IllegalArgumentException(
          "SST %s: %d bytes, %d entries (expected: some of each)".formatted(path, bytes, entries));
    }
  }
}
