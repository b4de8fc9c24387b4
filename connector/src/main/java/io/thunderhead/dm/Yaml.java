package io.thunderhead.dm;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of YAML; texts are quoted as JSON's are, which YAML reads as they are. */
final class Yaml {
  private final StringBuilder text = new StringBuilder();

  static String quoted(String value) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }

  static String list(List<String> values) {
    return values.stream().map(Yaml::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  Yaml comment(String words) {
    // A name with a line break must not end the comment.
    text.append("# ").append(words.replaceAll("\\p{Cntrl}", " ")).append('\n');
    return this;
  }

  /** Adds a line at an indent of so many blanks. */
  Yaml line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
    return this;
  }

  /** Adds a key with a text. */
  Yaml put(int indent, String key, String value) {
    return line(indent, key + ": " + quoted(value));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
