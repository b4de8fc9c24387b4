package io.thunderhead.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes well-formed markup: what is opened is closed, and every text and value is escaped, so that
 * no name of a table or message of an error can be anything but text.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; {@code attributes} are name, value, name, value. */
  Markup open(String name, String... attributes) {
    start(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /** Writes an element without content. */
  Markup empty(String name, String... attributes) {
    start(name, attributes);
    out.append("/>");
    return this;
  }

  /** Writes an element that holds a text. */
  Markup leaf(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** Closes what was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes a text. */
  Markup text(String text) {
    escape(text);
    return this;
  }

  /** Ends a line, for who reads the source. */
  Markup line() {
    out.append('\n');
    return this;
  }

  /** Returns the whole; everything must be closed. */
  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }

  private void start(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
    }
  }

  /** Tells whether a document may hold it: no control characters, no halves of pairs. */
  private static boolean isCharacter(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }
}
