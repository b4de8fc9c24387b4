package io.thunderhead.rows;

import io.thunderhead.input.InputReader;
import io.thunderhead.input.InputSettings;
import io.thunderhead.source.FileSlice;
import io.thunderhead.type.InputRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of several slices, one slice after the other, all through one row. */
public final class SliceRows implements Iterator<InputRow>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SliceRows.class);

  private final Iterator<FileSlice> slices;
  private final InputSettings settings;
  private final Configuration hadoop;
  private InputReader reader;
  private boolean ready;

  SliceRows(List<FileSlice> slices, InputSettings settings, Configuration hadoop) {
    this.slices = slices.iterator();
    this.settings = settings;
    this.hadoop = hadoop;
  }

  @Override
  public boolean hasNext() {
    while (!ready) {
      if (reader == null) {
        if (!slices.hasNext()) {
          return false;
        }
        reader = InputReader.open(slices.next(), settings, hadoop);
      }
      ready = reader.next();
      if (!ready) {
        close();
      }
    }
    return true;
  }

  @Override
  public InputRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ready = false;
    return reader.row();
  }

  @Override
  public void close() {
    if (reader != null) {
      InputReader ended = reader;
      reader = null;
      try {
        ended.close();
      } catch (IOException e) {
        // All that was wanted of the file is read.
        LOG.debug("a file does not close", e);
      }
    }
  }
}
