package io.thunderhead.input;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import io.thunderhead.source.RowReader;
import io.thunderhead.source.SourceRow;
import java.io.IOException;

/** The rows of a text file that begin in a window, and the stored bytes that they take. */
final class WindowRows implements RowReader {
  private final FileWindow window;
  private final StoredFile file;
  private final RowReader rows;
  private final boolean guessed;
  private long first = -1;
  private long last;
  private long read;

  /**
   * @param rows from the window's begin on; null when no row begins near it
   */
  WindowRows(FileWindow window, StoredFile file, RowReader rows) {
    this.window = window;
    this.file = file;
    this.rows = rows;
    this.guessed = window.kind() == FileWindow.Kind.INSIDE;
  }

  @Override
  public boolean next(SourceRow row) throws IOException {
    if (rows == null) {
      return false;
    }
    try {
      while (rows.next(row)) {
        long at = row.offset();
        first = first < 0 ? at : first;
        last = at;
        if (at >= first + window.size()) {
          read = isPacked() ? file.position() : at - first;
          return false;
        }
        if (!guessed || row.problem() == null) {
          return true;
        }
      }
    } catch (IOException | LoadException e) {
      if (!guessed) {
        throw e;
      }
      read = first < 0 ? 0 : last - first;
      return false;
    }
    read = isPacked() || first < 0 ? length() : window.slice().end() - first;
    return false;
  }

  private boolean isPacked() {
    return window.slice().file().compression() != Compression.NONE;
  }

  private long length() {
    return window.slice().end() - window.slice().start();
  }

  /** Returns the stored bytes of the rows that were read; only at the end. */
  long readBytes() {
    return Math.min(read, length());
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
  }
}
