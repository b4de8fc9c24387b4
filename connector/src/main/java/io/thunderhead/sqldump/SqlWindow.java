package io.thunderhead.sqldump;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileSlice;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The part of a slice that is in memory. */
class SqlWindow implements Closeable {
  private final InputStream in;
  private final FileSlice slice;
  private final long sliceEnd;
  private final int size;

  /** The bytes; those in {@code [at, limit)} are still to be read. */
  byte[] bytes;

  int at;
  int limit;

  /** Offset of {@code bytes[0]} in the text of the file. */
  private long base;

  /**
   * Opens a slice.
   *
   * @param size bytes that are read at once
   */
  SqlWindow(FileSlice slice, ByteSource source, int size) throws IOException {
    boolean packed = slice.file().compression() != Compression.NONE;
    this.slice = slice;
    this.size = size;
    this.base = slice.start();
    this.sliceEnd = packed ? Long.MAX_VALUE : slice.end();
    this.bytes = new byte[size];
    this.in = source.open(slice.start());
  }

  /**
   * Drops the bytes before {@code keep}, which becomes index 0, and reads more.
   *
   * @return false when the slice has no more; {@code keep} becomes index 0 all the same
   * @throws IOException when the file is shorter than it was listed
   */
  final boolean more(int keep) throws IOException {
    int held = limit - keep;
    if (held > bytes.length / 2) {
      bytes = Arrays.copyOfRange(bytes, keep, keep + Math.max(size, bytes.length * 2));
    } else {
      System.arraycopy(bytes, keep, bytes, 0, held);
    }
    base += keep;
    at -= keep;
    limit = held;
    int room = (int) Math.min(bytes.length - limit, sliceEnd - base - limit);
    int got = room == 0 ? -1 : in.read(bytes, limit, room);
    if (got > 0) {
      limit += got;
      return true;
    }
    if (sliceEnd != Long.MAX_VALUE && base + limit < sliceEnd) {
      throw new IOException(
          "%s: ends at byte %d, but had %d bytes when it was listed: it was cut off or written anew. Load again when it is whole."
              .formatted(path(), base + limit, slice.file().length()));
    }
    return false;
  }

  /** Tells whether {@code count} bytes are there, reading on if need be. */
  final boolean has(int count) throws IOException {
    while (limit - at < count) {
      if (!more(at)) {
        return false;
      }
    }
    return true;
  }

  final String path() {
    return slice.file().path();
  }

  /** Returns the offset in the text of the file of a place in the window. */
  final long position(int index) {
    return base + index;
  }

  /** Returns the error of a file that ends inside of something. */
  final IOException cutOff(String what, long start) {
    return new IOException(
        "%s: ends at byte %d inside %s that begins at byte %d: the file is cut off, or a quote, bracket or comment is not closed. Export it again."
            .formatted(path(), base + limit, what, start));
  }

  /** Returns the error of a place behind which it is unknown where rows begin. */
  final IOException lost(String problem, long place) {
    return new IOException(
        "%s:%d: %s, so it cannot be told where the next row begins. Correct the file, or export it again."
            .formatted(path(), place, problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
