package io.thunderhead.mini;

/**
 * Where a store listens. Ports stay the same when the store comes back.
 *
 * @param host what the store tells clients to dial
 * @param grpcPort port of Tikv and ImportSST
 * @param statusPort port of the HTTP status server
 * @param stop ends both
 */
record StoreEndpoint(String host, int grpcPort, int statusPort, Runnable stop)
    implements AutoCloseable {
  String address() {
    return host + ":" + grpcPort;
  }

  String statusAddress() {
    return host + ":" + statusPort;
  }

  @Override
  public void close() {
    stop.run();
  }
}
