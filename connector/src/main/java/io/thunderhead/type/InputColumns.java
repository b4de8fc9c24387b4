package io.thunderhead.type;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The columns of an input, in order.
 *
 * @param names as the input has them; null for a column that is read and dropped
 * @param kinds what the values of each column are; null where each value says so itself
 */
public record InputColumns(List<String> names, List<SourceKind> kinds) implements Serializable {
  /** Checks that each name has a kind, known or not. */
  public InputColumns {
    names = Collections.unmodifiableList(new ArrayList<>(names));
    kinds = Collections.unmodifiableList(new ArrayList<>(kinds));
    if (names.size() != kinds.size()) {
      throw new IllegalArgumentException(
          "input columns: %d names, %d kinds (expected: as many)"
              .formatted(names.size(), kinds.size()));
    }
  }

  /** Returns columns whose values say themselves what they are. */
  public static InputColumns of(List<String> names) {
    return new InputColumns(names, Collections.nCopies(names.size(), null));
  }

  /** Returns how many columns there are. */
  public int size() {
    return names.size();
  }

  /** Returns the first columns only. */
  public InputColumns first(int count) {
    return new InputColumns(names.subList(0, count), kinds.subList(0, count));
  }
}
