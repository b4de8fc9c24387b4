package io.thunderhead.input;

import io.thunderhead.source.FileSlice;
import java.io.Serializable;

/**
 * A part of a slice whose rows are read for a sample.
 *
 * @param slice its start is where the window begins, its end that of the slice
 * @param kind how rows are found in it
 * @param size of HEAD and INSIDE the bytes of text whose rows are read; of GROUPS how many row
 *     groups
 */
public record FileWindow(FileSlice slice, Kind kind, long size) implements Serializable {
  /** How a window is read. */
  public enum Kind {
    /** All rows of the slice. */
    WHOLE,
    /** The rows at the beginning of the slice. */
    HEAD,
    /**
     * Rows from somewhere within the slice on. Where a row begins there is a guess, so that a row
     * may be none of the file's: good enough to plan by.
     */
    INSIDE,
    /** The first rows of some row groups; whole groups where the file has no index of its pages. */
    GROUPS,
    /** As GROUPS, but nothing of a file without an index of its pages. */
    INDEXED_GROUPS
  }

  /** Checks the size. */
  public FileWindow {
    if (size < 0) {
      throw new IllegalArgumentException("window: size " + size + " (expected: >= 0)");
    }
  }

  /** Returns all of a slice. */
  public static FileWindow whole(FileSlice slice) {
    return new FileWindow(slice, Kind.WHOLE, slice.end() - slice.start());
  }
}
