package io.thunderhead.source;

import java.io.Serializable;

/**
 * One input file as it was listed.
 *
 * @param path full, with its scheme
 * @param length bytes as stored
 * @param modified milliseconds since 1970, to notice that the file changed since
 * @param format what is in it
 * @param compression how its bytes are packed; NONE for Parquet, which packs inside
 */
public record SourceFile(
    String path, long length, long modified, FileFormat format, Compression compression)
    implements Serializable {
  /** Checks the length. */
  public SourceFile {
    if (length < 0) {
      throw new IllegalArgumentException(path + ": length " + length + " (expected: >= 0)");
    }
  }
}
