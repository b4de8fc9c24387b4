package io.thunderhead.type;

/**
 * The longest number that text starts with, white space around it aside (kv-encoding 4.6).
 *
 * <p>Made once per column; {@link #scan} fills it again for every row.
 */
public final class NumberText {
  /** Longest integer part, sign included, that text with an exponent may have. */
  private static final int MAX_SCALED_LENGTH = 21;

  private String text = "";
  private int from;
  private int to;
  private int exponentAt;
  private boolean complete;
  private long magnitude;
  private boolean overflow;

  /** Finds the number. */
  public void scan(String source) {
    text = source;
    from = GoText.skipSpaces(source, 0, source.length());
    int end = GoText.trimmedEnd(source, from, source.length());
    to = from;
    int at = from;
    int exponent = -1;
    boolean dot = false;
    boolean digit = false;
    for (; at < end; at++) {
      char c = source.charAt(at);
      if (GoText.isDigit(c)) {
        digit = true;
        to = at + 1;
      } else if (c == '+' || c == '-') {
        if (at != from && at != exponent + 1) {
          break;
        }
      } else if (c == '.' && !dot && exponent < 0) {
        dot = true;
        to = digit ? at + 1 : to;
      } else if ((c == 'e' || c == 'E') && digit && exponent < 0) {
        exponent = at;
      } else {
        break;
      }
    }
    exponentAt = exponent >= 0 && exponent < to ? exponent : to;
    boolean loneExponent = exponent == end - 1 && exponent == to;
    boolean endsWithNul = at < end && source.charAt(at) == 0;
    complete = to > from && ((at == end && to == end) || loneExponent || endsWithNul);
  }

  /** Tells whether the text is a number and nothing else. */
  public boolean complete() {
    return complete;
  }

  public boolean negative() {
    return to > from && text.charAt(from) == '-';
  }

  /** Returns the number as a double; infinite when it is out of range. */
  public double toDouble() {
    return to == from ? 0 : Double.parseDouble(text.substring(from, to));
  }

  /** Rounds to an integer, half away from zero by the first digit that is dropped. */
  public void round() {
    magnitude = 0;
    overflow = false;
    int sign = to > from && !GoText.isDigit(text.charAt(from)) && text.charAt(from) != '.' ? 1 : 0;
    int mantissa = from + sign;
    int dot = text.indexOf('.', mantissa);
    int integerEnd = dot >= 0 && dot < exponentAt ? dot : exponentAt;
    long exponent = exponent();
    long length = integerEnd - mantissa + exponent;
    if (exponentAt < to && exponent >= 0 && length + sign > MAX_SCALED_LENGTH) {
      overflow = true;
      return;
    }
    long seen = 0;
    for (int at = mantissa; at < exponentAt && seen <= length; at++) {
      if (at != dot) {
        int digit = text.charAt(at) - '0';
        if (seen < length) {
          append(digit);
        } else if (digit >= 5) {
          increment();
        }
        seen++;
      }
    }
    for (; seen < length; seen++) {
      append(0);
    }
  }

  /** Returns the rounded number without its sign, as unsigned 64 bits. */
  public long magnitude() {
    return magnitude;
  }

  /** Tells whether the rounded number does not fit unsigned 64 bits. */
  public boolean overflow() {
    return overflow;
  }

  private long exponent() {
    if (exponentAt >= to) {
      return 0;
    }
    int at = exponentAt + 1;
    boolean negative = text.charAt(at) == '-';
    if (negative || text.charAt(at) == '+') {
      at++;
    }
    long value = 0;
    for (; at < to; at++) {
      value = Math.min(value * 10 + (text.charAt(at) - '0'), 1L << 40);
    }
    return negative ? -value : value;
  }

  private void append(int digit) {
    if (Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, 10)) > 0) {
      overflow = true;
    }
    magnitude = magnitude * 10 + digit;
  }

  private void increment() {
    magnitude++;
    overflow |= magnitude == 0;
  }
}
