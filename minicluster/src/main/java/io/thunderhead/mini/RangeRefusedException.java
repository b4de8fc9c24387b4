package io.thunderhead.mini;

/** A request's range reaches beyond its region, or its keys do not fit its rule. */
final class RangeRefusedException extends Exception {
  RangeRefusedException(String message) {
    super(message);
  }
}
