package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One option: its key in lower-kebab case, what it holds, and how it is read.
 *
 * @param defaultText default as a user would write it; empty means none
 * @param required whether a load cannot start without it
 * @param expected what a good value looks like, for messages
 * @param doc one sentence for users
 * @param aliases other names, by which other loaders call it
 * @param verbatim whether blanks at the ends of a value count
 */
public record LoadOption<T>(
    String key,
    String defaultText,
    boolean required,
    String expected,
    String doc,
    Function<String, T> parser,
    List<String> aliases,
    boolean verbatim) {
  private static final Pattern WORDS = Pattern.compile("[\\w-]+(, [\\w-]+)* or [\\w-]+");

  /** Takes a copy of the aliases. */
  public LoadOption {
    aliases = List.copyOf(aliases);
  }

  /** Makes an option that has one name. */
  LoadOption(
      String key,
      String defaultText,
      boolean required,
      String expected,
      String doc,
      Function<String, T> parser) {
    this(key, defaultText, required, expected, doc, parser, List.of(), false);
  }

  /** Returns the option with other names beside its own. */
  LoadOption<T> alias(String... names) {
    return new LoadOption<>(
        key, defaultText, required, expected, doc, parser, List.of(names), verbatim);
  }

  /** Returns the option with blanks at the ends of its value kept. */
  LoadOption<T> keepBlanks() {
    return new LoadOption<>(key, defaultText, required, expected, doc, parser, aliases, true);
  }

  /** Returns the only texts that the option takes, where {@code expected} lists them; else none. */
  public List<String> choices() {
    return WORDS.matcher(expected).matches() ? List.of(expected.split(", | or ", -1)) : List.of();
  }

  /**
   * Reads a value.
   *
   * @throws LoadException INVALID_OPTION that names key, value and what is expected
   */
  T parse(String text) {
    try {
      return parser.apply(verbatim ? text : text.strip());
    } catch (LoadException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: '%s' (expected: %s)".formatted(key, text, expected),
          e);
    }
  }
}
