package io.thunderhead.source;

import java.io.Serializable;

/**
 * A part of one file that one reader reads: the rows that begin in {@code [start, end)}, offsets in
 * the stored bytes. A compressed file is one slice.
 */
public record FileSlice(SourceFile file, long start, long end) implements Serializable {
  /** Checks that the slice lies in the file. */
  public FileSlice {
    if (start < 0 || end < start || end > file.length()) {
      throw new IllegalArgumentException(
          "%s: slice [%d, %d) (expected: inside [0, %d))"
              .formatted(file.path(), start, end, file.length()));
    }
  }

  /** Returns the whole file as one slice. */
  public static FileSlice whole(SourceFile file) {
    return new FileSlice(file, 0, file.length());
  }
}
