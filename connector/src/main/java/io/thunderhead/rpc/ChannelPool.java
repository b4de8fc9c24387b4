package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.GrpcSslContexts;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.netty.channel.ChannelOption;
import org.tikv.shade.io.netty.handler.ssl.SslContext;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

/**
 * The gRPC channels of a JVM by address and certificates, with the number of their users. A channel
 * without users stays open for a while, because the next task is likely to want it.
 *
 * <p>Thread-safe. Keep-alive and unlimited inbound size follow import-protocol 2.12.
 */
final class ChannelPool {
  /** Shared by all tasks of an executor. */
  static final ChannelPool OF_THIS_JVM = new ChannelPool(Duration.ofSeconds(10));

  private static final long KEEP_ALIVE_MINUTES = 10;
  private static final int CONNECT_MILLIS = 10_000;

  private final Duration linger;
  private final Map<Target, Shared> channels = new HashMap<>();
  private final Map<Security, PemIdentity> identities = new HashMap<>();
  private final Map<Security, HttpClient> https = new HashMap<>();
  private final ScheduledThreadPoolExecutor closer =
      new ScheduledThreadPoolExecutor(1, ChannelPool::daemon);

  private record Target(String hostPort, Security security) {}

  private static final class Shared {
    private final ManagedChannel channel;
    private int users;
    private ScheduledFuture<?> closing;

    Shared(ManagedChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * @param linger how long a channel without users stays open
   */
  ChannelPool(Duration linger) {
    this.linger = linger;
    closer.setKeepAliveTime(1, TimeUnit.SECONDS);
    closer.allowCoreThreadTimeOut(true);
    closer.setRemoveOnCancelPolicy(true);
  }

  synchronized ManagedChannel acquire(String hostPort, Security security) {
    Target target = new Target(hostPort, security);
    Shared shared = channels.get(target);
    if (shared == null) {
      shared = new Shared(open(target));
      channels.put(target, shared);
    }
    if (shared.closing != null) {
      shared.closing.cancel(false);
      shared.closing = null;
    }
    shared.users++;
    return shared.channel;
  }

  synchronized void release(String hostPort, Security security) {
    Target target = new Target(hostPort, security);
    Shared shared = channels.get(target);
    shared.users--;
    if (shared.users == 0) {
      shared.closing =
          closer.schedule(
              () -> closeUnused(target, shared), linger.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void closeUnused(Target target, Shared shared) {
    if (shared.users == 0 && channels.remove(target, shared)) {
      shared.channel.shutdownNow();
      if (channels.keySet().stream().noneMatch(t -> t.security().equals(target.security()))) {
        identities.remove(target.security());
        https.remove(target.security());
      }
    }
  }

  /** Returns how many channels are open. */
  synchronized int openCount() {
    return channels.size();
  }

  synchronized HttpClient http(Security security) {
    return https.computeIfAbsent(
        security,
        s -> {
          HttpClient.Builder builder =
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .connectTimeout(Duration.ofSeconds(5));
          return (s.isTls() ? builder.sslContext(identity(s).sslContext()) : builder).build();
        });
  }

  private PemIdentity identity(Security security) {
    return identities.computeIfAbsent(security, PemIdentity::new);
  }

  private ManagedChannel open(Target target) {
    String hostPort = target.hostPort();
    int colon = hostPort.lastIndexOf(':');
    NettyChannelBuilder builder;
    try {
      builder =
          NettyChannelBuilder.forAddress(
              hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "address: '" + hostPort + "' (expected: host:port, such as 10.0.0.1:2379)",
          e);
    }
    builder
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    if (target.security().isTls()) {
      builder.sslContext(tls(identity(target.security())));
    } else {
      builder.usePlaintext();
    }
    return builder.build();
  }

  private static SslContext tls(PemIdentity identity) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient().trustManager(identity.trustManager());
      if (identity.keyManager() != null) {
        builder.keyManager(identity.keyManager());
      }
      // The JDK's engine: native ones are per platform and cannot be relocated.
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new LoadException(ErrorCode.INVALID_OPTION, "TLS cannot be set up: " + e, e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "thunderhead-channels");
    thread.setDaemon(true);
    return thread;
  }
}
