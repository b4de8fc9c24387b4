package io.thunderhead.aside;

import io.thunderhead.type.BadRowKind;
import java.io.Serializable;

/**
 * Rows that were not loaded, by what is wrong with them.
 *
 * @param syntax cannot be cut into fields
 * @param type have a value that its column cannot take
 * @param charset have bytes that their character set does not have
 */
public record BadRowCounts(long syntax, long type, long charset) implements Serializable {
  /** No bad rows. */
  public static final BadRowCounts NONE = new BadRowCounts(0, 0, 0);

  /** Returns the counts with one row more. */
  public BadRowCounts plus(BadRowKind kind) {
    return switch (kind) {
      case SYNTAX -> new BadRowCounts(syntax + 1, type, charset);
      case TYPE -> new BadRowCounts(syntax, type + 1, charset);
      case CHARSET -> new BadRowCounts(syntax, type, charset + 1);
    };
  }

  /** Returns the sums. */
  public BadRowCounts plus(BadRowCounts other) {
    return new BadRowCounts(syntax + other.syntax, type + other.type, charset + other.charset);
  }

  /** Returns all bad rows. */
  public long total() {
    return syntax + type + charset;
  }
}
