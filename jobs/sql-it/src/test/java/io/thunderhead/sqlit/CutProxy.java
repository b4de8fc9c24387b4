package io.thunderhead.sqlit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes to a server, and cuts connections at some of the commits. */
final class CutProxy implements AutoCloseable {
  private final ServerSocket accepting;
  private final int target;
  private final boolean delivered;
  private final int every;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /**
   * @param every which commits are cut: each of that number
   * @param delivered whether a commit that is cut arrives at the server
   */
  CutProxy(int target, int every, boolean delivered) throws IOException {
    this.accepting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.every = every;
    this.delivered = delivered;
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + accepting.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!accepting.isClosed()) {
      try {
        Socket client = accepting.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start(() -> pass(client, server, true));
        start(() -> pass(server, client, false));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean looksForCommits) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (looksForCommits && isCommit(buffer, count) && commits.incrementAndGet() % every == 0) {
          cuts.incrementAndGet();
          if (delivered) {
            from.shutdownInput();
            from.close();
            out.write(buffer, 0, count);
            // The server reads what came before the end.
            to.shutdownOutput();
            to.getInputStream().readAllBytes();
          }
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side is gone; both are closed.
      return;
    }
  }

  private static boolean isCommit(byte[] buffer, int count) {
    return count < 32
        && new String(buffer, 0, count, StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT)
            .endsWith("commit");
  }

  @Override
  public void close() throws IOException {
    accepting.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
