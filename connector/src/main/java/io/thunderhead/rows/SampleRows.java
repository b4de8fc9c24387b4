package io.thunderhead.rows;

import io.thunderhead.input.FileWindow;
import io.thunderhead.input.InputReader;
import io.thunderhead.input.InputSettings;
import io.thunderhead.source.FileFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The rows of the windows of one part, which the meter is told at their end. */
public final class SampleRows extends ReaderRows {
  private final int part;
  private final Iterator<FileWindow> windows;
  private final InputSettings settings;
  private final Configuration hadoop;
  private final SampleMeter meter;
  private boolean isText;
  private boolean told;
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
  InputReader open() {
    if (windows.hasNext()) {
      FileWindow window = windows.next();
      InputReader reader = InputReader.open(window, settings, hadoop);
      isText = window.slice().file().format() != FileFormat.PARQUET;
      groupRows += isText ? 0 : reader.rowsOfSlice();
      return reader;
    }
    if (!told) {
      told = true;
      meter.add(new SampleMeter.Read(part, textRows, textBytes, groupRows));
    }
    return null;
  }

  @Override
  void read() {
    textRows += isText ? 1 : 0;
  }

  @Override
  void ended(InputReader reader) {
    textBytes += isText ? reader.readBytes() : 0;
  }
}
