package io.thunderhead.job;

import io.thunderhead.watch.LoadWatch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Where people see how far loads are: on a terminal a line that is drawn anew under the lines that
 * are told, elsewhere these lines alone.
 */
final class Display implements Consumer<String>, AutoCloseable {
  private static final long DRAWN_EVERY_MILLIS = 250;

  /** Returns to the first column, and clears what is right of it. */
  private static final String CLEAR = "\r\u001B[K";

  private final PrintWriter err;
  private final IntSupplier width;
  private final List<ProgressLine.Watched> watched = new ArrayList<>();
  private final ScheduledExecutorService clock;

  /**
   * @param width columns of the terminal; null where there is none
   */
  Display(PrintWriter err, IntSupplier width) {
    this.err = err;
    this.width = width;
    this.clock = width == null ? null : Executors.newSingleThreadScheduledExecutor(Display::daemon);
  }

  /** Makes what fits where standard error goes. */
  static Display on(PrintWriter err) {
    return new Display(err, Terminal.isInUse() ? Terminal::columns : null).begin();
  }

  /** Draws from now on, as long as it is open. */
  private Display begin() {
    if (clock != null) {
      clock.scheduleWithFixedDelay(
          this::draw, DRAWN_EVERY_MILLIS, DRAWN_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return this;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "thunderhead-display");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns what watches a load; it is shown until all are over. */
  synchronized LoadWatch watch(String table) {
    LoadWatch watch = new LoadWatch();
    if (width != null) {
      watch.show();
      watched.add(new ProgressLine.Watched(table, watch));
    }
    return watch;
  }

  /** Tells a line. */
  @Override
  public synchronized void accept(String line) {
    err.println(width == null ? line : CLEAR + line);
    err.flush();
  }

  /** Draws the line. */
  synchronized void draw() {
    if (!watched.isEmpty()) {
      // The last column stays free: a terminal may wrap behind it.
      err.print(CLEAR + ProgressLine.of(watched, width.getAsInt() - 1));
      err.flush();
    }
  }

  /** Clears the line. */
  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
      watched.clear();
      err.print(CLEAR);
      err.flush();
    }
  }
}
