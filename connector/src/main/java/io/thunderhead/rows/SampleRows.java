package io.thunderhead.rows;

import io.thunderhead.input.FileWindow;
import io.thunderhead.input.InputReader;
import io.thunderhead.input.InputSettings;
import io.thunderhead.source.FileFormat;
import io.thunderhead.type.InputRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of the windows of one part, which the meter is told at their end. */
public final class SampleRows implements Iterator<InputRow>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SampleRows.class);

  private final int part;
  private final Iterator<FileWindow> windows;
  private final InputSettings settings;
  private final Configuration hadoop;
  private final SampleMeter meter;
  private InputReader reader;
  private boolean isText;
  private boolean ready;
  private boolean ended;
  private long textRows;
  private long textBytes;
  private long groupRows;

  SampleRows(
      int part,
      List<FileWindow> windows,
      InputSettings settings,
      Configuration hadoop,
      SampleMeter meter) {
    this.part = part;
    this.windows = windows.iterator();
    this.settings = settings;
    this.hadoop = hadoop;
    this.meter = meter;
  }

  @Override
  public boolean hasNext() {
    while (!ready && !ended) {
      if (reader == null && !windows.hasNext()) {
        ended = true;
        meter.add(new SampleMeter.Read(part, textRows, textBytes, groupRows));
      } else if (reader == null) {
        open(windows.next());
      } else if (reader.next()) {
        textRows += isText ? 1 : 0;
        ready = true;
      } else {
        textBytes += isText ? reader.readBytes() : 0;
        close();
      }
    }
    return ready;
  }

  private void open(FileWindow window) {
    reader = InputReader.open(window, settings, hadoop);
    isText = window.slice().file().format() != FileFormat.PARQUET;
    groupRows += isText ? 0 : reader.rowsOfSlice();
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
