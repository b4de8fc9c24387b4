package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Digests of strings and other notations of bytes and numbers. */
final class DigestFunctions {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();
  private static final int BASE64_LINE = 76;
  private static final long SHARDS = 256;
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private DigestFunctions() {}

  static void addTo(Functions functions) {
    functions.add("md5", 1, 1, args -> digest(args, "MD5"));
    functions.add("sha1", 1, 1, args -> digest(args, "SHA-1"));
    functions.alias("sha", "sha1");
    functions.add("sha2", 2, 2, DigestFunctions::sha2);
    functions.add("crc32", 1, 1, DigestFunctions::crc32);
    functions.add("hex", 1, 1, DigestFunctions::hex);
    functions.add("unhex", 1, 1, DigestFunctions::unhex);
    functions.add("bin", 1, 1, args -> digits(args, 2));
    functions.add("oct", 1, 1, args -> digits(args, 8));
    functions.add("conv", 3, 3, DigestFunctions::convert);
    functions.add("to_base64", 1, 1, DigestFunctions::toBase64);
    functions.add("from_base64", 1, 1, DigestFunctions::fromBase64);
    functions.add("inet_aton", 1, Kind.STRING, ExprType.UNSIGNED, DigestFunctions::inetAton);
    functions.add("inet_ntoa", 1, Kind.INT, ExprType.text(true), DigestFunctions::inetNtoa);
    functions.add("uuid_to_bin", 1, 1, DigestFunctions::uuidToBin);
    functions.add("bin_to_uuid", 1, 1, DigestFunctions::binToUuid);
    functions.add("vitess_hash", 1, 1, args -> shard(args, 0));
    functions.add("tidb_shard", 1, 1, args -> shard(args, SHARDS));
  }

  /** Compiles an argument that is taken by its bytes; those of gbk text are not UTF-8. */
  private static Expr bytes(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    if (text.type().charset().startsWith("gb") || text.type().charset().equals("latin1")) {
      throw args.unsupported("of the character set " + text.type().charset());
    }
    return text;
  }

  private static Expr digest(Args args, String algorithm) {
    MessageDigest digest = messageDigest(algorithm);
    return Casts.call(
        ExprType.text(true), (a, out) -> setDigest(digest, a[0].bytes(), out), bytes(args));
  }

  private static void setDigest(MessageDigest digest, Bytes source, Value out) {
    digest.reset();
    digest.update(source.array(), 0, source.length());
    Texts.set(out, HexFormat.of().formatHex(digest.digest()));
  }

  private static Expr sha2(Args args) {
    String algorithm =
        switch ((int) args.literalInt(1)) {
          case 0, 256 -> "SHA-256";
          case 224 -> "SHA-224";
          case 384 -> "SHA-384";
          case 512 -> "SHA-512";
          default -> throw args.unsupported("of " + args.literalInt(1) + " bits");
        };
    return digest(args, algorithm);
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }

  private static Expr crc32(Args args) {
    CRC32 crc = new CRC32();
    return Casts.call(
        ExprType.UNSIGNED,
        (a, out) -> {
          crc.reset();
          crc.update(a[0].bytes().array(), 0, a[0].bytes().length());
          out.setNumber(crc.getValue());
        },
        bytes(args));
  }

  private static Expr hex(Args args) {
    Expr e = args.get(0);
    return switch (e.type().kind()) {
      case STRING ->
          Casts.call(
              ExprType.text(true),
              (a, out) ->
                  Texts.set(out, UPPER.formatHex(a[0].bytes().array(), 0, a[0].bytes().length())),
              bytes(args));
      case INT ->
          Casts.call(
              ExprType.text(true),
              (a, out) ->
                  Texts.set(out, UPPER.toHexDigits(a[0].number()).replaceFirst("^0{1,15}", "")),
              e);
      default -> throw args.unsupported("of " + e.type().kind());
    };
  }

  private static Expr unhex(Args args) {
    return Casts.call(
        ExprType.binary(),
        (a, out) -> {
          String digits = Texts.of(a[0]);
          String even = digits.length() % 2 == 0 ? digits : "0" + digits;
          if (even.chars().allMatch(HexFormat::isHexDigit)) {
            out.startBytes().put(HexFormat.of().parseHex(even));
          } else {
            out.setNull();
          }
        },
        args.as(Kind.STRING, 0));
  }

