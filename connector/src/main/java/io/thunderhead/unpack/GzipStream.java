package io.thunderhead.unpack;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip (RFC 1952) of any number of members.
 *
 * <p>The JDK's own stream takes a source with no bytes available at the moment for one that ended,
 * and so loses all members but the first of a file in an object store.
 */
final class GzipStream extends UnpackedStream {
  private static final int BLOCK = 1 << 16;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATED = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean seenMember;

  GzipStream(PackedInput in) {
    super(in, BLOCK);
  }

  @Override
  int next() throws IOException {
    if (!inMember && !startMember()) {
      return -1;
    }
    try {
      int got = inflater.inflate(block);
      while (got == 0 && !inflater.finished()) {
        feed();
        got = inflater.inflate(block);
      }
      crc.update(block, 0, got);
      if (inflater.finished()) {
        endMember();
      }
      return got;
    } catch (DataFormatException e) {
      throw in.damaged(e.getMessage() == null ? "deflate data is broken" : e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    super.close();
  }

  private void feed() throws IOException {
    if (inflater.needsDictionary()) {
      throw in.damaged("it asks for a preset dictionary");
    }
    in.feed(inflater);
  }

  private boolean startMember() throws IOException {
    if (seenMember && skipZeros()) {
      return false;
    }
    if (in.readLittleEndian(2) != MAGIC) {
      throw in.damaged(
          seenMember
              ? "bytes after the last member that begin no other"
              : "it does not begin with 1f 8b");
    }
    if (in.readByte() != DEFLATED) {
      throw in.damaged("its method is not deflate");
    }
    skipFields(in.readByte());
    inflater.reset();
    crc.reset();
    inMember = true;
    seenMember = true;
    return true;
  }

  private void skipFields(int flags) throws IOException {
    in.readLittleEndian(4);
    in.readLittleEndian(2);
    if ((flags & EXTRA) != 0) {
      for (int left = in.readLittleEndian(2); left > 0; left--) {
        in.readByte();
      }
    }
    for (int flag = NAME; flag <= COMMENT; flag <<= 1) {
      boolean more = (flags & flag) != 0;
      while (more) {
        more = in.readByte() != 0;
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      in.readLittleEndian(2);
    }
  }

  /** Passes the zeros that tapes and some tools pad with; tells whether the file ends. */
  private boolean skipZeros() throws IOException {
    byte[] head = in.peek(1);
    while (head.length > 0 && head[0] == 0) {
      in.readByte();
      head = in.peek(1);
    }
    return head.length == 0;
  }

  private void endMember() throws IOException {
    in.unread(inflater.getRemaining());
    int wanted = in.readLittleEndian(4);
    int length = in.readLittleEndian(4);
    if (wanted != (int) crc.getValue()) {
      throw in.damaged("CRC %08x, not %08x as it says".formatted(crc.getValue(), wanted));
    }
    if (length != (int) inflater.getBytesWritten()) {
      throw in.damaged(
          "%d bytes (modulo 2^32), not %d as it says"
              .formatted(
                  inflater.getBytesWritten() & 0xffff_ffffL, Integer.toUnsignedLong(length)));
    }
    inMember = false;
  }
}
