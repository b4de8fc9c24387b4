package io.thunderhead.route;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression as Lightning's configuration has it, in Go's syntax: named groups are {@code
 * (?P<name>...)} and names may have underscores, which Java's may not.
 */
final class GoPattern {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\$|\\{(\\w+)\\}|(\\w+))", Pattern.UNICODE_CHARACTER_CLASS);

  private final Pattern pattern;
  private final Map<String, Integer> names = new HashMap<>();

  /**
   * @throws java.util.regex.PatternSyntaxException when the expression is wrong
   */
  GoPattern(String text) {
    this.pattern = Pattern.compile(withoutNames(text));
  }

  /** Returns a matcher that has found the expression somewhere in a text, or null. */
  Matcher find(String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher : null;
  }

  /** Puts groups in place of {@code $1}, {@code ${1}}, {@code $name} and {@code ${name}}. */
  String expand(Matcher match, String template) {
    Matcher reference = REFERENCE.matcher(template);
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (; reference.find(); from = reference.end()) {
      text.append(template, from, reference.start());
      String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
      text.append(name == null ? "$" : group(match, name));
    }
    return text.append(template, from, template.length()).toString();
  }

  private String group(Matcher match, String name) {
    Integer number = names.get(name);
    if (number == null && name.matches("\\d{1,4}")) {
      number = Integer.valueOf(name);
    }
    if (number == null || number > match.groupCount() || match.group(number) == null) {
      return "";
    }
    return match.group(number);
  }

  /** Makes plain groups of named ones and notes their numbers. */
  private String withoutNames(String text) {
    StringBuilder plain = new StringBuilder();
    int groups = 0;
    boolean inClass = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c);
      if (c == '\\' && i + 1 < text.length()) {
        plain.append(text.charAt(++i));
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        i = skipFirstOfClass(text, i, plain);
      } else if (c == '(') {
        int end = nameEnd(text, i);
        if (end > 0) {
          names.put(text.substring(text.indexOf('<', i) + 1, end), ++groups);
          i = end;
        } else if (i + 1 == text.length() || text.charAt(i + 1) != '?') {
          groups++;
        }
      }
    }
    return plain.toString();
  }

  /** A closing bracket that stands first in a class is of the class. */
  private static int skipFirstOfClass(String text, int at, StringBuilder plain) {
    int next = at + 1;
    if (next < text.length() && text.charAt(next) == '^') {
      plain.append('^');
      next++;
    }
    if (next < text.length() && text.charAt(next) == ']') {
      plain.append("\\]");
      next++;
    }
    return next - 1;
  }

  private static int nameEnd(String text, int open) {
    boolean named = text.startsWith("(?P<", open);
    boolean plain =
        text.startsWith("(?<", open)
            && !text.startsWith("(?<=", open)
            && !text.startsWith("(?<!", open);
    return named || plain ? text.indexOf('>', open) : -1;
  }
}
