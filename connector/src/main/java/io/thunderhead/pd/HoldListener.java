package io.thunderhead.pd;

import io.thunderhead.error.LoadException;

/** Hears of things that are held on a cluster and renewed in the background; thread-safe. */
public interface HoldListener {
  /** Takes a line about a renewal that failed and is tried again. */
  void told(String line);

  /** Takes the news that something is lost without which the load must not go on. */
  void lost(LoadException why);
}
