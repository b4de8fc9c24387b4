package io.thunderhead.mini;

/** The store was stopped while a request was on its way through it. */
final class StoreStoppedException extends IllegalStateException {
  StoreStoppedException() {
    super("store: stopped (expected: running; start it with startStore)");
  }
}
