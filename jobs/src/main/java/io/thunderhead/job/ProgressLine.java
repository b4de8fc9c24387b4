package io.thunderhead.job;

import io.thunderhead.watch.LoadWatch;
import java.util.List;
import java.util.Locale;

/** How far loads are, in one line that is no wider than a terminal. */
final class ProgressLine {
  private static final int LEAST_BAR = 10;
  private static final int MOST_BAR = 40;
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private ProgressLine() {}

  /** A load and the table that it fills. */
  record Watched(String table, LoadWatch watch) {}

  /** Returns the line of loads that run, in at most so many columns. */
  static String of(List<Watched> loads, int width) {
    Watched shown = loads.get(loads.size() - 1);
    LoadWatch.Now now = shown.watch().now();
    for (Watched each : loads) {
      LoadWatch.Now other = each.watch().now();
      if (now.phase().isEmpty() && !other.phase().isEmpty()) {
        shown = each;
        now = other;
      }
    }
    String name = loads.size() == 1 ? "" : shown.table() + ": ";
    return of(name, now, width);
  }

  /**
   * Returns the line of one load.
   *
   * @param name what stands before the phase
   */
  static String of(String name, LoadWatch.Now now, int width) {
    String head = name + (now.phase().isEmpty() ? "..." : now.phase());
    String tail = now.fraction() < 0 ? " " + clock(now.phaseMillis()) : figures(now);
    int room = width - head.length() - tail.length() - 3;
    String bar =
        now.fraction() < 0 || room < LEAST_BAR
            ? ""
            : " " + bar(now.fraction(), Math.min(room, MOST_BAR)) + " ";
    String line = head + bar + tail;
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  private static String figures(LoadWatch.Now now) {
    double seconds = Math.max(now.phaseMillis(), 1) / 1e3;
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %,d rows (%,.0f/s)  %.1f MiB  %s left",
        100 * now.fraction(),
        now.rows(),
        now.rows() / seconds,
        now.bytes() / 1048576.0,
        now.fraction() <= 0
            ? "?"
            : clock(Math.round(now.phaseMillis() * (1 - now.fraction()) / now.fraction())));
  }

  private static String bar(double fraction, int columns) {
    int eighths = (int) Math.round(Math.max(0, Math.min(1, fraction)) * columns * 8);
    String full = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return "▕" + full + " ".repeat(columns - full.length()) + "▏";
  }

  private static String clock(long millis) {
    long s = millis / 1000;
    return String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
