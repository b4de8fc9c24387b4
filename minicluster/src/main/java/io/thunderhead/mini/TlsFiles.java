package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.tikv.shade.io.netty.buffer.ByteBufAllocator;
import org.tikv.shade.io.netty.handler.ssl.ApplicationProtocolConfig;
import org.tikv.shade.io.netty.handler.ssl.ClientAuth;
import org.tikv.shade.io.netty.handler.ssl.SslContext;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslHandler;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

/**
 * The servers' certificate in PEM files. Clients must show one of the same authority, as PD and
 * TiKV demand once {@code cacert-path} is set. Files that change serve the next connection.
 */
final class TlsFiles {
  private final PemFiles files;
  private List<String> loaded = List.of();
  private SslContext context;

  TlsFiles(PemFiles files) {
    this.files = files;
  }

  /** Makes the handler of one connection. */
  SslHandler handler(ByteBufAllocator buffers) {
    return context().newHandler(buffers);
  }

  private synchronized SslContext context() {
    try {
      List<String> contents = new ArrayList<>();
      for (Path file : List.of(files.ca(), files.certificate(), files.key())) {
        contents.add(Files.readString(file));
      }
      if (!contents.equals(loaded)) {
        context = load();
        loaded = contents;
      }
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("the servers' certificate cannot be read", e);
    }
  }

  private SslContext load() throws SSLException {
    return SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
        .trustManager(files.ca().toFile())
        .sslProvider(SslProvider.JDK)
        .clientAuth(ClientAuth.REQUIRE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "h2",
                "http/1.1"))
        .build();
  }
}
