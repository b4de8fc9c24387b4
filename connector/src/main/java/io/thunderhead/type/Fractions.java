package io.thunderhead.type;

/** Digits after the point of a second. */
final class Fractions {
  private Fractions() {}

  /**
   * Reads digits as microseconds, rounded half up to {@code fsp} digits by the next digit alone.
   *
   * @return microseconds; one million when rounding makes a whole second
   */
  static int micros(String text, int from, int to, int fsp) {
    int value = 0;
    for (int i = 0; i < fsp; i++) {
      value = value * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
    }
    if (from + fsp < to && text.charAt(from + fsp) >= '5') {
      value++;
    }
    for (int i = fsp; i < 6; i++) {
      value *= 10;
    }
    return value;
  }
}
