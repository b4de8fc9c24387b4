package io.thunderhead.rpc;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How processes of the cluster are reached.
 *
 * @param security the certificates
 * @param addresses {@code host:port} that the cluster tells, with the {@code host:port} to dial in
 *     its place; certificates are checked against the one that is dialled
 * @param longestPause bound of the pause between two tries of any request
 */
public record Dialing(Security security, Map<String, String> addresses, Duration longestPause)
    implements Serializable {
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

  /** Plain text to the addresses that the cluster tells. */
  public static final Dialing PLAIN = new Dialing(Security.PLAIN, Map.of());

  /** Keeps a copy of the map. */
  public Dialing {
    addresses = Map.copyOf(addresses);
  }

  /** Leaves the pauses as each request has them. */
  public Dialing(Security security, Map<String, String> addresses) {
    this(security, addresses, DEFAULT_PAUSE);
  }

  /** Returns the {@code host:port} to dial for an address, {@code host:port} or a URL of it. */
  String dialled(String address) {
    String hostPort = Channels.hostPort(address);
    return addresses.getOrDefault(hostPort, hostPort);
  }
}
