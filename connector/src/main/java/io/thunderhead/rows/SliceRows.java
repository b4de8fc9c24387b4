package io.thunderhead.rows;

import io.thunderhead.input.InputReader;
import io.thunderhead.input.InputSettings;
import io.thunderhead.source.FileSlice;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The rows of several slices, one slice after the other. */
public final class SliceRows extends ReaderRows {
  private final Iterator<FileSlice> slices;
  private final InputSettings settings;
  private final Configuration hadoop;

  SliceRows(List<FileSlice> slices, InputSettings settings, Configuration hadoop) {
    this.slices = slices.iterator();
    this.settings = settings;
    this.hadoop = hadoop;
  }

  @Override
  InputReader open() {
    return slices.hasNext() ? InputReader.open(slices.next(), settings, hadoop) : null;
  }
}
