package io.thunderhead.rows;

import io.thunderhead.input.FileWindow;
import io.thunderhead.input.FileWindow.Kind;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses what is read of files to plan by: windows at even distances over all bytes, so that
 * sorted files are met everywhere. Little input is read whole.
 *
 * <p>Text is read from the beginning of a slice, where a row begins, and within it from where a row
 * seems to begin; a packed file from its beginning only; Parquet by row groups.
 */
public final class SampleWindows {
  /** Input of less than this is read whole. */
  private static final long LITTLE = 8L << 20;

  /** What a stored byte of a packed file or of Parquet is taken to hold. */
  private static final int UNPACKED = 4;

  private static final long LEAST_DISTANCE = 2L << 20;
  private static final long MOST_DISTANCE = 32L << 20;
  private static final int WINDOWS = 512;

  /** Statements are long: to come to the next one costs a megabyte. */
  private static final long STATEMENT_DISTANCE = 16L << 20;

  private static final long WINDOW = 32L << 10;
  private static final long SHORT_SLICE = 4 * WINDOW;
  private static final long PACKED_WINDOW = 1L << 20;
  private static final long MOST_PACKED = 16L << 20;

  /** Row groups that can only be read whole are read in one of so many slices. */
  private static final int WHOLE_GROUPS_ONE_IN = 8;

  private final List<List<FileSlice>> partitions;
  private final boolean little;
  private final long distance;
  private long passed;
  private long parquetSlices;

  /**
   * The windows of one input partition.
   *
   * @param sure those that begin with a row
   * @param guessed those that may not
   */
  record OfPartition(List<FileWindow> sure, List<FileWindow> guessed) {}

  SampleWindows(List<List<FileSlice>> partitions) {
    this.partitions = partitions;
    long total = 0;
    long unpacked = 0;
    for (List<FileSlice> partition : partitions) {
      for (FileSlice slice : partition) {
        total += length(slice);
        unpacked += length(slice) * (isPlainText(slice) ? 1 : UNPACKED);
      }
    }
    this.little = unpacked <= LITTLE;
    this.distance = Math.min(MOST_DISTANCE, Math.max(LEAST_DISTANCE, total / WINDOWS));
  }

  /** Tells whether everything is read. */
  boolean isWhole() {
    return little;
  }

  /** Returns the windows of every partition. */
  List<OfPartition> choose() {
    passed = 0;
    List<OfPartition> all = new ArrayList<>();
    for (List<FileSlice> partition : partitions) {
      OfPartition windows = new OfPartition(new ArrayList<>(), new ArrayList<>());
      for (FileSlice slice : partition) {
        if (little) {
          windows.sure.add(FileWindow.whole(slice));
        } else {
          choose(slice, windows);
        }
      }
      all.add(windows);
    }
    return all;
  }

  private void choose(FileSlice slice, OfPartition windows) {
    long step = slice.file().format() == FileFormat.SQL ? wide() : distance;
    int hits = (int) ((passed + length(slice)) / step - passed / step);
    boolean first = passed == 0;
    passed += length(slice);
    if (slice.file().format() == FileFormat.PARQUET) {
      boolean whole = parquetSlices++ % WHOLE_GROUPS_ONE_IN == 0;
      windows.sure.add(
          new FileWindow(slice, whole ? Kind.GROUPS : Kind.INDEXED_GROUPS, first ? 1 : hits));
    } else if (hits > 0 || first) {
      chooseText(slice, Math.max(1, hits), windows);
    }
  }

  private long wide() {
    return Math.max(STATEMENT_DISTANCE, distance);
  }

  private static void chooseText(FileSlice slice, int count, OfPartition windows) {
    long length = length(slice);
    if (!isPlainText(slice)) {
      long size = Math.min(MOST_PACKED, count * PACKED_WINDOW);
      windows.sure.add(new FileWindow(slice, Kind.HEAD, size));
    } else if (length <= SHORT_SLICE) {
      windows.sure.add(FileWindow.whole(slice));
    } else {
      windows.sure.add(new FileWindow(slice, Kind.HEAD, WINDOW));
      for (int i = 1; i < count; i++) {
        FileSlice behind =
            new FileSlice(slice.file(), slice.start() + length / count * i, slice.end());
        windows.guessed.add(new FileWindow(behind, Kind.INSIDE, WINDOW));
      }
    }
  }

  private static boolean isPlainText(FileSlice slice) {
    return slice.file().format() != FileFormat.PARQUET
        && slice.file().compression() == Compression.NONE;
  }

  private static long length(FileSlice slice) {
    return slice.end() - slice.start();
  }
}
