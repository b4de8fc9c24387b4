package io.thunderhead.mini;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 forms, DER-encoded, that a certificate is made of. */
final class Der {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - skip));
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, joined(parts));
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] bool(boolean value) {
    return tagged(0x01, new byte[] {(byte) (value ? 0xFF : 0)});
  }

  static byte[] bits(byte[] content) {
    return tagged(0x03, joined(new byte[] {0}, content));
  }

  static byte[] objectId(int... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(40 * parts[0] + parts[1]);
    for (int i = 2; i < parts.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (parts[i] >>> shift != 0) {
          out.write(0x80 | (parts[i] >>> shift & 0x7F));
        }
      }
      out.write(parts[i] & 0x7F);
    }
    return tagged(0x06, out.toByteArray());
  }

  /** Returns a UTCTime; its two digits of the year stand for 1950 to 2049. */
  static byte[] time(Instant at) {
    return tagged(0x17, TIME.format(at).getBytes(Texts.UTF8));
  }

  /** Returns a distinguished name that is a common name only. */
  static byte[] commonName(String name) {
    byte[] attribute = sequence(objectId(2, 5, 4, 3), tagged(0x0C, name.getBytes(Texts.UTF8)));
    return sequence(tagged(0x31, attribute));
  }

  static byte[] extension(boolean critical, byte[] value, int... id) {
    byte[] octets = tagged(0x04, value);
    return critical ? sequence(objectId(id), bool(true), octets) : sequence(objectId(id), octets);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
