package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lays sorted KVs out as versions of one timestamp, in the files that a Write stream of the same
 * KVs makes a store write (import-protocol 3.4, 3.5): a record for each in a file of the write
 * family, and values of more than 255 bytes in one of the default family.
 *
 * <p>Keys in files are {@code z}, the raw key in groups, and the inverted timestamp. Not
 * thread-safe.
 */
public final class MvccSstWriter implements AutoCloseable {
  private final Path folder;
  private final String name = "thunderhead-" + UUID.randomUUID();
  private final SstSettings settings;
  private final long commitTs;
  private final Bytes key = new Bytes(64);
  private final Bytes record = new Bytes(WriteRecord.SHORT_VALUE_MAX + 16);
  private final SstWriter writes;
  private SstWriter values;

  /**
   * @param folder local folder that takes the files
   * @param commitTs timestamp of all versions, start and commit at once
   */
  public MvccSstWriter(Path folder, SstSettings settings, long commitTs) {
    if (commitTs <= 0) {
      throw new IllegalArgumentException("commitTs: %d (expected: > 0)".formatted(commitTs));
    }
    this.folder = folder;
    this.settings = settings;
    this.commitTs = commitTs;
    this.writes = open(ColumnFamily.WRITE);
  }

  private SstWriter open(ColumnFamily family) {
    return new SstWriter(
        folder.resolve("%s-%s.sst".formatted(name, family.id())), family, settings);
  }

  /**
   * Appends a KV.
   *
   * @param raw holds the raw key, above that of the entry before
   * @throws IllegalArgumentException for keys that do not ascend
   * @throws UncheckedIOException when the local folder fails
   */
  public void put(
      byte[] raw, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength) {
    startKey(raw, keyFrom, keyLength);
    if (valueLength <= WriteRecord.SHORT_VALUE_MAX) {
      WriteRecord.putShort(record, commitTs, value, valueFrom, valueLength);
    } else {
      WriteRecord.put(record, WriteRecord.PUT, commitTs);
      if (values == null) {
        values = open(ColumnFamily.DEFAULT);
      }
      values.add(key, value, valueFrom, valueLength);
    }
    writes.add(key, record.array(), 0, record.length());
  }

  /** Appends a version that deletes a raw key, which is above that of the entry before. */
  public void delete(byte[] raw) {
    startKey(raw, 0, raw.length);
    WriteRecord.put(record, WriteRecord.DELETE, commitTs);
    writes.add(key, record.array(), 0, record.length());
  }

  private void startKey(byte[] raw, int from, int length) {
    record.clear();
    DataKey.encode(key.clear(), raw, from, length, commitTs);
  }

  /**
   * Ends the files, which are the caller's from now on.
   *
   * @throws IllegalStateException when there are no entries
   */
  public MvccSsts finish() {
    List<SstFile> files = new ArrayList<>();
    if (values != null) {
      files.add(values.finish());
    }
    files.add(writes.finish());
    return new MvccSsts(files, commitTs);
  }

  /** Removes files that were not finished. */
  @Override
  public void close() {
    try {
      writes.close();
    } finally {
      if (values != null) {
        values.close();
      }
    }
  }
}
