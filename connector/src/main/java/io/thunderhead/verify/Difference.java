package io.thunderhead.verify;

import java.util.List;

/**
 * One way in which source and target differ.
 *
 * @param key of the row, column by column; the whole row where no key tells rows apart
 * @param place where the row stands in the source; empty when that has no places
 * @param times how many such rows there are too many or too few
 * @param columns that differ; empty unless both sides have a row of the key
 */
public record Difference(
    Kind kind, List<String> key, String place, long times, List<Column> columns) {
  /** What is wrong with the row in the target. */
  public enum Kind {
    MISSING,
    EXTRA,
    DIFFERENT
  }

  /**
   * A value that differs.
   *
   * @param source text on the side of the source, cut; null for NULL
   * @param target text on the side of the target, cut; null for NULL
   */
  public record Column(String name, String source, String target) {}

  /** Takes copies. */
  public Difference {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }
}
