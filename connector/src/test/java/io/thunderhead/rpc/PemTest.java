package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.CertificateAuthority;
import io.thunderhead.mini.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {
  @TempDir Path directory;

  private String file(String kind, byte[] content) throws IOException {
    String text =
        "some words\n-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    return Files.writeString(Files.createTempFile(directory, "key", ".pem"), text).toString();
  }

  private static PrivateKey generated(String algorithm, int size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair().getPrivate();
  }

  @Test
  void readsTheKeyFormatsOfOpenssl() throws Exception {
    PrivateKey rsa = generated("RSA", 2048);
    byte[] pkcs8 = rsa.getEncoded();
    assertThat(Pem.key("key", file("PRIVATE KEY", pkcs8))).isEqualTo(rsa);
    // A PKCS #8 key of RSA has 26 bytes in front of the PKCS #1 key.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertThat(Pem.key("key", file("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsa);
  }

  @Test
  void readsASec1KeyOfEveryCurve() throws Exception {
    for (int size : new int[] {256, 384, 521}) {
      ECPrivateKey key = (ECPrivateKey) generated("EC", size);
      ECPrivateKey read = (ECPrivateKey) Pem.key("key", file("EC PRIVATE KEY", sec1(key, size)));
      assertThat(read.getS()).isEqualTo(key.getS());
      assertThat(read.getParams().getOrder()).isEqualTo(key.getParams().getOrder());
    }
  }

  /** Writes {@code SEQUENCE{INTEGER 1, OCTET STRING scalar, [0]{curve}}}. */
  private static byte[] sec1(ECPrivateKey key, int size) {
    int length = (size + 7) / 8;
    byte[] scalar = new byte[length];
    byte[] magnitude = key.getS().toByteArray();
    int copied = Math.min(length, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - copied, scalar, length - copied, copied);
    byte[] curve =
        switch (size) {
          case 256 -> new byte[] {6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 3, 1, 7};
          case 384 -> new byte[] {6, 5, 0x2B, (byte) 0x81, 4, 0, 34};
          default -> new byte[] {6, 5, 0x2B, (byte) 0x81, 4, 0, 35};
        };
    byte[] out = new byte[2 + 3 + 2 + length + 2 + curve.length];
    byte[] head = {0x30, (byte) (out.length - 2), 2, 1, 1, 4, (byte) length};
    System.arraycopy(head, 0, out, 0, head.length);
    System.arraycopy(scalar, 0, out, head.length, length);
    out[head.length + length] = (byte) 0xA0;
    out[head.length + length + 1] = (byte) curve.length;
    System.arraycopy(curve, 0, out, head.length + length + 2, curve.length);
    return out;
  }

  @Test
  void readsAChainOfCertificatesInOrder() throws Exception {
    PemFiles first = CertificateAuthority.create(directory, "ca").issue("first");
    Path both = directory.resolve("both.pem");
    Files.writeString(both, Files.readString(first.certificate()) + Files.readString(first.ca()));
    assertThat(Pem.certificates("ca", both.toString()))
        .extracting(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=first", "CN=ca");
  }

  @Test
  void namesOptionFileAndProblem() throws Exception {
    assertThatThrownBy(() -> Pem.certificates("ca", directory.resolve("none.pem").toString()))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
        .hasMessageContaining("option ca: '")
        .hasMessageContaining("none.pem' cannot be read here");
    assertThatThrownBy(() -> Pem.certificates("ca", file("PRIVATE KEY", new byte[9])))
        .hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> Pem.key("key", file("ENCRYPTED PRIVATE KEY", new byte[9])))
        .hasMessageContaining("encrypted key; decrypt it first");
    assertThatThrownBy(() -> Pem.key("key", file("PRIVATE KEY", new byte[9])))
        .hasMessageContaining("broken or unknown private key");
    assertThatThrownBy(() -> Pem.certificates("cert", file("CERTIFICATE", new byte[9])))
        .hasMessageContaining("broken certificate");
  }
}
