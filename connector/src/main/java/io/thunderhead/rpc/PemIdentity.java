package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of {@link Security} as the JDK wants them. Looks at the files before each
 * handshake and reads them again when they have changed, so that rotation needs no restart.
 *
 * <p>Thread-safe. Servers are checked in full: chain, dates, and the name that was dialled.
 */
final class PemIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(PemIdentity.class);
  private static final String ALIAS = "thunderhead";

  private final Security security;
  private List<String> stamps;
  private Loaded loaded;

  private record Loaded(X509ExtendedTrustManager trust, X509ExtendedKeyManager key) {}

  /**
   * @throws LoadException INVALID_OPTION when a file cannot be read or holds something else
   */
  PemIdentity(Security security) {
    this.security = security;
    stamps = stamps();
    loaded = load();
  }

  X509ExtendedTrustManager trustManager() {
    return new Trust();
  }

  /** Returns the client's certificate, or null when there is none. */
  X509ExtendedKeyManager keyManager() {
    return security.certificate().isEmpty() ? null : new Key();
  }

  SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      X509ExtendedKeyManager key = keyManager();
      context.init(
          key == null ? null : new KeyManager[] {key}, new TrustManager[] {trustManager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  private synchronized Loaded current() {
    List<String> now = stamps();
    if (!now.equals(stamps)) {
      stamps = now;
      try {
        loaded = load();
      } catch (LoadException e) {
        LOG.warn("the certificates that were read before stay in use: {}", e.getMessage());
      }
    }
    return loaded;
  }

  private List<String> stamps() {
    List<String> all = new ArrayList<>();
    for (String file : List.of(security.ca(), security.certificate(), security.key())) {
      try {
        Path path = Path.of(file);
        all.add(file.isEmpty() ? "" : Files.getLastModifiedTime(path) + " " + Files.size(path));
      } catch (IOException e) {
        all.add("unreadable");
      }
    }
    return all;
  }

  private Loaded load() {
    try {
      KeyStore authorities = emptyStore();
      int count = 0;
      for (X509Certificate each : Pem.certificates("ca", security.ca())) {
        authorities.setCertificateEntry("ca-" + count++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      return new Loaded((X509ExtendedTrustManager) trust.getTrustManagers()[0], loadKey());
    } catch (GeneralSecurityException | IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "options ca '%s', cert '%s', key '%s': %s. Check that the key belongs to the certificate."
              .formatted(security.ca(), security.certificate(), security.key(), e.getMessage()),
          e);
    }
  }

  private X509ExtendedKeyManager loadKey() throws GeneralSecurityException, IOException {
    if (security.certificate().isEmpty()) {
      return null;
    }
    PrivateKey key = Pem.key("key", security.key());
    X509Certificate[] chain =
        Pem.certificates("cert", security.certificate()).toArray(X509Certificate[]::new);
    KeyStore store = emptyStore();
    store.setKeyEntry(ALIAS, key, new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private final class Trust extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      current().trust().checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      current().trust().checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      current().trust().checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      current().trust().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      current().trust().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      current().trust().checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return current().trust().getAcceptedIssuers();
    }
  }

  /** Offers the one key whatever issuers the server names, as Go's and Rust's clients do. */
  private final class Key extends X509ExtendedKeyManager {
    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      String algorithm = current().key().getPrivateKey(ALIAS).getAlgorithm();
      for (String type : types) {
        if (type.startsWith(algorithm)) {
          return ALIAS;
        }
      }
      return null;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return current().key().getCertificateChain(ALIAS);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return current().key().getPrivateKey(ALIAS);
    }
  }
}
