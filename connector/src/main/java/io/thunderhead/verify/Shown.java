package io.thunderhead.verify;

/**
 * Two values as a person reads them: long ones cut to the characters around the first that differs.
 *
 * @param source in quotes, or NULL
 * @param target in quotes, or NULL
 */
record Shown(String source, String target) {
  private static final String CUT = "…";

  /**
   * Cuts two texts.
   *
   * @param most characters of each that are kept
   */
  static Shown of(String source, String target, int most) {
    if (source == null || target == null) {
      return new Shown(alone(source, most), alone(target, most));
    }
    int differs = 0;
    int shorter = Math.min(source.length(), target.length());
    while (differs < shorter && source.charAt(differs) == target.charAt(differs)) {
      differs++;
    }
    if (differs == shorter && source.length() == target.length()) {
      String same =
          "(the same in its first %d characters, or equal as text)".formatted(source.length());
      return new Shown(alone(source, most) + " " + same, alone(target, most) + " " + same);
    }
    int from = Math.max(source.length(), target.length()) <= most ? 0 : differs - most / 2;
    return new Shown(
        window(source, Math.max(from, 0), most), window(target, Math.max(from, 0), most));
  }

  /** Cuts one text, null for NULL. */
  static String alone(String text, int most) {
    return text == null ? "NULL" : window(text, 0, most);
  }

  private static String window(String text, int from, int most) {
    int start = Math.min(from, text.length());
    int end = Math.min(start + most, text.length());
    return "'"
        + (start > 0 ? CUT : "")
        + text.substring(start, end)
        + (end < text.length() ? CUT : "")
        + "'";
  }
}
