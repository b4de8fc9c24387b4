package io.thunderhead.source;

import java.io.IOException;
import java.io.InputStream;

/** The unpacked bytes of one file. */
@FunctionalInterface
public interface ByteSource {
  /**
   * Opens the bytes from an offset on; the caller closes the stream.
   *
   * @param offset 0 in a compressed file
   * @throws IOException when the file is gone or cannot be read
   */
  InputStream open(long offset) throws IOException;
}
