package io.thunderhead.stores;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP on a loopback port that notes each call and lets tests answer some of them. */
final class StoreServer implements AutoCloseable {
  /** What is behind the rules. */
  interface Store {
    Answer serve(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  StoreServer(Store store) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, store));
    server.start();
  }

  /** Returns the address as an endpoint. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the calls whose path or query names something. */
  List<Call> callsOf(String part) {
    return calls.stream()
        .filter(call -> call.path().contains(part) || call.query().contains(part))
        .toList();
  }

  void add(Rule rule) {
    rules.add(rule);
  }

  void clearRules() {
    rules.clear();
  }

  private void handle(HttpExchange exchange, Store store) throws IOException {
    try (exchange) {
      Call call = Call.of(exchange);
      calls.add(call);
      Answer answer = null;
      for (Rule rule : rules) {
        answer = answer == null ? rule.answer(call) : answer;
      }
      (answer == null ? store.serve(exchange) : answer).send(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
