package io.thunderhead.journal;

import java.util.Locale;

/** How a job stands, by the names of IMPORT INTO (import-protocol 7.3). */
public enum JobStatus {
  PENDING,
  RUNNING,
  FINISHED,
  FAILED,
  CANCELLED;

  /** Tells whether a driver is or will be at work. */
  public boolean isActive() {
    return this == PENDING || this == RUNNING;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
