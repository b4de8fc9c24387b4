package io.thunderhead.rows;

import io.thunderhead.input.InputReader;
import io.thunderhead.type.InputRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of one reader after the other, all through the row of the reader that is open. */
abstract class ReaderRows implements Iterator<InputRow>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderRows.class);

  private InputReader reader;
  private boolean ready;

  /** Opens the next reader, or returns null after the last one. */
  abstract InputReader open();

  /** Hears of each row that was read. */
  void read() {}

  /** Hears that a reader, which is still open, has no more rows. */
  void ended(InputReader reader) {}

  @Override
  public final boolean hasNext() {
    while (!ready) {
      if (reader == null) {
        reader = open();
      }
      if (reader == null) {
        return false;
      }
      ready = reader.next();
      if (ready) {
        read();
      } else {
        ended(reader);
        close();
      }
    }
    return true;
  }

  @Override
  public final InputRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ready = false;
    return reader.row();
  }

  @Override
  public final void close() {
    if (reader != null) {
      InputReader closing = reader;
      reader = null;
      try {
        closing.close();
      } catch (IOException e) {
        // All that was wanted of the file is read.
        LOG.debug("a file does not close", e);
      }
    }
  }
}
