package io.thunderhead.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of which one side has more than the other, paired where both have rows of one key. */
final class Unmatched {
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * A difference by hashes.
   *
   * @param source null when the target has a row too many
   * @param target null when the target has a row too few
   * @param times how many
   * @param order by which differences are told
   */
  record Pair(RowHash source, RowHash target, long times, long order) {
    Difference.Kind kind() {
      return source == null
          ? Difference.Kind.EXTRA
          : target == null ? Difference.Kind.MISSING : Difference.Kind.DIFFERENT;
    }

    private boolean isSame(Pair other) {
      return java.util.Objects.equals(source, other.source)
          && java.util.Objects.equals(target, other.target);
    }
  }

  private record Row(RowHash hash, long order) {}

  /**
   * Matches rows.
   *
   * @param keyed whether the hash of a key is that of less than the whole row
   */
  Unmatched(Map<RowHash, HashWork.Seen> source, Map<RowHash, HashWork.Seen> target, boolean keyed) {
    Map<RowHash.Key, List<Row>> missing = new HashMap<>();
    List<Row> extra = new ArrayList<>();
    Map<RowHash, Long> times = new HashMap<>();
    source.forEach(
        (hash, seen) -> {
          long more = seen.times() - times(target, hash);
          if (more > 0) {
            missing
                .computeIfAbsent(hash.key(), key -> new ArrayList<>())
                .add(new Row(hash, seen.first()));
            times.put(hash, more);
          }
        });
    target.forEach(
        (hash, seen) -> {
          long more = seen.times() - times(source, hash);
          if (more > 0) {
            extra.add(new Row(hash, seen.first()));
            times.put(hash, more);
          }
        });
    extra.sort(Comparator.comparingLong(Row::order));
    for (Row row : extra) {
      Row partner = keyed ? partner(missing, row, times) : null;
      if (partner == null) {
        pairs.add(new Pair(null, row.hash(), times.get(row.hash()), row.order()));
      } else {
        pairs.add(new Pair(partner.hash(), row.hash(), 1, partner.order()));
      }
    }
    for (List<Row> rows : missing.values()) {
      rows.forEach(
          row -> pairs.add(new Pair(row.hash(), null, times.get(row.hash()), row.order())));
    }
    pairs.sort(Comparator.comparingLong(Pair::order));
  }

  private static long times(Map<RowHash, HashWork.Seen> rows, RowHash hash) {
    HashWork.Seen seen = rows.get(hash);
    return seen == null ? 0 : seen.times();
  }

  /** Takes a missing row of the same key, when both are there once. */
  private static Row partner(
      Map<RowHash.Key, List<Row>> missing, Row extra, Map<RowHash, Long> times) {
    List<Row> rows = missing.get(extra.hash().key());
    if (rows == null || times.get(extra.hash()) != 1) {
      return null;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (times.get(rows.get(i).hash()) == 1) {
        return rows.remove(i);
      }
    }
    return null;
  }

  List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /** Keeps those that another look at the same rows found too. */
  void keep(Unmatched other) {
    pairs.removeIf(pair -> other.pairs.stream().noneMatch(pair::isSame));
  }

  long count(Difference.Kind kind) {
    return pairs.stream().filter(pair -> pair.kind() == kind).mapToLong(Pair::times).sum();
  }
}
