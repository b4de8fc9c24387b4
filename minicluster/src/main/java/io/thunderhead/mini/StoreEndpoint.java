package io.thunderhead.mini;

/**
 * Where a store listens. Ports stay the same when the store comes back.
 *
 * @param grpcPort port of Tikv and ImportSST
 * @param statusPort port of the HTTP status server
 * @param stop ends both
 */
record StoreEndpoint(int grpcPort, int statusPort, Runnable stop) implements AutoCloseable {
  String address() {
    return "127.0.0.1:" + grpcPort;
  }

  String statusAddress() {
    return "127.0.0.1:" + statusPort;
  }

  @Override
  public void close() {
    stop.run();
  }
}
