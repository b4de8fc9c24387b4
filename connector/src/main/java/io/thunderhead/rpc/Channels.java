package io.thunderhead.rpc;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import org.tikv.shade.io.grpc.ConnectivityState;
import org.tikv.shade.io.grpc.ManagedChannel;

/**
 * One user's hold on the gRPC channels of this JVM. Channels to one address with one set of
 * certificates are shared by all users and closed some seconds after the last of them has gone.
 *
 * <p>Thread-safe.
 */
public final class Channels implements AutoCloseable {
  private final ChannelPool pool;
  private final Dialing dialing;
  private final Map<String, ManagedChannel> held = new HashMap<>();
  private boolean closed;

  /** Makes a hold on channels to a cluster, opened on first use. */
  public Channels(Dialing dialing) {
    this(dialing, ChannelPool.OF_THIS_JVM);
  }

  Channels(Dialing dialing, ChannelPool pool) {
    this.dialing = dialing;
    this.pool = pool;
  }

  /** Returns the channel of an address, {@code host:port} or a URL of it. */
  public synchronized ManagedChannel to(String address) {
    if (closed) {
      throw new IllegalStateException("channels: closed (expected: open)");
    }
    ManagedChannel channel =
        held.computeIfAbsent(
            dialing.dialled(address), target -> pool.acquire(target, dialing.security()));
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // Who asks again has waited already; gRPC's own pause grows to two minutes.
      channel.resetConnectBackoff();
    }
    return channel;
  }

  /** Returns a policy whose pauses are no longer than what is wanted of this cluster. */
  public RetryPolicy bounded(RetryPolicy policy) {
    return policy.boundedBy(dialing.longestPause());
  }

  /** Returns the HTTP client for the cluster's certificates. */
  public HttpClient http() {
    return pool.http(dialing.security());
  }

  /** Returns the URL of a path at an address, {@code host:port} or a URL of it. */
  public URI url(String address, String path) {
    String scheme = dialing.security().isTls() ? "https://" : "http://";
    return URI.create(scheme + dialing.dialled(address) + path);
  }

  /** Cuts the scheme and path off an address: {@code http://pd0:2379/} becomes {@code pd0:2379}. */
  public static String hostPort(String address) {
    int scheme = address.indexOf("://");
    String rest = scheme < 0 ? address : address.substring(scheme + 3);
    int path = rest.indexOf('/');
    return path < 0 ? rest : rest.substring(0, path);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      held.keySet().forEach(target -> pool.release(target, dialing.security()));
      held.clear();
    }
  }
}
