package io.thunderhead.route;

import java.util.regex.Pattern;

/**
 * Wildcards of names: {@code *} any text, {@code ?} one character, {@code [a-z]}, {@code [!a-z]}.
 */
final class NamePattern {
  private NamePattern() {}

  /** Returns the regular expression that a whole name must match. */
  static Pattern compile(String wildcard, boolean caseSensitive) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < wildcard.length()) {
      char c = wildcard.charAt(i);
      int close = c == '[' ? classEnd(wildcard, i) : -1;
      if (close > 0) {
        regex.append(ofClass(wildcard.substring(i + 1, close)));
        i = close + 1;
        continue;
      }
      if (c == '\\' && i + 1 < wildcard.length()) {
        c = wildcard.charAt(++i);
        regex.append(Pattern.quote(String.valueOf(c)));
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
      i++;
    }
    return Pattern.compile(regex.toString(), flags(caseSensitive));
  }

  static int flags(boolean caseSensitive) {
    int all = Pattern.DOTALL;
    return caseSensitive ? all : all | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  }

  private static int classEnd(String wildcard, int open) {
    int first = wildcard.startsWith("!", open + 1) ? open + 2 : open + 1;
    return wildcard.indexOf(']', first + 1);
  }

  private static String ofClass(String inside) {
    boolean not = inside.startsWith("!");
    String body = inside.substring(not ? 1 : 0).replaceAll("([\\[\\]\\\\^&])", "\\\\$1");
    return (not ? "[^" : "[") + body + "]";
  }
}
