package io.thunderhead.type;

/** The zone at the end of a time: {@code Z}, {@code ±HH}, {@code ±HHMM} or {@code ±HH:MM}. */
final class TimeZoneSuffix {
  private static final int MAX_HOURS = 14;

  private String text = "";
  private int start;
  private int hourFrom;
  private int minuteFrom;

  /** Looks for a zone and returns where it starts, the length of the text if there is none. */
  int find(String source) {
    text = source;
    int length = source.length();
    start = length;
    hourFrom = -1;
    minuteFrom = -1;
    if (length > 1 && source.charAt(length - 1) == 'Z') {
      start = length - 1;
    } else {
      findSigned(length);
    }
    return start;
  }

  boolean present() {
    return start < text.length();
  }

  /** Tells whether the zone is an offset. */
  boolean signed() {
    return present() && hourFrom >= 0;
  }

  /** Tells whether hours and minutes stand together without a colon. */
  boolean compact() {
    return minuteFrom == hourFrom + 2;
  }

  int hourFrom() {
    return hourFrom;
  }

  /** Returns where the minutes start, -1 when there are none. */
  int minuteFrom() {
    return minuteFrom;
  }

  /** Forgets the zone. */
  void drop() {
    start = text.length();
  }

  /** Tells whether the offset is one that is allowed: up to 14:00, and not -00:00. */
  boolean valid() {
    int hours = hours();
    int minutes = minutes();
    boolean minusZero = signed() && text.charAt(start) == '-' && hours == 0 && minutes == 0;
    return hours <= MAX_HOURS
        && minutes <= 59
        && !(hours == MAX_HOURS && minutes != 0)
        && !minusZero;
  }

  int offsetSeconds() {
    int seconds = hours() * 3600 + minutes() * 60;
    return signed() && text.charAt(start) == '-' ? -seconds : seconds;
  }

  private void findSigned(int length) {
    int sign = lastSign(length);
    boolean colon = length >= 3 && lastColon(sign, length) == length - 3;
    int width = length - sign;
    boolean shape = colon ? width == 6 : width == 3 || width == 5;
    if (sign <= 0 || !shape || !digits(sign + 1) || (width > 3 && !digits(length - 2))) {
      return;
    }
    start = sign;
    hourFrom = sign + 1;
    minuteFrom = width > 3 ? length - 2 : -1;
  }

  private int lastSign(int length) {
    for (int at = length - 1; at >= 0 && text.charAt(at) != 'Z'; at--) {
      if (text.charAt(at) == '-' || text.charAt(at) == '+') {
        return at;
      }
    }
    return -1;
  }

  private int lastColon(int sign, int length) {
    return sign < 0 ? -1 : text.lastIndexOf(':', length - 1);
  }

  private boolean digits(int at) {
    return GoText.isDigit(text.charAt(at)) && GoText.isDigit(text.charAt(at + 1));
  }

  private int hours() {
    return hourFrom < 0 ? 0 : two(hourFrom);
  }

  private int minutes() {
    return minuteFrom < 0 ? 0 : two(minuteFrom);
  }

  private int two(int at) {
    return (text.charAt(at) - '0') * 10 + (text.charAt(at + 1) - '0');
  }
}
