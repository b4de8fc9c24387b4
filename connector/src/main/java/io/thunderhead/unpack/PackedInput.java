package io.thunderhead.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;

/** The stored bytes of a compressed file, counted, so that an error can tell where it is. */
final class PackedInput extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final String path;
  private final String format;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long before;

  /**
   * Takes a stream.
   *
   * @param path of the file, for messages
   * @param format what the file is packed as, for messages
   */
  PackedInput(InputStream in, String path, String format) {
    this.in = in;
    this.path = path;
    this.format = format;
  }

  @Override
  public int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] out, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    } else if (at == end && !fill()) {
      return -1;
    }
    int taken = Math.min(count, end - at);
    System.arraycopy(buffer, at, out, from, taken);
    at += taken;
    return taken;
  }

  /** Returns the first {@code count} bytes that were not read, or fewer when there are no more. */
  byte[] peek(int count) throws IOException {
    while (end - at < count) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      before += at;
      end -= at;
      at = 0;
      int got = in.read(buffer, end, BUFFER - end);
      if (got < 0) {
        break;
      }
      end += got;
    }
    byte[] head = new byte[Math.min(count, end - at)];
    System.arraycopy(buffer, at, head, 0, head.length);
    return head;
  }

  /**
   * Reads all of a range.
   *
   * @throws IOException when the file ends before
   */
  void readAll(byte[] out, int count) throws IOException {
    int have = 0;
    while (have < count) {
      int got = read(out, have, count - have);
      if (got < 0) {
        throw cutOff();
      }
      have += got;
    }
  }

  /** Reads a byte that must be there. */
  int readByte() throws IOException {
    int value = read();
    if (value < 0) {
      throw cutOff();
    }
    return value;
  }

  /** Reads four bytes, most significant first. */
  int readBigEndian() throws IOException {
    return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
  }

  /** Reads {@code width} bytes, least significant first. */
  int readLittleEndian(int width) throws IOException {
    int value = 0;
    for (int i = 0; i < width; i++) {
      value |= readByte() << (8 * i);
    }
    return value;
  }

  /**
   * Gives an inflater bytes to work on.
   *
   * @throws IOException when there are no more
   */
  void feed(Inflater inflater) throws IOException {
    if (at == end && !fill()) {
      throw cutOff();
    }
    inflater.setInput(buffer, at, end - at);
    at = end;
  }

  /** Takes back the last bytes that an inflater was given and did not need. */
  void unread(int count) {
    at -= count;
  }

  /** Returns how many stored bytes were read. */
  long offset() {
    return before + at;
  }

  /** Returns the error of a file that ends too soon. */
  IOException cutOff() {
    return new IOException(
        "%s: the %s data ends in the middle, at byte %d: the file is cut off or still being written. Copy it again, or wait for its writer."
            .formatted(path, format, offset()));
  }

  /** Returns the error of bytes that are not what they should be. */
  IOException damaged(String problem) {
    return new IOException(
        "%s: not valid %s before byte %d: %s. Check that the file name tells how it is packed, and copy the file again."
            .formatted(path, format, offset(), problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = 0;
    int got = in.read(buffer, 0, BUFFER);
    if (got <= 0) {
      return false;
    }
    end = got;
    return true;
  }
}
