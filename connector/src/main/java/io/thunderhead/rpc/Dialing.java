package io.thunderhead.rpc;

import java.io.Serializable;
import java.util.Map;

/**
 * How processes of the cluster are reached.
 *
 * @param security the certificates
 * @param addresses {@code host:port} that the cluster tells, with the {@code host:port} to dial in
 *     its place; certificates are checked against the one that is dialled
 */
public record Dialing(Security security, Map<String, String> addresses) implements Serializable {
  /** Plain text to the addresses that the cluster tells. */
  public static final Dialing PLAIN = new Dialing(Security.PLAIN, Map.of());

  /** Keeps a copy of the map. */
  public Dialing {
    addresses = Map.copyOf(addresses);
  }

  /** Returns the {@code host:port} to dial for an address, {@code host:port} or a URL of it. */
  String dialled(String address) {
    String hostPort = Channels.hostPort(address);
    return addresses.getOrDefault(hostPort, hostPort);
  }
}
