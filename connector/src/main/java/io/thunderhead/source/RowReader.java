package io.thunderhead.source;

import java.io.Closeable;
import java.io.IOException;

/** Reads the rows of one {@link FileSlice}, one after the other. */
public interface RowReader extends Closeable {
  /**
   * Fills {@code row} with the next row, or with the problem of a row that cannot be read.
   *
   * @return false at the end, when {@code row} is left as it was
   * @throws IOException when the file cannot be read on: it is gone, cut off, or not what its name
   *     says
   */
  boolean next(SourceRow row) throws IOException;
}
