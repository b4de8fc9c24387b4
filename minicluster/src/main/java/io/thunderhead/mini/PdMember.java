package io.thunderhead.mini;

import java.io.IOException;

/** One PD process: who it is, and the port that it keeps over restarts. */
final class PdMember {
  private final String name;
  private final long id;
  private final String scheme;
  private final String advertisedHost;
  private final Opener opener;
  private volatile Network.Listening listening;
  private volatile int port;

  PdMember(String name, long id, String scheme, String advertisedHost, int port, Opener opener) {
    this.name = name;
    this.id = id;
    this.scheme = scheme;
    this.advertisedHost = advertisedHost;
    this.port = port;
    this.opener = opener;
  }

  /** Opens the server of a member; port zero is any free one. */
  interface Opener {
    Network.Listening open(PdMember member, int port) throws IOException;
  }

  String name() {
    return name;
  }

  long id() {
    return id;
  }

  boolean isRunning() {
    return listening != null;
  }

  /** Returns where it listens, also while it does not. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Returns what it tells clients to dial. */
  String url() {
    return scheme + "://" + advertised();
  }

  /** Returns the same as {@code host:port}. */
  String advertised() {
    return advertisedHost + ":" + port;
  }

  void open() throws IOException {
    Network.Listening opened = opener.open(this, port);
    port = opened.port();
    listening = opened;
  }

  void close() {
    Network.Listening open = listening;
    listening = null;
    if (open != null) {
      open.close();
    }
  }
}
