package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Reads the chunks of all tables on several connections at once; the first failure ends all. */
final class ParallelRead {
  private static final long FILE_BYTES = 128L << 20;

  private final List<SourceSession> sessions;
  private final BlockingQueue<SourceSession> free;
  private final StagedFiles files;
  private final long chunkBytes;
  private final Consumer<String> told;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Future<?>> running = new ConcurrentLinkedQueue<>();
  private final Map<TableName, AtomicLong> rows = new ConcurrentHashMap<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  /**
   * @param sessions each in a transaction of the snapshot
   */
  ParallelRead(
      List<SourceSession> sessions, StagedFiles files, long chunkBytes, Consumer<String> told) {
    this.sessions = List.copyOf(sessions);
    this.free = new LinkedBlockingQueue<>(sessions);
    this.files = files;
    this.chunkBytes = chunkBytes;
    this.told = told;
    this.threads = Executors.newFixedThreadPool(sessions.size());
  }

  /** Something done on one of the connections. */
  private interface Work {
    void on(SourceSession session) throws SQLException, IOException;
  }

  /**
   * Reads the tables.
   *
   * @return the rows of each
   */
  Map<TableName, Long> run(List<SourceTable> tables) {
    try {
      for (SourceTable table : tables) {
        rows.put(table.name(), new AtomicLong());
        submit(
            "cutting table " + table.name(),
            session -> new ChunkPlan(table, this::read).run(session, chunkBytes));
      }
      await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(new LoadException(ErrorCode.INTERNAL, "reading the source was interrupted", e));
    } finally {
      threads.shutdown();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    Map<TableName, Long> counts =
        new TreeMap<>(java.util.Comparator.comparing(TableName::toString));
    rows.forEach((table, count) -> counts.put(table, count.get()));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    told.accept("%,d rows staged in %s".formatted(all, files.path()));
    return counts;
  }

  /**
   * Waits for all, also after a failure, so that nothing is written into a folder that is removed.
   * A plan has handed on all its chunks before it ends, so none is missed.
   */
  private void await() throws InterruptedException {
    for (Future<?> next = running.poll(); next != null; next = running.poll()) {
      try {
        next.get();
      } catch (ExecutionException e) {
        stop(new LoadException(ErrorCode.INTERNAL, "reading the source died: " + e.getCause(), e));
      }
    }
  }

  /** Keeps the first failure, and breaks the connections, which ends what reads on them. */
  private void stop(RuntimeException cause) {
    if (failure.compareAndSet(null, cause)) {
      sessions.forEach(SourceSession::close);
    }
  }

  private void read(Chunk chunk) {
    submit(
        "reading table " + chunk.table().name(),
        session -> {
          try (ChunkWriter writer = new ChunkWriter(chunk, files, FILE_BYTES)) {
            rows.get(chunk.table().name()).addAndGet(writer.run(session));
          }
        });
  }

  private void submit(String doing, Work work) {
    running.add(threads.submit(() -> attempt(doing, work)));
  }

  private void attempt(String doing, Work work) {
    if (failure.get() != null) {
      return;
    }
    SourceSession session = free.remove();
    try {
      work.on(session);
    } catch (SQLException e) {
      stop(SourceFailure.of(session.address(), doing, e));
    } catch (IOException e) {
      stop(unwritable(files.path(), e));
    } catch (RuntimeException e) {
      stop(e);
    } finally {
      free.add(session);
    }
  }

  static LoadException unwritable(String folder, IOException e) {
    return new LoadException(
        ErrorCode.SOURCE_UNREADABLE,
        "the snapshot cannot be written to %s (%s). Check its room and rights, or name another folder with --staging."
            .formatted(folder, e.getMessage()),
        e);
  }
}
