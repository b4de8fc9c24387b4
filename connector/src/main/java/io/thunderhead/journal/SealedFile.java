package io.thunderhead.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Tells a file that was written to its end from a torn one.
 *
 * <pre>
 * content, its length BE64, CRC-32C of both BE32
 * </pre>
 */
final class SealedFile {
  private static final int SEAL = Long.BYTES + Integer.BYTES;

  private SealedFile() {}

  static byte[] seal(byte[] content) {
    ByteBuffer file = ByteBuffer.allocate(content.length + SEAL);
    file.put(content).putLong(content.length);
    return file.putInt(crc(file.array(), content.length + Long.BYTES)).array();
  }

  /** Returns the content, or null when the file is torn. */
  static byte[] open(byte[] file) {
    int length = file.length - SEAL;
    if (length < 0) {
      return null;
    }
    ByteBuffer seal = ByteBuffer.wrap(file, length, SEAL);
    boolean whole = seal.getLong() == length && seal.getInt() == crc(file, length + Long.BYTES);
    return whole ? Arrays.copyOf(file, length) : null;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
