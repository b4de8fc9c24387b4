package io.thunderhead.source;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One input file as it was listed.
 *
 * @param path full, with its scheme
 * @param length bytes as stored
 * @param modified milliseconds since 1970, to notice that the file changed since
 * @param format what is in it
 * @param compression how its bytes are packed; NONE for Parquet, which packs inside
 * @param constants column to text, for columns that the file's name gives a value
 */
public record SourceFile(
    String path,
    long length,
    long modified,
    FileFormat format,
    Compression compression,
    Map<String, String> constants)
    implements Serializable {
  /** Checks the length. */
  public SourceFile {
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    if (length < 0) {
      throw new IllegalArgumentException(path + ": length " + length + " (expected: >= 0)");
    }
  }

  /** Makes a file that gives its rows no constants. */
  public SourceFile(
      String path, long length, long modified, FileFormat format, Compression compression) {
    this(path, length, modified, format, compression, Map.of());
  }

  /** Returns the file with values for columns that are the same in all its rows. */
  public SourceFile with(Map<String, String> values) {
    return new SourceFile(path, length, modified, format, compression, values);
  }
}
