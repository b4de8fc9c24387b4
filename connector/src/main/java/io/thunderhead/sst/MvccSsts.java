package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one {@link MvccSstWriter}, which are removed when closed. */
public final class MvccSsts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MvccSsts.class);

  private final List<SstFile> files;
  private final long commitTs;

  MvccSsts(List<SstFile> files, long commitTs) {
    this.files = List.copyOf(files);
    this.commitTs = commitTs;
  }

  /** Returns one file or two: of the default family, if there is one, then of the write family. */
  public List<SstFile> files() {
    return files;
  }

  /** Returns the length of all files. */
  public long bytes() {
    return files.stream().mapToLong(SstFile::bytes).sum();
  }

  /** Takes KVs as they are read back; the arrays are lent until the call ends. */
  public interface Sink {
    /** Takes a raw key and its value. */
    void put(byte[] key, int keyLength, byte[] value, int valueFrom, int valueLength);
  }

  /**
   * Reads the files from the disk, checks all that can be checked, and returns their KVs to the
   * sink in order; a deleted key comes not.
   *
   * @throws IllegalArgumentException when a file is damaged or its parts do not fit
   * @throws UncheckedIOException when the local folder fails
   */
  public void readBack(Sink sink) {
    SstFile last = files.get(files.size() - 1);
    try (SstReader writes = new SstReader(last.path(), ColumnFamily.WRITE)) {
      if (files.size() == 1) {
        new ReadBack(writes, null, sink).run();
        return;
      }
      try (SstReader values = new SstReader(files.get(0).path(), ColumnFamily.DEFAULT)) {
        new ReadBack(writes, values, sink).run();
      }
    }
  }

  /** One walk through both files side by side. */
  private final class ReadBack {
    private final SstReader writes;
    private final SstReader values;
    private final Sink sink;
    private final WriteRecord record = new WriteRecord();
    private final Bytes raw = new Bytes(64);

    ReadBack(SstReader writes, SstReader values, Sink sink) {
      this.writes = writes;
      this.values = values;
      this.sink = sink;
    }

    void run() {
      while (writes.next()) {
        record.read(writes.value());
        readKey();
        if (record.hasShortValue()) {
          pour(writes.valueArray(), record.valueFrom(), record.valueLength());
        } else if (!record.isDelete()) {
          require(values != null && values.next(), "a value for each record");
          require(equal(writes.key(), values.key()), "the value of this record");
          pour(values.valueArray(), values.valueFrom(), values.valueLength());
        }
      }
      require(values == null || !values.next(), "a record for each value");
    }

    private void readKey() {
      Bytes key = writes.key();
      DataKey.decode(key, raw.clear(), commitTs);
      require(record.startTs() == commitTs, "records of one timestamp");
    }

    private void pour(byte[] value, int from, int length) {
      sink.put(raw.array(), raw.length(), value, from, length);
    }

    private void require(boolean holds, String expected) {
      if (!holds) {
        throw new IllegalArgumentException(
            "SSTs %s: entry %d is wrong (expected: %s)"
                .formatted(files, writes.entries(), expected));
      }
    }
  }

  private static boolean equal(Bytes a, Bytes b) {
    return Arrays.equals(a.array(), 0, a.length(), b.array(), 0, b.length());
  }

  /** Removes the files; one that cannot be removed lies in a folder that Spark clears. */
  @Override
  public void close() {
    for (SstFile file : files) {
      try {
        Files.deleteIfExists(file.path());
      } catch (IOException e) {
        LOG.warn("SST {} is not removed: {}", file.path(), e.toString());
      }
    }
  }
}
