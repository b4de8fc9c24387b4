package io.thunderhead.tidb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the payload of one packet; a short one is a failure of the client. */
final class PacketReader {
  private final byte[] bytes;
  private int at;

  PacketReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean atEnd() {
    return at >= bytes.length;
  }

  long number(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (need(1)[0] & 0xffL) << (8 * i);
    }
    return value;
  }

  byte[] bytes(int length) {
    return need(length);
  }

  long lengthEncoded() {
    int first = (int) number(1);
    return switch (first) {
      case 0xfc -> number(2);
      case 0xfd -> number(3);
      case 0xfe -> number(8);
      default -> first;
    };
  }

  String zeroEnded() {
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
    at = Math.min(end + 1, bytes.length);
    return text;
  }

  String rest() {
    return new String(need(bytes.length - at), StandardCharsets.UTF_8);
  }

  private byte[] need(int length) {
    if (length < 0 || at + length > bytes.length) {
      throw new SqlError(SqlError.UNKNOWN_COMMAND, "packet of " + bytes.length + " bytes is short");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }
}
