package io.thunderhead.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Makes files for what does not fit into memory. */
public interface Spills {
  /** One file, written once and then read once. */
  interface Spill {
    OutputStream write() throws IOException;

    InputStream read() throws IOException;

    void delete();
  }

  /** Makes a new file. */
  Spill create() throws IOException;
}
