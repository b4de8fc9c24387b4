package io.thunderhead.sqlit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Programs that write to a server all the time: each transaction changes two tables. */
final class Writers implements AutoCloseable {
  private final ExecutorService threads;
  private final List<Future<Void>> running = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong commits = new AtomicLong();

  Writers(MariaDb server, int count, long keys) {
    threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      int writer = i;
      running.add(
          threads.submit(
              () -> {
                write(server, writer, count, keys);
                return null;
              }));
    }
  }

  /** Each takes keys of its own, so that none waits for another. */
  private void write(MariaDb server, int writer, int count, long keys) throws SQLException {
    Random random = new Random(writer);
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (long n = 0; !stopped.get(); n++) {
        long id = random.nextLong(keys / count) * count + writer;
        // What one account gives the other takes: the sum over both tables stays.
        statement.execute("UPDATE d.a SET n = n - 1, v = 'w%d' WHERE id = %d".formatted(n, id));
        statement.execute("UPDATE d.b SET n = n + 1 WHERE id = %d".formatted(id));
        long fresh = keys + n * count + writer;
        statement.execute("INSERT INTO d.a VALUES (%d, 0, 'new')".formatted(fresh));
        if (n > 50) {
          statement.execute("DELETE FROM d.a WHERE id = %d".formatted(fresh - 50L * count));
        }
        connection.commit();
        commits.incrementAndGet();
      }
    }
  }

  long commits() {
    return commits.get();
  }

  /** Ends all writers, and fails when one of them did. */
  @Override
  public void close() throws ExecutionException {
    stopped.set(true);
    threads.shutdown();
    for (Future<Void> each : running) {
      try {
        each.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
