package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;

/**
 * One rule that tells what a file is, as an entry of Lightning's {@code [[mydumper.files]]}
 * (kv-encoding 8.5). Texts but the pattern may refer to its groups as {@code $1} or {@code
 * ${name}}.
 */
public final class FileRule {
  private final GoPattern pattern;
  private final String path;
  private final String schema;
  private final String table;
  private final String kind;
  private final String key;
  private final String compression;
  private final boolean unescape;

  /**
   * A rule as it is written.
   *
   * @param pattern regular expression in Go's syntax, found anywhere in the path below the source
   *     folder; empty when {@code path} is given
   * @param path whole path below the source folder
   * @param unescape whether {@code %xx} in database and table stand for bytes
   */
  public record Text(
      String pattern,
      String path,
      String schema,
      String table,
      String type,
      String key,
      String compression,
      boolean unescape) {}

  /** What a rule made of a file's name. */
  record Match(String schema, String table, String kind, String key, String compression) {}

  /**
   * Reads a rule.
   *
   * @throws LoadException INVALID_OPTION when it has neither pattern nor path, or a bad pattern
   */
  public FileRule(Text text) {
    if (text.pattern().isEmpty() == text.path().isEmpty() || text.type().isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "file rule: pattern '%s', path '%s', type '%s' (expected: a type, and either a pattern or a path)"
              .formatted(text.pattern(), text.path(), text.type()));
    }
    this.pattern = text.pattern().isEmpty() ? null : compiled(text.pattern());
    this.path = text.path();
    this.schema = text.schema();
    this.table = text.table();
    this.kind = text.type();
    this.key = text.key();
    this.compression = text.compression();
    this.unescape = text.unescape();
  }

  /** Returns what a file is, or null when the rule does not speak of it. */
  Match match(String name) {
    if (pattern == null) {
      return path.equals(name) ? new Match(schema, table, kind, key, compression) : null;
    }
    Matcher found = pattern.find(name);
    return found == null
        ? null
        : new Match(
            unescaped(pattern.expand(found, schema)),
            unescaped(pattern.expand(found, table)),
            pattern.expand(found, kind),
            pattern.expand(found, key),
            pattern.expand(found, compression));
  }

  private String unescaped(String name) {
    if (!unescape || name.indexOf('%') < 0) {
      return name;
    }
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private static GoPattern compiled(String pattern) {
    try {
      return new GoPattern(pattern);
    } catch (PatternSyntaxException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "file rule: pattern '%s' (expected: a regular expression; %s)"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }
}