  private static Expr digits(Args args, int radix) {
    Expr e = args.get(0);
    if (e.type().kind() != Kind.INT) {
      throw args.unsupported("of " + e.type().kind());
    }
    return Casts.call(
        ExprType.text(true),
        (a, out) ->
            Texts.set(out, Long.toUnsignedString(a[0].number(), radix).toUpperCase(Locale.ROOT)),
        e);
  }

  /** CONV of an integer to a positive radix, which takes its bits without a sign. */
  private static Expr convert(Args args) {
    long radix = args.literalInt(2);
    if (args.literalInt(1) != 10 || radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
      throw args.unsupported("other than of base 10 to a base from 2 to 36");
    }
    return digits(args, (int) radix);
  }

  private static Expr toBase64(Args args) {
    Base64.Encoder encoder = Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'});
    return Casts.call(
        ExprType.text(true),
        (a, out) -> {
          byte[] encoded = encoder.encode(a[0].bytes().toByteArray());
          out.startBytes().put(encoded);
        },
        bytes(args));
  }

  private static Expr fromBase64(Args args) {
    return Casts.call(
        ExprType.binary(),
        (a, out) -> {
          String digits = Texts.of(a[0]).replaceAll("[ \t\r\n]", "");
          try {
            byte[] decoded = Base64.getDecoder().decode(digits);
            if (digits.length() % 4 == 0) {
              out.startBytes().put(decoded);
            } else {
              out.setNull();
            }
          } catch (IllegalArgumentException e) {
            out.setNull();
          }
        },
        args.as(Kind.STRING, 0));
  }

  /** Reads an address of four numbers; fewer leave out those before the last. */
  private static void inetAton(Value[] args, Value out) {
    String text = Texts.of(args[0]);
    if (text.isEmpty() || text.endsWith(".")) {
      out.setNull();
      return;
    }
    long result = 0;
    int part = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        part = part * 10 + (c - '0');
      } else if (c == '.') {
        dots++;
        result = result << 8 | part;
        part = 0;
      } else {
        part = Integer.MAX_VALUE;
      }
      if (part > 255 || dots > 3) {
        out.setNull();
        return;
      }
    }
    int missing = dots == 0 ? 0 : 3 - dots;
    out.setNumber(result << (8 * missing) << 8 | part);
  }

  private static void inetNtoa(Value[] args, Value out) {
    long address = args[0].number();
    if (address >>> 32 != 0) {
      out.setNull();
    } else {
      Texts.set(
          out,
          (address >>> 24)
              + "."
              + (address >>> 16 & 0xff)
              + "."
              + (address >>> 8 & 0xff)
              + "."
              + (address & 0xff));
    }
  }

  private static Expr uuidToBin(Args args) {
    return Casts.call(
        ExprType.binary(),
        (a, out) -> {
          String text = Texts.of(a[0]);
          if (!UUID_TEXT.matcher(text).matches()) {
            throw new BadValueException("an expression reads '" + text + "' as a UUID");
          }
          out.startBytes().put(HexFormat.of().parseHex(text.replace("-", "")));
        },
        args.as(Kind.STRING, 0));
  }

  private static Expr binToUuid(Args args) {
    return Casts.call(
        ExprType.text(true),
        (a, out) -> {
          if (a[0].bytes().length() != 16) {
            throw new BadValueException("an expression takes other than 16 bytes as a UUID");
          }
          String hex = HexFormat.of().formatHex(a[0].bytes().array(), 0, 16);
          Texts.set(
              out,
              String.join(
                  "-",
                  hex.substring(0, 8),
                  hex.substring(8, 12),
                  hex.substring(12, 16),
                  hex.substring(16, 20),
                  hex.substring(20)));
        },
        args.as(Kind.STRING, 0));
  }

  /** Encrypts an integer with a key of zeros, as Vitess spreads ids; {@code shards} 0 for all. */
  private static Expr shard(Args args, long shards) {
    Expr e = args.get(0);
    if (e.type().kind() != Kind.INT) {
      throw args.unsupported("of " + e.type().kind());
    }
    Cipher cipher = zeroKeyCipher();
    ByteBuffer block = ByteBuffer.allocate(Long.BYTES);
    return Casts.call(
        ExprType.UNSIGNED,
        (a, out) -> {
          try {
            byte[] hash = cipher.doFinal(block.putLong(0, a[0].number()).array());
            long number = ByteBuffer.wrap(hash).getLong();
            out.setNumber(shards == 0 ? number : Long.remainderUnsigned(number, shards));
          } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("DES of one block failed", failure);
          }
        },
        e);
  }

  private static Cipher zeroKeyCipher() {
    try {
      Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[Long.BYTES], "DES"));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no DES", e);
    }
  }
}
