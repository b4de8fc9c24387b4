package io.thunderhead.input;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.ByteSource;
import io.thunderhead.source.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A listed file in its file system. */
final class StoredFile implements ByteSource {
  private final SourceFile file;
  private final Path path;
  private final Configuration hadoop;
  private FSDataInputStream last;

  StoredFile(SourceFile file, Configuration hadoop) {
    this.file = file;
    this.path = new Path(file.path());
    this.hadoop = hadoop;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    FSDataInputStream stored = files().open(path);
    try {
      if (offset > 0) {
        stored.seek(offset);
      }
      InputStream text = file.compression().open(stored, file.path());
      last = stored;
      return text;
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** Returns the stored byte behind those that were taken from the stream opened last. */
  long position() throws IOException {
    return last.getPos();
  }

  /**
   * Compares the file with its listing.
   *
   * @throws LoadException SOURCE_CHANGED when it is gone, longer, shorter or newer
   */
  void check() throws IOException {
    FileStatus now;
    try {
      now = files().getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new LoadException(
          ErrorCode.SOURCE_CHANGED,
          "file %s is gone: the listing had it with %s. Keep the files in place until the load ends, and run it again."
              .formatted(file.path(), state(file.length(), file.modified())),
          e);
    }
    if (now.getLen() != file.length() || now.getModificationTime() != file.modified()) {
      throw new LoadException(
          ErrorCode.SOURCE_CHANGED,
          "file %s changed: the listing had it with %s, now it has %s. Keep the files as they are until the load ends, and run it again."
              .formatted(
                  file.path(),
                  state(file.length(), file.modified()),
                  state(now.getLen(), now.getModificationTime())));
    }
  }

  private FileSystem files() throws IOException {
    return path.getFileSystem(hadoop);
  }

  private static String state(long length, long modified) {
    return "%d bytes of %s".formatted(length, Instant.ofEpochMilli(modified));
  }
}
