package io.thunderhead.conflict;

import io.thunderhead.option.ConflictStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What MySQL does with rows that come one after the other, over values: every statement looks at
 * the rows that are there. Knows nothing of keys, reads or files.
 *
 * @param unique one list of columns for each primary or unique key
 */
public record ConflictModel(List<List<Part>> unique) {
  /**
   * A column of a key.
   *
   * @param prefix characters that count, 0 for all
   * @param folds whether case and spaces at the end do not count
   */
  public record Part(int column, int prefix, boolean folds) {
    /** A column that counts as it is. */
    public static Part of(int column) {
      return new Part(column, 0, false);
    }

    private Object value(List<Object> row) {
      Object value = row.get(column);
      if (!(value instanceof String text)) {
        return value;
      }
      String cut = prefix > 0 && text.length() > prefix ? text.substring(0, prefix) : text;
      return folds ? cut.stripTrailing().toUpperCase(Locale.ROOT) : cut;
    }
  }

  /** Returns the positions of the rows that are in the table at the end. */
  public List<Integer> staying(List<List<Object>> rows, ConflictStrategy strategy) {
    List<Integer> there = new ArrayList<>();
    Set<Integer> conflicting = strategy == ConflictStrategy.REMOVE ? inConflict(rows) : Set.of();
    for (int i = 0; i < rows.size(); i++) {
      List<Object> row = rows.get(i);
      switch (strategy) {
        case REPLACE, RECORD -> {
          there.removeIf(other -> meet(rows.get(other), row));
          there.add(i);
        }
        case IGNORE -> {
          if (there.stream().noneMatch(other -> meet(rows.get(other), row))) {
            there.add(i);
          }
        }
        case REMOVE -> {
          if (!conflicting.contains(i)) {
            there.add(i);
          }
        }
        case ERROR -> throw new IllegalArgumentException("nothing stays");
      }
    }
    return there;
  }

  /** Makes the model of keys of whole columns. */
  @SafeVarargs
  public static ConflictModel of(List<Integer>... keys) {
    List<List<Part>> all = new ArrayList<>();
    for (List<Integer> key : keys) {
      all.add(key.stream().map(Part::of).toList());
    }
    return new ConflictModel(all);
  }

  /**
   * What rows do to a table that has some.
   *
   * @param rows those in the table at the end
   * @param inConflict how many of the new rows share a key with any other; where the first of a key
   *     stays, one that is left out for the table's counts for no other
   * @param left how many of the new rows are not in the table
   * @param deleted how many of the old rows are not in the table
   */
  public record Appended(List<List<Object>> rows, int inConflict, int left, int deleted) {}

  /** Adds rows to those of a table, which stay unless they are replaced. */
  public Appended append(
      List<List<Object>> before, List<List<Object>> rows, ConflictStrategy strategy) {
    List<List<Object>> all = new ArrayList<>(before);
    all.addAll(rows);
    Set<Integer> meeting = inConflict(all);
    Set<Integer> there =
        new TreeSet<>(
            strategy == ConflictStrategy.REMOVE
                ? IntStream.range(0, all.size())
                    .filter(i -> i < before.size() || !meeting.contains(i))
                    .boxed()
                    .toList()
                : staying(all, strategy));
    int kept = (int) there.stream().filter(i -> i < before.size()).count();
    return new Appended(
        there.stream().map(all::get).toList(),
        inInput(
            strategy == ConflictStrategy.IGNORE ? ofRest(before, rows) : meeting, before.size()),
        rows.size() - (there.size() - kept),
        before.size() - kept);
  }

  private Set<Integer> ofRest(List<List<Object>> before, List<List<Object>> rows) {
    Set<Integer> meeting = new TreeSet<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Object> row = rows.get(i);
      if (before.stream().anyMatch(other -> meet(other, row))) {
        meeting.add(before.size() + i);
      } else {
        rest.add(before.size() + i);
      }
    }
    inConflict(rest.stream().map(i -> rows.get(i - before.size())).toList())
        .forEach(i -> meeting.add(rest.get(i)));
    return meeting;
  }

  private static int inInput(Set<Integer> positions, int from) {
    return (int) positions.stream().filter(i -> i >= from).count();
  }

  /** Returns the positions of rows that share a key with another. */
  public Set<Integer> inConflict(List<List<Object>> rows) {
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < rows.size(); i++) {
      for (int k = i + 1; k < rows.size(); k++) {
        if (meet(rows.get(i), rows.get(k))) {
          found.add(i);
          found.add(k);
        }
      }
    }
    return found;
  }

  private boolean meet(List<Object> a, List<Object> b) {
    return unique.stream()
        .anyMatch(
            key ->
                key.stream()
                    .allMatch(
                        part -> part.value(a) != null && part.value(a).equals(part.value(b))));
  }
}
