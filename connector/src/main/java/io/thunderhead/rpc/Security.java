package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.Serializable;

/**
 * The PEM files that connections are secured with; all empty means plain text.
 *
 * <p>Paths are opened on the machine that dials: the driver and every executor.
 *
 * @param ca certificates of the authorities that servers are checked against
 * @param certificate this client's certificate chain, empty when servers ask for none
 * @param key its private key: PKCS #8, PKCS #1 or SEC 1, not encrypted
 */
public record Security(String ca, String certificate, String key) implements Serializable {
  /** No TLS. */
  public static final Security PLAIN = new Security("", "", "");

  /** Checks that the files make a whole. */
  public Security {
    boolean half = certificate.isEmpty() != key.isEmpty();
    if (half || (ca.isEmpty() && !certificate.isEmpty())) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "options ca '%s', cert '%s', key '%s' (expected: ca alone, all three, or none)"
              .formatted(ca, certificate, key));
    }
  }

  /** Tells whether connections use TLS. */
  public boolean isTls() {
    return !ca.isEmpty();
  }
}
