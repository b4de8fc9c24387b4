package io.thunderhead.csv;

import io.thunderhead.source.FileSlice;
import java.util.List;

/**
 * How a file is read.
 *
 * @param slices of the whole file, in order; each begins with a record or, in strict format, skips
 *     to one by itself
 * @param reason one line that tells how the file was split, or why it was not
 */
public record CsvSplit(List<FileSlice> slices, String reason) {
  /** Copies the list. */
  public CsvSplit {
    slices = List.copyOf(slices);
  }
}
