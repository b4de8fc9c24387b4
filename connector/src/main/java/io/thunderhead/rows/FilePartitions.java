package io.thunderhead.rows;

import io.thunderhead.source.FileSlice;
import java.util.ArrayList;
import java.util.List;

/** Gathers the slices of files into partitions of like size, in order. */
public final class FilePartitions {
  /** Most bytes of a partition that has more than one slice. */
  private static final long MOST = 128L << 20;

  /** What opening a file costs, in bytes that could be read meanwhile. */
  private static final long OPENING = 4L << 20;

  private FilePartitions() {}

  /**
   * Packs slices.
   *
   * @param cores tasks that run at once
   */
  static List<List<FileSlice>> of(List<FileSlice> slices, int cores) {
    long total = slices.stream().mapToLong(FilePartitions::weight).sum();
    long size = Math.min(MOST, Math.max(OPENING, total / Math.max(cores, 1)));
    List<List<FileSlice>> partitions = new ArrayList<>();
    List<FileSlice> open = new ArrayList<>();
    long weight = 0;
    for (FileSlice slice : slices) {
      if (!open.isEmpty() && weight + weight(slice) > size) {
        partitions.add(open);
        open = new ArrayList<>();
        weight = 0;
      }
      open.add(slice);
      weight += weight(slice);
    }
    if (!open.isEmpty()) {
      partitions.add(open);
    }
    return partitions;
  }

  private static long weight(FileSlice slice) {
    return slice.end() - slice.start() + OPENING;
  }
}
