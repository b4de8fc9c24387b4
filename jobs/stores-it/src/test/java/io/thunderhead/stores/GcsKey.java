package io.thunderhead.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** The key of a service account: what its owner signs with, and what Google checks. */
final class GcsKey {
  private static final String EMAIL = "loader@thunderhead-test.iam.gserviceaccount.com";
  private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeyPair pair;

  GcsKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
  }

  /** Writes the key file that a user downloads. */
  void write(Path file, String tokenUri) throws IOException {
    String pem = "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(secret());
    Files.writeString(
        file,
        JSON.createObjectNode()
            .put("type", "service_account")
            .put("project_id", "thunderhead-test")
            .put("private_key_id", "0123456789abcdef")
            .put("private_key", pem)
            .put("client_email", EMAIL)
            .put("client_id", "100000000000000000001")
            .put("token_uri", tokenUri)
            .toString());
  }

  /** Returns the private key as its file has it. */
  String secret() {
    return Base64.getMimeEncoder(64, new byte[] {'\n'})
        .encodeToString(pair.getPrivate().getEncoded());
  }

  /** Tells whether the account signed a claim (RFC 7515, RS256) for Google. */
  boolean signed(String token) throws IOException {
    String[] parts = token.split("\\.");
    if (parts.length != 3) {
      return false;
    }
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(pair.getPublic());
      check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return check.verify(Base64.getUrlDecoder().decode(parts[2]))
          && claims.path("iss").asText().equals(EMAIL)
          && claims.path("aud").asText().equals(AUDIENCE);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
