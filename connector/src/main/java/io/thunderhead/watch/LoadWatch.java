package io.thunderhead.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Watches one load from its beginning; any thread may tell it something, or look. */
public final class LoadWatch {
  /** More than any load has; what repeats beyond is left out. */
  private static final int MOST_PHASES = 200;

  private static final int MOST_WARNINGS = 100;

  private final long startMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();
  private final List<PhaseSpan> phases = new ArrayList<>();
  private final Throughput throughput = new Throughput();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private List<StoreFigures> stores = List.of();
  private RegionFigures regions = RegionFigures.NONE;
  private String phase = "";
  private long phaseStart;
  private Sight sight;
  private long rows;
  private long bytes;
  private boolean shown;

  /** Returns milliseconds since the load began. */
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  /** Says that somebody shows how far the load is, so that it need not be told in lines. */
  public synchronized void show() {
    shown = true;
  }

  /** Tells whether somebody shows how far the load is. */
  public synchronized boolean isShown() {
    return shown;
  }

  /** Notes that a phase begins. */
  public synchronized void begin(String name) {
    phase = name;
    phaseStart = millis();
    sight = null;
  }

  /** Notes that the phase is over. */
  public synchronized void end() {
    if (!phase.isEmpty()) {
      add(new PhaseSpan(phase, phaseStart, millis()));
      leave();
    }
  }

  /** Forgets the phase that runs; its span is known by others. */
  public synchronized void leave() {
    phase = "";
    sight = null;
  }

  /** Notes a phase that was measured elsewhere. */
  public synchronized void add(PhaseSpan span) {
    if (phases.size() < MOST_PHASES) {
      phases.add(span);
    }
  }

  /** Lets others see how far the phase is, until it is over. */
  public synchronized void follow(Sight ofPhase) {
    sight = ofPhase;
  }

  /** How far a phase, or some in a row, is while it runs. */
  public interface Sight {
    /** Returns the phase by its name. */
    String phase();

    /** Returns how much of all of it is done, between 0 and 1. */
    double fraction();
  }

  /** Notes work that ends now and took some time. */
  public synchronized void worked(long tookMillis, long rowsRead, long bytesIngested) {
    long now = millis();
    throughput.add(now - tookMillis, now, rowsRead, bytesIngested);
    rows += rowsRead;
    bytes += bytesIngested;
  }

  /** Notes what stores and regions took. */
  public synchronized void took(List<StoreFigures> byStore, RegionFigures byRegion) {
    stores = List.copyOf(byStore);
    regions = byRegion;
  }

  /** Notes what did not stop the load. */
  public synchronized void warn(String warning) {
    if (warnings.size() < MOST_WARNINGS && !warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** Notes options, without secrets. */
  public synchronized void options(Map<String, String> given) {
    options.putAll(given);
  }

  /** Notes the version of something that takes part. */
  public synchronized void version(String of, String version) {
    versions.put(of, version);
  }

  /**
   * How far a load is.
   *
   * @param phase empty between two
   * @param fraction of the phase, below 0 when that is not known
   * @param phaseMillis how long the phase has run
   * @param rows read so far
   * @param bytes of KVs in the cluster so far
   */
  public record Now(
      String phase, double fraction, long phaseMillis, long millis, long rows, long bytes) {}

  /** Returns how far the load is. */
  public Now now() {
    Sight followed;
    Now now;
    synchronized (this) {
      followed = sight;
      now = new Now(phase, -1, millis() - phaseStart, millis(), rows, bytes);
    }
    // Asks Spark, which may itself wait for who tells this watch something.
    return followed == null
        ? now
        : new Now(
            followed.phase(),
            followed.fraction(),
            now.phaseMillis,
            now.millis,
            now.rows,
            now.bytes);
  }

  /** Returns what was seen so far. */
  public synchronized Seen seen() {
    List<PhaseSpan> all = new ArrayList<>(phases);
    if (!phase.isEmpty()) {
      all.add(new PhaseSpan(phase, phaseStart, millis()));
    }
    return new Seen(
        startMillis,
        millis(),
        all,
        throughput.samples(),
        stores,
        regions,
        warnings,
        options,
        versions);
  }
}
