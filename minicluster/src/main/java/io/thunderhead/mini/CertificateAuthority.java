package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes certificates for tests and first runs, at run time: X.509 version 3 over the curve P-256.
 * Nothing here is fit to protect anything.
 */
public final class CertificateAuthority {
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.objectId(1, 2, 840, 10045, 4, 3, 2));

  private final SecureRandom random = new SecureRandom();
  private final Path directory;
  private final String name;
  private final KeyPair keys;

  private CertificateAuthority(Path directory, String name) {
    this.directory = directory;
    this.name = name;
    keys = newKeys();
  }

  /**
   * Makes an authority and writes its certificate to {@code <name>.pem}.
   *
   * @param directory where all files go
   */
  public static CertificateAuthority create(Path directory, String name) {
    CertificateAuthority made = new CertificateAuthority(directory, name);
    Instant now = Instant.now();
    made.write(
        made.caFile(),
        "CERTIFICATE",
        made.certificate(
            name,
            made.keys,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(365)),
            Der.extension(true, Der.sequence(Der.bool(true)), 2, 5, 29, 19)));
    return made;
  }

  /** Issues a certificate for {@code localhost} and {@code 127.0.0.1} that holds for a year. */
  public PemFiles issue(String party) {
    return issue(party, Instant.now().plus(Duration.ofDays(365)), List.of("localhost"), true);
  }

  /**
   * Issues a certificate, over the files that the party had.
   *
   * @param until when it ends; it began a day before that, or a day ago if that is earlier
   * @param hosts DNS names it is for
   * @param loopback whether it is for the address 127.0.0.1 too
   */
  public PemFiles issue(String party, Instant until, List<String> hosts, boolean loopback) {
    List<byte[]> names = new ArrayList<>();
    hosts.forEach(host -> names.add(Der.tagged(0x82, host.getBytes(Texts.UTF8))));
    if (loopback) {
      names.add(Der.tagged(0x87, new byte[] {127, 0, 0, 1}));
    }
    byte[] alternatives =
        Der.extension(false, Der.sequence(names.toArray(byte[][]::new)), 2, 5, 29, 17);
    KeyPair own = newKeys();
    Instant dayAgo = Instant.now().minus(Duration.ofDays(1));
    Instant dayBefore = until.minus(Duration.ofDays(1));
    Instant from = dayBefore.isBefore(dayAgo) ? dayBefore : dayAgo;
    PemFiles files =
        new PemFiles(
            caFile(), directory.resolve(party + ".pem"), directory.resolve(party + "-key.pem"));
    write(files.certificate(), "CERTIFICATE", certificate(party, own, from, until, alternatives));
    write(files.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
    return files;
  }

  private Path caFile() {
    return directory.resolve(name + ".pem");
  }

  private byte[] certificate(
      String subject, KeyPair subjectKeys, Instant from, Instant until, byte[] extension) {
    byte[] content =
        Der.sequence(
            Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, random).add(BigInteger.ONE)),
            ECDSA_SHA256,
            Der.commonName(name),
            Der.sequence(Der.time(from), Der.time(until)),
            Der.commonName(subject),
            subjectKeys.getPublic().getEncoded(),
            Der.tagged(0xA3, Der.sequence(extension)));
    return Der.sequence(content, ECDSA_SHA256, Der.bits(sign(content, keys.getPrivate())));
  }

  private static byte[] sign(byte[] content, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate can be signed", e);
    }
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key can be made", e);
    }
  }

  /** Replaces a file at once, so that nobody reads half of it. */
  private void write(Path file, String kind, byte[] content) {
    String text =
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n";
    try {
      Path written = Files.writeString(directory.resolve(file.getFileName() + ".new"), text);
      Files.move(
          written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("certificate file " + file + " cannot be written", e);
    }
  }
}
