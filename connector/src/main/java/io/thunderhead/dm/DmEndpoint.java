package io.thunderhead.dm;

/**
 * A server that DM connects to. There is no password in it: files that people send around hold
 * none.
 *
 * @param address {@code host:port}
 */
public record DmEndpoint(String address, String user) {
  /** Checks that there is a port. */
  public DmEndpoint {
    if (!address.matches(".+:\\d+")) {
      throw new IllegalArgumentException(address + " (expected: host:port)");
    }
  }

  String host() {
    return address.substring(0, address.lastIndexOf(':'));
  }

  String port() {
    return address.substring(address.lastIndexOf(':') + 1);
  }
}
