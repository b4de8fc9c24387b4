package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM files. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final byte[] ZERO = {2, 1, 0};

  /** AlgorithmIdentifier of RSA. */
  private static final byte[] RSA = {
    0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
  };

  /** Object id of elliptic curve keys. */
  private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

  private Pem() {}

  private record Block(String kind, byte[] content) {}

  /**
   * Returns the certificates of a file in its order.
   *
   * @param option name of the option that names the file, for messages
   */
  static List<X509Certificate> certificates(String option, String file) {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(option, file)) {
      if (block.kind().endsWith("CERTIFICATE")) {
        try {
          found.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(block.content())));
        } catch (CertificateException e) {
          throw refused(option, file, "holds a broken certificate: " + e.getMessage(), e);
        }
      }
    }
    if (found.isEmpty()) {
      throw refused(option, file, "holds no certificate", null);
    }
    return found;
  }

  /** Returns the private key of a file: PKCS #8, PKCS #1 (RSA) or SEC 1 (elliptic curves). */
  static PrivateKey key(String option, String file) {
    for (Block block : blocks(option, file)) {
      byte[] content = block.content();
      switch (block.kind()) {
        case "PRIVATE KEY" -> {
          return parse(option, file, content);
        }
        case "RSA PRIVATE KEY" -> {
          return parse(option, file, tagged(0x30, ZERO, RSA, tagged(0x04, content)));
        }
        case "EC PRIVATE KEY" -> {
          byte[] algorithm = tagged(0x30, EC, curve(option, file, content));
          return parse(option, file, tagged(0x30, ZERO, algorithm, tagged(0x04, content)));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw refused(option, file, "holds an encrypted key; decrypt it first", null);
        default -> {}
      }
    }
    throw refused(option, file, "holds no private key", null);
  }

  private static PrivateKey parse(String option, String file, byte[] pkcs8) {
    GeneralSecurityException last = null;
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        last = e;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the JDK has no keys of " + algorithm, e);
      }
    }
    throw refused(option, file, "holds a broken or unknown private key", last);
  }

  /**
   * Finds the curve's object id in a SEC 1 key: {@code SEQUENCE{INTEGER 1, OCTET STRING, [0]{OID},
   * …}}, all of it shorter than 128 bytes up to there.
   */
  private static byte[] curve(String option, String file, byte[] sec1) {
    int at = sec1.length > 2 && sec1[1] < 0 ? 2 + (sec1[1] & 0x7F) : 2;
    int parameters = at + 3 + 2 + (sec1.length > at + 4 ? sec1[at + 4] : 0);
    if (parameters + 1 >= sec1.length || (sec1[parameters] & 0xFF) != 0xA0) {
      throw refused(option, file, "holds an elliptic curve key without its curve's name", null);
    }
    int from = parameters + 2;
    return Arrays.copyOfRange(sec1, from, from + sec1[parameters + 1]);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static List<Block> blocks(String option, String file) {
    List<Block> blocks = new ArrayList<>();
    try {
      Matcher matcher = BLOCK.matcher(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        blocks.add(
            new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2).strip())));
      }
    } catch (IOException e) {
      throw refused(option, file, "cannot be read here (" + e + ")", e);
    } catch (IllegalArgumentException e) {
      throw refused(option, file, "is no PEM file: " + e.getMessage(), e);
    }
    return blocks;
  }

  private static LoadException refused(
      String option, String file, String problem, Throwable cause) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "option %s: '%s' %s (expected: a PEM file that is there on the driver and on every executor)"
            .formatted(option, file, problem),
        cause);
  }
}
