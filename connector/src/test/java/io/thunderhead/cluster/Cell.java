package io.thunderhead.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One cell of the matrix of what happens to a cluster and when: a load of 600 rows into a table of
 * its own that meets it. The cell ends in equal checksums and the rows read back, or in a refusal;
 * that what should happen did happen is checked either way.
 */
public final class Cell implements AutoCloseable {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final int ROWS = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A row in the middle of the table. */
  public static final long MIDDLE = 300;

  private final MiniCluster cluster;
  private final LoadFixture fixture;
  private final CompletableFuture<Void> happened = new CompletableFuture<>();
  private Runnable atPrecheck = () -> {};

  /** Makes a cell in a cluster that the class shares; its faults are forgotten. */
  public Cell(MiniCluster cluster) {
    this.cluster = cluster;
    cluster.clearFaults();
    fixture = new LoadFixture(cluster, "t" + TABLES.incrementAndGet());
  }

  /** Returns the table of the cell. */
  public LoadFixture fixture() {
    return fixture;
  }

  /** Returns the raw record key of the row in the middle. */
  public byte[] middle() {
    return fixture.recordKey(MIDDLE);
  }

  /** Lets something happen once, when the first call of a kind arrives. */
  public void at(Rpc rpc, Runnable action) {
    cluster.beforeNext(rpc, noted(action));
  }

  private Runnable noted(Runnable action) {
    return () -> {
      try {
        action.run();
        happened.complete(null);
      } catch (RuntimeException | Error e) {
        happened.completeExceptionally(e);
      }
    };
  }

  /** Lets something happen once, when the load enters a phase. */
  public void at(Phase phase, Runnable action) {
    Runnable noted = noted(action);
    switch (phase) {
      case PRECHECK -> atPrecheck = noted;
      case SPLIT -> cluster.beforeNext(Rpc.SPLIT_REGION, noted);
      case WRITE -> cluster.beforeNext(Rpc.WRITE, noted);
      case INGEST -> cluster.beforeNext(Rpc.MULTI_INGEST, noted);
      case CHECKSUM -> cluster.beforeNext(Rpc.COPROCESSOR, noted);
      case COMMIT -> {
        // The safe point that protects the checksum is set, and then taken away.
        cluster.beforeNext(Rpc.UPDATE_SERVICE_GC_SAFE_POINT, () -> {});
        cluster.beforeNext(Rpc.UPDATE_SERVICE_GC_SAFE_POINT, noted);
      }
    }
  }

  /** Runs an action before the call of a kind that comes after {@code skipped} others. */
  public void before(Rpc rpc, int skipped, Runnable action) {
    for (int i = 0; i < skipped; i++) {
      cluster.beforeNext(rpc, () -> {});
    }
    cluster.beforeNext(rpc, action);
  }

  /** Loads; the cell ends in equal checksums and every row once. */
  public LoadReport loads(String... options) {
    LoadReport report = load(options);
    assertThat(happened).succeedsWithin(PATIENCE);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.rowsLoaded()).isEqualTo(ROWS);
    assertThat(fixture.read(options)).isEqualTo(LoadFixture.texts(0, ROWS));
    return report;
  }

  /** Loads; the cell ends in a refusal. */
  public LoadException refused(String... options) {
    try {
      load(options);
    } catch (LoadException e) {
      assertThat(happened).succeedsWithin(PATIENCE);
      return e;
    }
    throw new AssertionError("the load ended well (expected: a refusal)");
  }

  private LoadReport load(String... options) {
    return fixture.load(
        LoadFixture.rows(0, ROWS),
        line -> {
          if (line.equals("precheck")) {
            atPrecheck.run();
          }
        },
        options);
  }

  /** Mends what a cell may have left broken. */
  @Override
  public void close() {
    cluster.clearFaults();
    for (long store : cluster.storeIds()) {
      cluster.setDiskFull(store, false);
      cluster.resumeApply(store);
      if (!cluster.isRunning(store)) {
        cluster.startStore(store);
      }
    }
  }
}
