package io.thunderhead.tidb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TiDB server's SQL port on a loopback address. It runs DDL for real and answers what loaders
 * ask; any statement beyond that fails by name. User {@code root} has no password.
 */
public final class MiniTidb implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MiniTidb.class);
  private static final long CLOSE_SECONDS = 10;

  private final ServerSocket listening;
  private final Server server;
  private final ExecutorService threads;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastId = new AtomicLong();

  private MiniTidb(ServerSocket listening, Server server) {
    this.listening = listening;
    this.server = server;
    AtomicLong threadId = new AtomicLong();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "mini-tidb-" + threadId.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts a server on a free port. */
  public static MiniTidb start(Backend backend) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    MiniTidb tidb = new MiniTidb(listening, Server.over(backend));
    tidb.server.variables().tell("port", String.valueOf(tidb.port()));
    tidb.server.system().listensOn(tidb.address());
    tidb.threads.execute(tidb::accept);
    return tidb;
  }

  /** Tells the port of the HTTP status server, which {@code CLUSTER_INFO} shows. */
  public void statusAddress(String address) {
    server.system().showsStatusOn(address);
  }

  /** Shows a job of IMPORT INTO, such as one that is {@code running}. */
  public void pretendImportJob(String database, String table, String status) {
    server.system().addImportJob(database, table, status);
  }

  /** Shows a DDL job, such as {@code add index} that is {@code running}. */
  public void pretendDdlJob(String database, String table, String type, String state) {
    server.system().addDdlJob(database, table, type, state);
  }

  /** Returns the port. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Returns {@code host:port}. */
  public String address() {
    return listening.getInetAddress().getHostAddress() + ":" + port();
  }

  /** Returns what the server tells as its version. */
  public static String version() {
    return Variables.VERSION;
  }

  /** Returns how many clients are connected. */
  public int connections() {
    return connections.size();
  }

  /** Returns the tables that ANALYZE TABLE was run on, in order, as {@code database.table}. */
  public List<String> analyzed() {
    return List.copyOf(server.analyzed());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.add(socket);
        threads.execute(
            () -> {
              try {
                new SqlConnection(socket, lastId.incrementAndGet(), server).run();
              } finally {
                connections.remove(socket);
              }
            });
      } catch (SocketException e) {
        LOG.debug("the SQL port is closed: {}", e.toString());
      } catch (IOException e) {
        LOG.warn("a SQL connection is not accepted: {}", e.toString());
      }
    }
  }

  /** Stops listening and cuts all connections. */
  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : connections) {
      socket.close();
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("SQL threads still run {} s after close", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
