package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.function.Function;

/**
 * One option: its key in lower-kebab case, what it holds, and how it is read.
 *
 * @param defaultText default as a user would write it; empty means none
 * @param required whether a load cannot start without it
 * @param expected what a good value looks like, for messages
 * @param doc one sentence for users
 */
public record LoadOption<T>(
    String key,
    String defaultText,
    boolean required,
    String expected,
    String doc,
    Function<String, T> parser) {

  /**
   * Reads a value.
   *
   * @throws LoadException INVALID_OPTION that names key, value and what is expected
   */
  T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (RuntimeException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: '%s' (expected: %s)".formatted(key, text, expected),
          e);
    }
  }
}
