package io.thunderhead.rpc;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

/**
 * gRPC channels by {@code host:port}, opened on first use and closed together.
 *
 * <p>Thread-safe. Keep-alive and unlimited inbound size follow import-protocol 2.12.
 */
public final class Channels implements AutoCloseable {
  private static final long KEEP_ALIVE_MINUTES = 10;
  private static final long CLOSE_SECONDS = 5;

  private final Map<String, ManagedChannel> byAddress = new ConcurrentHashMap<>();

  /** Returns the channel of an address, {@code host:port} or a URL of it. */
  public ManagedChannel to(String address) {
    return byAddress.computeIfAbsent(hostPort(address), Channels::open);
  }

  /** Cuts the scheme and path off an address: {@code http://pd0:2379/} becomes {@code pd0:2379}. */
  public static String hostPort(String address) {
    int scheme = address.indexOf("://");
    String rest = scheme < 0 ? address : address.substring(scheme + 3);
    int path = rest.indexOf('/');
    return path < 0 ? rest : rest.substring(0, path);
  }

  private static ManagedChannel open(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    try {
      return NettyChannelBuilder.forAddress(
              hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)))
          .usePlaintext()
          .maxInboundMessageSize(Integer.MAX_VALUE)
          .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
          .build();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "address: '" + hostPort + "' (expected: host:port, such as 10.0.0.1:2379)",
          e);
    }
  }

  @Override
  public void close() {
    byAddress.values().forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : byAddress.values()) {
        channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byAddress.clear();
  }
}
