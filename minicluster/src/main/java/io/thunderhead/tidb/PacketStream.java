package io.thunderhead.tidb;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** MySQL's packets: three bytes of length, a sequence number, the payload; all little-endian. */
final class PacketStream {
  private static final int MAX_PAYLOAD = 0xffffff;
  private static final int MAX_STATEMENT = 64 << 20;

  private final DataInputStream in;
  private final OutputStream out;
  private int sequence;

  PacketStream(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** Begins a new exchange. */
  void restart() {
    sequence = 0;
  }

  /** Reads a payload, or returns null when the client is gone. */
  byte[] read() throws IOException {
    byte[] whole = new byte[0];
    while (true) {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = first | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
      sequence = in.readUnsignedByte() + 1;
      if (whole.length + length > MAX_STATEMENT) {
        throw new IOException("packet of more than " + MAX_STATEMENT + " bytes");
      }
      byte[] part = in.readNBytes(length);
      if (part.length < length) {
        throw new EOFException("packet cut short");
      }
      whole = joined(whole, part);
      if (length < MAX_PAYLOAD) {
        return whole;
      }
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    if (a.length == 0) {
      return b;
    }
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Writes a payload of less than 16 MiB. */
  void write(PacketBuilder packet) throws IOException {
    byte[] payload = packet.toByteArray();
    if (payload.length >= MAX_PAYLOAD) {
      throw new IOException("answer of " + payload.length + " bytes in one packet");
    }
    out.write(
        new byte[] {
          (byte) payload.length,
          (byte) (payload.length >> 8),
          (byte) (payload.length >> 16),
          (byte) sequence++
        });
    out.write(payload);
  }

  void flush() throws IOException {
    out.flush();
  }
}
