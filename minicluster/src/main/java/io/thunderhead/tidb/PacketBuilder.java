package io.thunderhead.tidb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds the payload of one packet. */
final class PacketBuilder {
  private static final int NULL = 0xfb;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Appends the low bytes of a number, little-endian. */
  PacketBuilder number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  /** Appends a number with a length of its own. */
  PacketBuilder lengthEncoded(long value) {
    if (value < NULL) {
      return number(value, 1);
    } else if (value <= 0xffff) {
      return number(0xfc, 1).number(value, 2);
    } else if (value <= 0xffffff) {
      return number(0xfd, 1).number(value, 3);
    }
    return number(0xfe, 1).number(value, 8);
  }

  PacketBuilder bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Appends text to the end of the packet. */
  PacketBuilder text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends text and a zero byte. */
  PacketBuilder zeroEnded(String text) {
    return text(text).number(0, 1);
  }

  /** Appends text behind its length, or the mark of NULL. */
  PacketBuilder value(String text) {
    if (text == null) {
      return number(NULL, 1);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return lengthEncoded(bytes.length).bytes(bytes);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
